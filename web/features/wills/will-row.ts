import type { EndedWill, Will } from "../../../server/adapters/http/contract.ts";
import { type CauseExplanation, explainCause, explainWillEnd } from "../../lib/causes.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { StateChoice, WillState } from "./will-params.ts";

/** A will that may still be published, or one that has ended. */
export type WillRow =
  | { readonly kind: "now"; readonly key: string; readonly will: Will }
  | { readonly kind: "ended"; readonly key: string; readonly will: EndedWill };

const NOW = "now:";
const SECOND = 1000;

/** A client has one will at a time. */
export function nowRow(will: Will): WillRow {
  return { kind: "now", key: NOW + will.clientId, will };
}

/** Ended wills, each with a key that stays when newer ones come. */
export function endedRows(wills: readonly EndedWill[]): readonly WillRow[] {
  const seen = new Map<string, number>();
  // counted from the oldest, so that a newcomer of the same instant changes no key
  return wills
    .toReversed()
    .map((will): WillRow => {
      const key = `${will.at}:${will.clientId}`;
      const times = seen.get(key) ?? 0;
      seen.set(key, times + 1);
      return { kind: "ended", key: times === 0 ? key : `${key}:${times}`, will };
    })
    .toReversed();
}

export function stateOf(row: WillRow): WillState {
  if (row.kind === "ended") return row.will.outcome;
  return row.will.state === "delayed" ? "waiting" : "armed";
}

/** Whether an ended will fits the words, in client id or topic, and the chosen state. */
export function fitsEnded({ will }: Extract<WillRow, { kind: "ended" }>, filter: string, state: StateChoice) {
  const words = filter.trim().toLowerCase();
  return (
    (state === "any" || will.outcome === state) &&
    (words === "" || [will.clientId, will.topic].some((text) => text.toLowerCase().includes(words)))
  );
}

/** The client whose will of now a key names; undefined for the key of a will that has ended. */
export function clientOfNow(key: string): string | undefined {
  return key.startsWith(NOW) ? key.slice(NOW.length) : undefined;
}

/**
 * The will that a key names. `current` is what the client has now: it may not be among the rows that were read. A will
 * that was armed or waited and does so no more has ended: then it is the newest of that client among those that ended.
 */
export function findWill(key: string, current: WillRow | undefined, ended: readonly WillRow[]) {
  const clientId = clientOfNow(key);
  if (clientId === undefined) return ended.find((row) => row.key === key);
  return current ?? ended.find((row) => row.will.clientId === clientId);
}

/** Why a will stands as it does, in plain words. */
export function explainWill(row: WillRow, texts: Catalogue, format: Format): CauseExplanation {
  if (row.kind === "ended") return explainWillEnd(row.will, texts.causes);
  const { cause, delaySeconds } = row.will;
  const { detail } = texts.wills;
  if (cause === undefined) {
    return { word: texts.signs.willStates.armed, text: detail.armedText, clause: "3.1.2.5" };
  }
  const end = explainCause(cause, texts.causes);
  const wait = detail.waitingText(format.duration(delaySeconds * SECOND));
  return { word: end.word, text: `${end.text} ${wait}`, clause: "3.1.3.2.2" };
}
