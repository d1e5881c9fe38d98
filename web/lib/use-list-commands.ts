import { type RefObject, useMemo } from "react";
import { type Command, useCommands } from "./commands.ts";

/** What a view calls itself and its commands. */
export interface ListTexts {
  readonly title: string;
  readonly commands: {
    readonly focusFilter: string;
    readonly filterHint: string;
    readonly close: string;
    readonly closeHint: string;
  };
}

/** The commands of a view that is a list with a filter, and with a detail while `close` is there; `view` begins their ids. */
export function useListCommands(
  view: string,
  { title, commands }: ListTexts,
  filter: RefObject<HTMLInputElement | null>,
  close: (() => void) | undefined,
): void {
  const list = useMemo((): readonly Command[] => {
    const focus: Command = {
      id: `${view}.filter`,
      title: commands.focusFilter,
      section: title,
      keys: "/",
      hint: commands.filterHint,
      run: () => filter.current?.focus(),
    };
    if (close === undefined) return [focus];
    return [
      focus,
      {
        id: `${view}.close`,
        title: commands.close,
        section: title,
        keys: "Escape",
        hint: commands.closeHint,
        run: close,
      },
    ];
  }, [view, title, commands, filter, close]);
  useCommands(list);
}
