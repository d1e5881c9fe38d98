import type { KeyboardEvent } from "react";
import { movedIndex } from "../../lib/fixed-rows.ts";
import type { StreamRow } from "../../worker/messages.ts";

/** What the keys act on; rows are counted from the first that is kept, -1 is none. */
export interface KeyedStream {
  readonly rowCount: number;
  readonly rowsPerPage: number;
  readonly selectedIndex: number;
  readonly openIndex: number;
  readonly rowAt: (index: number) => StreamRow | undefined;
  readonly select: (index: number) => void;
  readonly open: (row: StreamRow | undefined) => void;
  readonly scrollTo: (index: number) => void;
  readonly openMenu: (index: number) => void;
  readonly followEnd: () => void;
}

/** Arrows move, Enter opens and closes in place, Escape closes, End goes along with the newest. */
export function onStreamKey(event: KeyboardEvent, stream: KeyedStream): void {
  const isWithin = event.target !== event.currentTarget;
  if (event.key === "Escape" && stream.openIndex >= 0 && !event.defaultPrevented) {
    stream.open(undefined);
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
  } else if (isWithin || event.ctrlKey || event.metaKey || event.altKey) return;
  else if (!act(event, stream)) return;
  event.preventDefault();
  event.stopPropagation();
}

function act(event: KeyboardEvent, stream: KeyedStream): boolean {
  const { selectedIndex, rowCount } = stream;
  const row = stream.rowAt(selectedIndex);
  if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
    stream.openMenu(selectedIndex);
    return row !== undefined;
  }
  if (event.key === "Enter" || event.key === " ") {
    if (row) stream.open(stream.openIndex === selectedIndex ? undefined : row);
    return row !== undefined;
  }
  const target = movedIndex(event.key, selectedIndex, rowCount, stream.rowsPerPage);
  if (target === undefined) return false;
  stream.select(target);
  stream.scrollTo(target);
  if (event.key === "End" && stream.openIndex < 0) stream.followEnd();
  return true;
}
