import { ChevronDown, ChevronUp, Send } from "lucide-react";
import { type Ref, useCallback } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { QosChoice } from "../../ui/qos-choice.tsx";
import { SuggestField } from "../../ui/suggest-field.tsx";
import { tip } from "../../ui/tip.ts";
import { PayloadSize } from "./payload-editor.tsx";
import { topicProblemText } from "./problem-texts.ts";
import { propertyCount } from "./publish-form.ts";
import { PublishOutcome } from "./publish-outcome.tsx";
import type { PublishFormState } from "./use-publish-form.ts";

/** Opens and folds the panel. */
export const PUBLISH_KEY = "p";
/** Publishes while the panel has the focus. */
const SUBMIT_KEYS = "mod+Enter";
const SUGGESTIONS = 12;

export interface PublishBarProps {
  readonly state: PublishFormState;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly isPropertiesOpen: boolean;
  readonly onPropertiesChange: (isOpen: boolean) => void;
  readonly onSubmit: () => void;
  readonly topicRef: Ref<HTMLInputElement>;
  /** Why nothing may be published; undefined: it may. */
  readonly barrier: string | undefined;
  /** Folded on a narrow screen there is room for the handle only. */
  readonly isHandleOnly: boolean;
}

/** The line that is always there: handle, topic, flags, result and button. */
export function PublishBar(props: PublishBarProps) {
  const { state, isOpen, onOpenChange, isHandleOnly } = props;
  const texts = useTexts().publish;
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-start gap-x-3 gap-y-2 px-2 py-1.5">
      <Button
        kind="quiet"
        icon={isOpen ? <ChevronDown /> : <ChevronUp />}
        explanation={isOpen ? texts.close : texts.open}
        keys={PUBLISH_KEY}
        aria-expanded={isOpen}
        onClick={() => onOpenChange(!isOpen)}
        className="-ml-1"
      >
        {texts.title}
      </Button>
      {!isHandleOnly && <BarFields {...props} />}
      {isHandleOnly && <PublishOutcome publishing={state.publishing} />}
    </div>
  );
}

function BarFields(props: PublishBarProps) {
  const { state, isOpen, isPropertiesOpen, onPropertiesChange, onSubmit, topicRef, barrier } = props;
  const texts = useTexts().publish;
  const { form, read, hasProperties } = state;
  return (
    <>
      <TopicField state={state} topicRef={topicRef} />
      <Flags state={state} />
      {hasProperties && (
        <Button
          kind="quiet"
          aria-expanded={isOpen && isPropertiesOpen}
          onClick={() => onPropertiesChange(!(isOpen && isPropertiesOpen))}
        >
          {texts.properties(propertyCount(form))}
        </Button>
      )}
      {!isOpen && (
        <span className="flex h-6 items-center">
          <PayloadSize bytes={read.payloadBytes} />
        </span>
      )}
      <span className="ml-auto flex min-h-6 min-w-0 items-center gap-3">
        <PublishOutcome publishing={state.publishing} />
        <Barred reason={barrier}>
          <Button
            kind="primary"
            icon={<Send />}
            keys={SUBMIT_KEYS}
            explanation={texts.form}
            disabled={state.publishing.phase === "publishing" || barrier !== undefined}
            onClick={onSubmit}
          >
            {texts.publish}
          </Button>
        </Barred>
      </span>
    </>
  );
}

function Flags({ state: { form, change } }: { state: PublishFormState }) {
  const texts = useTexts();
  return (
    <>
      <QosChoice label={texts.publish.qos} qos={form.qos} onChange={(qos) => change({ qos })} />
      <span {...tip(texts.publish.retainTip, { clause: "3.3.1.3" })}>
        <Checkbox
          label={texts.publish.retain}
          isChecked={form.retain}
          onChange={(retain) => change({ retain })}
        />
      </span>
    </>
  );
}

function TopicField({ state, topicRef }: { state: PublishFormState; topicRef: Ref<HTMLInputElement> }) {
  const texts = useTexts().publish;
  const format = useFormat();
  const ask = useAsk();
  const suggest = useCallback(
    async (text: string) => {
      const found = await ask("complete", { text, limit: SUGGESTIONS });
      return found.map(({ topic, messageCount, isBranch }) => ({
        value: topic,
        note: format.count(messageCount),
        isPrefix: isBranch,
      }));
    },
    [ask, format],
  );
  const { form, read, isTried, change } = state;
  const problem = read.problems.topic;
  const isShown = problem !== undefined && (isTried || form.topic !== "");
  return (
    <SuggestField
      ref={topicRef}
      label={texts.topic}
      isLabelHidden
      isMonospace
      isAbove
      placeholder={texts.topicPlaceholder}
      suggest={suggest}
      value={form.topic}
      problem={isShown ? topicProblemText(problem, texts, format) : undefined}
      help={form.topic.startsWith("$") ? texts.topicProblems.system : undefined}
      onChange={(topic) => change({ topic })}
      className="min-w-48 flex-1 basis-56"
    />
  );
}
