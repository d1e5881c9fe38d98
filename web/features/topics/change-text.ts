import type { Format } from "../../lib/format.ts";
import type { HistoryChange } from "../../worker/messages.ts";

const CHANGE_DIGITS = 6;

/** A change of a number without the noise of floating point: 0.1 and not 0.09999999999999787. */
export function differenceText(difference: number, format: Format): string {
  return format.signed(Number(difference.toPrecision(CHANGE_DIGITS)), CHANGE_DIGITS);
}

/** How a message differs from the one before. */
export function changeText(
  change: HistoryChange,
  format: Format,
  words: { readonly first: string; readonly same: string },
): string {
  switch (change.kind) {
    case "first":
      return words.first;
    case "same":
      return words.same;
    case "number":
      return differenceText(change.difference, format);
    case "other":
      return change.byteDifference === 0 ? "≠" : `${format.signed(change.byteDifference)}\u202fB`;
  }
}
