import { type RefObject, useMemo } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { type Command, type SearchSource, useCommands, useSearchSource } from "../../lib/commands.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { TopicAction } from "./topic-actions.ts";
import type { TopicTarget } from "./topic-target.ts";

const FOUND_TOPICS = 12;

/** What can be done in this view, by key and in the palette. */
export function useTopicsCommands(
  actions: readonly TopicAction[],
  target: { readonly current: TopicTarget | undefined },
  filterInput: RefObject<HTMLInputElement | null>,
): void {
  const texts = useTexts().topics;
  const commands = useMemo((): readonly Command[] => {
    const words = texts.commands;
    const section = texts.title;
    const list = (id: string, title: string, keys: string, hint?: string): Command => ({
      id: `topics.${id}`,
      title,
      section,
      keys,
      ...(hint === undefined ? {} : { hint }),
    });
    return [
      list("move", words.move, "ArrowDown", words.moveHint),
      list("unfold", words.unfold, "ArrowRight", words.unfoldHint),
      list("ends", words.ends, "Home"),
      list("detail", words.toDetail, "Enter"),
      {
        ...list("filter", words.filter, "/", words.filterHint),
        run: () => {
          filterInput.current?.focus();
          filterInput.current?.select();
        },
      },
      ...actions.map((action) => ({
        ...list(action.id, action.title, action.keys),
        run: () => {
          const { current } = target;
          if (current && action.isOffered(current)) action.run(current);
        },
      })),
    ];
  }, [texts, actions, target, filterInput]);
  useCommands(commands);
}

/** Lets the palette find topics. */
export function useTopicSearch(onSelect: (path: string) => void): void {
  const section = useTexts().topics.title;
  const ask = useAsk();
  const source = useMemo(
    (): SearchSource => ({
      id: "topics",
      section,
      search: async (query) => {
        const found = await ask("complete", { text: query.trim(), limit: FOUND_TOPICS });
        return found.map(({ topic, isBranch }) => {
          const path = isBranch ? topic.slice(0, -1) : topic;
          return { id: topic, title: topic, isMonospace: true, run: () => onSelect(path) };
        });
      },
    }),
    [section, ask, onSelect],
  );
  useSearchSource(source);
}
