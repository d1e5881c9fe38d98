import type { TopicDetail, TopicRow } from "../../worker/messages.ts";

/** What a command of the tree acts on: a topic, a branch, or both. */
export interface TopicTarget {
  readonly id: number;
  readonly path: string;
  readonly hasChildren: boolean;
  readonly isRetained: boolean;
  /** A message has been heard on this very topic. */
  readonly hasMessage: boolean;
  /** Undefined: it is not in the list, or has nothing below. */
  readonly isExpanded: boolean | undefined;
}

/** A row of the tree. */
export function targetOfRow(row: TopicRow): TopicTarget {
  return {
    id: row.id,
    path: row.path,
    hasChildren: row.hasChildren,
    isRetained: row.isRetained,
    hasMessage: row.previewKind !== "none",
    isExpanded: row.hasChildren ? row.isExpanded : undefined,
  };
}

/** The selected topic, in the list or not. */
export function targetOfDetail(detail: TopicDetail): TopicTarget {
  return {
    id: detail.id,
    path: detail.path,
    hasChildren: detail.hasChildren,
    isRetained: detail.isRetained,
    hasMessage: detail.last !== undefined,
    isExpanded: undefined,
  };
}

/** Topics of the broker about itself: nobody else may publish or clear there. */
export function isSystemTopic(path: string): boolean {
  return path.startsWith("$");
}

/** The filter that takes a topic and all that lies below it. */
export function filterBelow(path: string): string {
  return `${path}/#`;
}
