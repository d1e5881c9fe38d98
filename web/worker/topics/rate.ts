import { type NodePages, Word } from "./node-pages.ts";

const WINDOW_SECONDS = 4;
const WINDOW_MS = WINDOW_SECONDS * 1000;

/** Counts a message of `at` into the rate of a node: two counters, of this window and of the one before. */
export function tickRate(nodes: NodePages, id: number, at: number): void {
  const slot = Math.floor(at / WINDOW_MS);
  const known = nodes.word(id, Word.rateSlot);
  if (known === slot) {
    nodes.addWord(id, Word.rateCurrent, 1);
    return;
  }
  nodes.setWord(id, Word.ratePrevious, known === slot - 1 ? nodes.word(id, Word.rateCurrent) : 0);
  nodes.setWord(id, Word.rateCurrent, 1);
  nodes.setWord(id, Word.rateSlot, slot);
}

/** Messages a second over the last window, the earlier one weighed by how much of it still lies within. */
export function currentRate(nodes: NodePages, id: number, now: number): number {
  const slot = Math.floor(now / WINDOW_MS);
  const known = nodes.word(id, Word.rateSlot);
  const remaining = 1 - (now / WINDOW_MS - slot);
  const current = nodes.word(id, Word.rateCurrent);
  if (known === slot) return (nodes.word(id, Word.ratePrevious) * remaining + current) / WINDOW_SECONDS;
  if (known === slot - 1) return (current * remaining) / WINDOW_SECONDS;
  return 0;
}
