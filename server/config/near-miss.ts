/** Edits that a mistyped word of `length` letters may be away from the one that was meant. */
const MAXIMUM_EDITS_SHARE = 0.34;

/** The one of `words` that was probably meant by `typed`, or undefined. */
export function nearMiss(typed: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.floor(typed.length * MAXIMUM_EDITS_SHARE) + 1;
  for (const word of words) {
    const edits = editDistance(typed, word);
    if (edits < fewest) {
      fewest = edits;
      best = word;
    }
  }
  return best;
}

/** Letters to insert, delete or replace to come from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}
