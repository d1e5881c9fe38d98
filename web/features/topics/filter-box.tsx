import { X } from "lucide-react";
import { type RefObject, useCallback } from "react";
import { useAsk, useTopics } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { SuggestField, type Suggestion } from "../../ui/suggest-field.tsx";
import { filterProblemText } from "./filter-problem.ts";
import { keySuggestions, typedPart } from "./filter-suggestions.ts";

const SUGGESTED_TOPICS = 8;

export interface FilterBoxProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Enter: to the topics that were found. */
  readonly onSubmit: () => void;
  readonly input: RefObject<HTMLInputElement | null>;
}

/** Words, MQTT filters and `key:value`; a text that is wrong says where, and everything is shown meanwhile. */
export function FilterBox({ text, onChange, onSubmit, input }: FilterBoxProps) {
  const texts = useTexts().topics;
  const filter = useTopics((view) => view.window.filter);
  const suggest = useSuggest();
  const problem =
    filter.problem && filter.text === text ? filterProblemText(filter.problem, texts) : undefined;
  return (
    <SuggestField
      ref={input}
      label={texts.filter}
      isLabelHidden
      isMonospace
      value={text}
      onChange={onChange}
      suggest={suggest}
      onSubmit={onSubmit}
      placeholder={texts.filterPlaceholder}
      problem={problem}
      className="flex-1"
      tools={
        text === "" ? undefined : (
          <IconButton
            label={texts.clearFilter}
            icon={<X />}
            onClick={() => {
              onChange("");
              input.current?.focus();
            }}
          />
        )
      }
    />
  );
}

function useSuggest(): (text: string) => Promise<readonly Suggestion[]> {
  const { filterKeys } = useTexts().topics;
  const ask = useAsk();
  return useCallback(
    async (text: string) => {
      const typed = typedPart(text);
      const keys = keySuggestions(typed, filterKeys);
      if (!typed.token.includes("/") || /[+#]/.test(typed.token)) return keys;
      const topics = await ask("complete", { text: typed.token, limit: SUGGESTED_TOPICS });
      return topics
        .filter(({ topic }) => topic !== typed.token && topic.startsWith(typed.token))
        .map(({ topic, isBranch }) => ({ value: typed.before + topic, isPrefix: isBranch }));
    },
    [ask, filterKeys],
  );
}

/** How many topics there are or were found, and how far the search is. */
export function FilterCount() {
  const texts = useTexts().topics;
  const format = useFormat();
  const filter = useTopics((view) => view.window.filter);
  const topicCount = useTopics((view) => view.window.topicCount);
  const waitingRows = useTopics((view) => view.window.waitingRows);
  const found = texts.found(format.exact(filter.matches), format.exact(topicCount));
  const share = filter.toSearch === 0 ? 1 : filter.searched / filter.toSearch;
  return (
    <span role="status" className="shrink-0 text-sm whitespace-nowrap text-muted">
      {waitingRows > 0 && (
        <span title={texts.waitingRowsTip} className="pr-2 text-accent">
          {texts.waitingRows(waitingRows)}
        </span>
      )}
      {filter.phase === "none" ? texts.counted(topicCount) : found}
      {filter.phase === "searching" && `, ${texts.searching(format.percent(share))}`}
    </span>
  );
}
