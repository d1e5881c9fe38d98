import { useEffect } from "react";
import { create } from "zustand";
import { matchesKeys, parseKeys, takesKeys } from "./keys.ts";

/** Something the reader can do now: by its key, in the palette, on the sheet of shortcuts. */
export interface Command {
  /** Unique. */
  readonly id: string;
  readonly title: string;
  /** The heading it stands under: a view's name. */
  readonly section: string;
  /** "mod+k", "p", "/" … */
  readonly keys?: string;
  /** A shorter word for the status line; absent: not shown there. */
  readonly hint?: string;
  /** Runs in a text field too; only for keys with `mod`. */
  readonly isGlobal?: boolean;
  /** Shown on the sheet only: a list handles these keys itself. */
  readonly run?: () => void;
}

/** What the palette finds beside commands. */
export interface FoundItem {
  readonly id: string;
  readonly title: string;
  readonly detail?: string;
  readonly isMonospace?: boolean;
  readonly run: () => void;
}

/** Answers the palette's query with items of its own: topics, clients. */
export interface SearchSource {
  readonly id: string;
  readonly section: string;
  search(query: string): Promise<readonly FoundItem[]>;
}

interface CommandsState {
  readonly commands: readonly Command[];
  readonly sources: readonly SearchSource[];
}

/** What can be done now, in the order in which it appeared. */
export const useCommandList = create<CommandsState>(() => ({ commands: [], sources: [] }));

function withoutIds<T extends { readonly id: string }>(all: readonly T[], gone: readonly T[]): readonly T[] {
  return all.filter((one) => !gone.includes(one));
}

/** Offers commands while the component is on the screen. Memoise the list. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommandList.setState((state) => ({ commands: [...state.commands, ...commands] }));
    return () => useCommandList.setState((state) => ({ commands: withoutIds(state.commands, commands) }));
  }, [commands]);
}

/** Lets the palette search here while the component is on the screen. Memoise the source. */
export function useSearchSource(source: SearchSource): void {
  useEffect(() => {
    useCommandList.setState((state) => ({ sources: [...state.sources, source] }));
    return () => useCommandList.setState((state) => ({ sources: withoutIds(state.sources, [source]) }));
  }, [source]);
}

/** The command that a pressed key means; what appeared last wins. */
export function commandFor(commands: readonly Command[], event: KeyboardEvent): Command | undefined {
  const isTaken = takesKeys(event.target);
  return commands.findLast(
    (command) =>
      command.keys !== undefined &&
      command.run !== undefined &&
      (!isTaken || command.isGlobal === true) &&
      matchesKeys(parseKeys(command.keys), event),
  );
}

/** Listens to the keyboard for all commands; returns how to stop. */
export function listenToKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(useCommandList.getState().commands, event);
    if (command?.run === undefined) return;
    event.preventDefault();
    command.run();
  };
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}
