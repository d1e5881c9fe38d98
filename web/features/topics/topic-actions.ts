import type { KeyboardEvent } from "react";
import { matchesKeys, parseKeys } from "../../lib/keys.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import type { TopicTarget } from "./topic-target.ts";

/** Something that can be done with a topic: by its key, in the menu, in the palette. */
export interface TopicAction {
  readonly id: string;
  readonly title: string;
  readonly keys: string;
  readonly isDangerous?: boolean;
  /** A line stands before it in a menu. */
  readonly isGroupStart?: boolean;
  readonly isOffered: (target: TopicTarget) => boolean;
  readonly run: (target: TopicTarget) => void;
}

/** The menu of a topic. */
export function menuOf(actions: readonly TopicAction[], target: TopicTarget): readonly MenuItem[] {
  return actions
    .filter((action) => action.isOffered(target))
    .flatMap((action, index): readonly MenuItem[] => {
      const { id, title, keys, isDangerous = false } = action;
      const item = { id, title, keys, isDangerous, run: () => action.run(target) };
      return action.isGroupStart && index > 0 ? [{ kind: "line", id: `before ${id}` }, item] : [item];
    });
}

/** Runs the action that a key means; false: it means none. */
export function runByKey(
  actions: readonly TopicAction[],
  event: KeyboardEvent,
  target: TopicTarget,
): boolean {
  const action = actions.find((one) => one.isOffered(target) && matchesKeys(parseKeys(one.keys), event));
  action?.run(target);
  return action !== undefined;
}
