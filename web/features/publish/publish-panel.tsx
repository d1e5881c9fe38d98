import { type KeyboardEvent, type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { matchesKeys, parseKeys } from "../../lib/keys.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { PropertyEditor } from "../../ui/property-editor.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import { PayloadEditor } from "./payload-editor.tsx";
import { PUBLISH_KEY, PublishBar } from "./publish-bar.tsx";
import type { PublishForm } from "./publish-form.ts";
import { PublishFailure } from "./publish-outcome.tsx";
import { RecentList } from "./recent-list.tsx";
import {
  type PublishFormState,
  useOpenState,
  usePublishForm,
  usePublishRequest,
  useTopicFocus,
} from "./use-publish-form.ts";

const SUBMIT = parseKeys("mod+enter");

interface Panel {
  readonly state: PublishFormState;
  readonly isOpen: boolean;
  readonly isPropertiesOpen: boolean;
  /** Why nothing may be published; undefined: it may. */
  readonly barrier: string | undefined;
  readonly topicField: RefObject<HTMLInputElement | null>;
  readonly open: () => void;
  readonly close: () => void;
  readonly showProperties: (isShown: boolean) => void;
  readonly submit: () => void;
}

function usePanel(): Panel {
  const [isOpen, setOpen] = useOpenState();
  const [isPropertiesOpen, setPropertiesOpen] = useState(false);
  const topicField = useRef<HTMLInputElement>(null);
  const state = usePublishForm();
  const isOwn = useConnection(({ broker }) => broker === "own");
  const roleBarrier = useRoleBarrier("act");
  const barrier = isOwn ? roleBarrier : undefined;
  const focusTopic = useTopicFocus(topicField);
  const cameFrom = useRef<Element>(null);
  const open = useCallback(() => {
    const { activeElement } = document;
    if (!topicField.current?.form?.contains(activeElement)) cameFrom.current = activeElement;
    setOpen(true);
    focusTopic();
  }, [setOpen, focusTopic]);
  const close = () => {
    setOpen(false);
    returnFocus(cameFrom.current);
  };
  const showProperties = (isShown: boolean) => {
    setPropertiesOpen(isShown);
    setOpen(true);
  };
  const submit = () => {
    if (barrier !== undefined) return;
    const { topic: _, payload, isTextIndicatorWrong, ...properties } = state.read.problems;
    // what is wrong is to be seen
    if (Object.keys(properties).length > 0) showProperties(true);
    else if (payload !== undefined || isTextIndicatorWrong) setOpen(true);
    state.publish();
  };
  usePublishRequest(state, open);
  return { state, isOpen, isPropertiesOpen, barrier, topicField, open, close, showProperties, submit };
}

/** To where the keyboard was before the panel, or to the view. */
function returnFocus(cameFrom: Element | null): void {
  const isThere = cameFrom instanceof HTMLElement && cameFrom.isConnected && cameFrom !== document.body;
  (isThere ? cameFrom : document.getElementById("view"))?.focus();
}

/** The dock at the bottom of the frame: publishes on the page's own connection. */
export function PublishPanel() {
  const texts = useTexts().publish;
  const isNarrow = useIsNarrow();
  const panel = usePanel();
  const { state, isOpen, isPropertiesOpen, open, close, submit } = panel;
  usePublishCommands(open);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (matchesKeys(SUBMIT, event)) submit();
    // in the editor Escape lets Tab leave it
    else if (event.key === "Escape" && isOpen && !isInEditor(event.target)) close();
    else return;
    event.preventDefault();
  };
  return (
    <form
      aria-label={texts.form}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
      className="flex max-h-[80%] shrink-0 flex-col border-t bg-panel sm:max-h-[70%]"
    >
      <PublishFailure publishing={state.publishing} onDismiss={state.dismiss} />
      <PublishBar
        state={state}
        isOpen={isOpen}
        onOpenChange={(next) => (next ? open() : close())}
        isPropertiesOpen={isPropertiesOpen}
        onPropertiesChange={panel.showProperties}
        onSubmit={submit}
        topicRef={panel.topicField}
        barrier={panel.barrier}
        isHandleOnly={isNarrow && !isOpen}
      />
      {isOpen && <PanelBody state={state} isPropertiesOpen={isPropertiesOpen} onSubmit={submit} />}
    </form>
  );
}

function isInEditor(target: EventTarget): boolean {
  return target instanceof Element && target.closest(".cm-editor") !== null;
}

interface PanelBodyProps {
  readonly state: PublishFormState;
  readonly isPropertiesOpen: boolean;
  readonly onSubmit: () => void;
}

function PanelBody({ state, isPropertiesOpen, onSubmit }: PanelBodyProps) {
  const texts = useTexts().publish;
  const { form, read, change, hasProperties } = state;
  const use = (next: PublishForm) => change(next);
  return (
    <div className="flex min-h-0 flex-col gap-x-4 gap-y-3 overflow-y-auto px-2 pb-2 sm:flex-row">
      <PayloadEditor
        form={form}
        read={read}
        onChange={change}
        onSubmit={onSubmit}
        onSubmitAsText={state.publishAsText}
      />
      <div className="min-w-0 sm:w-96 sm:shrink-0">
        {!hasProperties && <p className="text-sm text-muted">{texts.fields.neverSaid}</p>}
        {hasProperties && isPropertiesOpen ? (
          <PropertyEditor
            fields={form.properties}
            problems={read.problems}
            hasTopicAlias
            onChange={(properties) => change({ properties })}
          />
        ) : (
          <RecentList recent={state.recent} onUse={use} />
        )}
      </div>
    </div>
  );
}

function usePublishCommands(open: () => void): void {
  const texts = useTexts().publish;
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: "publish",
        title: texts.open,
        section: texts.title,
        keys: PUBLISH_KEY,
        hint: texts.publishHint,
        run: open,
      },
    ],
    [texts, open],
  );
  useCommands(commands);
}
