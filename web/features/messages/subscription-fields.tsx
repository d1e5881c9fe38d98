import { useCallback } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { SuggestField, type Suggestion } from "../../ui/suggest-field.tsx";
import type { SubscriptionDraft } from "./subscription-record.ts";

const SUGGESTED = 8;

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
