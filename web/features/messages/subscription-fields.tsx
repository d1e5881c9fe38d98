import { useCallback } from "react";
import type { QoS, RetainHandling } from "../../../protocol/packets.ts";
import { useAsk, useConnection } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Select } from "../../ui/select.tsx";
import { SuggestField, type Suggestion } from "../../ui/suggest-field.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import type { SubscriptionDraft } from "./subscription-record.ts";

const SUGGESTED = 8;
const CHOICES = ["0", "1", "2"] as const;
type Choice = (typeof CHOICES)[number];

export interface SubscriptionFieldsProps {
  readonly draft: SubscriptionDraft;
  readonly onChange: (draft: SubscriptionDraft) => void;
  readonly problem: string | undefined;
  readonly onSubmit: () => void;
  readonly filterRef?: React.Ref<HTMLInputElement>;
}

/** The filter, completed from the topics that were heard. */
export function FilterField({ draft, onChange, problem, onSubmit, filterRef }: SubscriptionFieldsProps) {
  const texts = useTexts().messages;
  const ask = useAsk();
  const suggest = useCallback(
    async (text: string): Promise<readonly Suggestion[]> => {
      if (text === "" || /[+#]/.test(text)) return [];
      const topics = await ask("complete", { text, limit: SUGGESTED });
      return topics
        .filter(({ topic }) => topic !== text)
        .flatMap(({ topic, isBranch }) => (isBranch ? [{ value: `${topic}#` }] : [{ value: topic }]));
    },
    [ask],
  );
  return (
    <SuggestField
      {...(filterRef === undefined ? {} : { ref: filterRef })}
      label={texts.filter}
      isLabelHidden
      isMonospace
      placeholder={texts.filterPlaceholder}
      value={draft.filter}
      onChange={(filter) => onChange({ ...draft, filter })}
      suggest={suggest}
      onSubmit={onSubmit}
      problem={problem}
    />
  );
}

/** QoS, beside the button. */
export function QosField({ draft, onChange }: Pick<SubscriptionFieldsProps, "draft" | "onChange">) {
  const texts = useTexts();
  return (
    <ToggleGroup
      label={texts.messages.qos}
      value={String(draft.qos) as Choice}
      options={CHOICES.map((value) => ({
        value,
        label: value === "0" ? texts.signs.qos(0) : value,
        explanation: texts.signs.qosTips[Number(value)] ?? value,
      }))}
      onChange={(qos) => onChange({ ...draft, qos: Number(qos) as QoS })}
    />
  );
}

/** The options of MQTT 5.0 (§3.8.3.1); with an older version the broker is not told them. */
export function OptionFields({ draft, onChange }: Pick<SubscriptionFieldsProps, "draft" | "onChange">) {
  const texts = useTexts();
  const version = useConnection(({ connection }) =>
    "granted" in connection ? connection.granted.version : 5,
  );
  if (version !== 5) {
    return <p className="text-sm text-muted">{texts.messages.only5(texts.connections.versions[version])}</p>;
  }
  return (
    <>
      <Checkbox
        label={texts.messages.noLocal}
        help={texts.messages.noLocalHelp}
        isChecked={draft.noLocal}
        onChange={(noLocal) => onChange({ ...draft, noLocal })}
      />
      <Checkbox
        label={texts.messages.retainAsPublished}
        help={texts.messages.retainAsPublishedHelp}
        isChecked={draft.retainAsPublished}
        onChange={(retainAsPublished) => onChange({ ...draft, retainAsPublished })}
      />
      <Select
        label={texts.messages.retainHandling}
        value={String(draft.retainHandling) as Choice}
        options={CHOICES.map((value) => ({
          value,
          title: texts.messages.retainHandlings[Number(value)] ?? value,
        }))}
        onChange={(value) => onChange({ ...draft, retainHandling: Number(value) as RetainHandling })}
      />
    </>
  );
}
