import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from "react";
import { type Command, useCommands } from "../../lib/commands.ts";
import { matchesKeys, parseKeys } from "../../lib/keys.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { PayloadEditor } from "./payload-editor.tsx";
import { PropertyEditor } from "./property-editor.tsx";
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

/** The dock at the bottom of the frame: publishes on the page's own connection. */
export function PublishPanel() {
  const texts = useTexts().publish;
  const isNarrow = useIsNarrow();
  const [isOpen, setOpen] = useOpenState();
  const [isPropertiesOpen, setPropertiesOpen] = useState(false);
  const topicField = useRef<HTMLInputElement>(null);
  const state = usePublishForm();
  const focusTopic = useTopicFocus(topicField);
  const open = useCallback(() => {
    setOpen(true);
    focusTopic();
  }, [setOpen, focusTopic]);
  usePublishRequest(state, open);
  usePublishCommands(open);
  const close = () => {
    setOpen(false);
    document.getElementById("view")?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (matchesKeys(SUBMIT, event)) state.publish();
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
      className="flex max-h-[70%] shrink-0 flex-col border-t bg-panel"
    >
      <PublishFailure publishing={state.publishing} onDismiss={state.dismiss} />
      <PublishBar
        state={state}
        isOpen={isOpen}
        onOpenChange={(next) => (next ? open() : close())}
        isPropertiesOpen={isPropertiesOpen}
        onPropertiesChange={(next) => {
          setPropertiesOpen(next);
          setOpen(true);
        }}
        topicRef={topicField}
        isHandleOnly={isNarrow && !isOpen}
      />
      {isOpen && <PanelBody state={state} isPropertiesOpen={isPropertiesOpen} />}
    </form>
  );
}

function isInEditor(target: EventTarget): boolean {
  return target instanceof Element && target.closest(".cm-editor") !== null;
}

function PanelBody({ state, isPropertiesOpen }: { state: PublishFormState; isPropertiesOpen: boolean }) {
  const texts = useTexts().publish;
  const { form, read, change, hasProperties } = state;
  const use = (next: PublishForm) => change(next);
  return (
    <div className="flex min-h-0 flex-col gap-x-4 gap-y-3 overflow-y-auto px-2 pb-2 sm:flex-row">
      <PayloadEditor form={form} read={read} onChange={change} onSubmit={state.publish} />
      <div className="min-w-0 sm:w-96 sm:shrink-0">
        {!hasProperties && <p className="text-sm text-muted">{texts.fields.neverSaid}</p>}
        {hasProperties && isPropertiesOpen ? (
          <PropertyEditor
            fields={form.properties}
            problems={read.problems}
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
