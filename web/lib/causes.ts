import type { DisconnectCause, EndedWill } from "../../server/adapters/http/contract.ts";
import type { Catalogue } from "../texts/en/catalogue.ts";
import type { Clause } from "./clauses.ts";

type Causes = Catalogue["causes"];

/** A cause in a word, in a sentence, and where the specification speaks of it. */
export interface CauseExplanation {
  readonly word: string;
  readonly text: string;
  readonly clause: Clause;
}

const END_CLAUSES: Record<DisconnectCause, Clause> = {
  normal: "3.14.4",
  "disconnect-with-will": "3.14.2.1",
  "connection-lost": "3.1.2.5",
  "keep-alive-timeout": "3.1.2.10",
  "protocol-error": "4.13",
  "re-authentication-failed": "4.12.1",
  "taken-over": "3.1.4",
  administrative: "3.14.2.1",
  "session-ended": "4.1",
  "server-shutdown": "3.14.2.1",
  "internal-error": "4.13",
};

/** Why a connection ended, in plain words. */
export function explainCause(cause: DisconnectCause, texts: Causes): CauseExplanation {
  return { ...texts.ends[cause], clause: END_CLAUSES[cause] };
}

const CLEARED_CLAUSES = {
  normal: "3.14.4",
  "client-returned": "3.1.3.2.2",
  deleted: "3.1.2.5",
} as const satisfies Record<keyof Causes["cleared"], Clause>;

function isClearedCause(cause: EndedWill["cause"]): cause is keyof Causes["cleared"] {
  return Object.hasOwn(CLEARED_CLAUSES, cause);
}

/** Why a will came to its end, in plain words: for one that was published how the connection ended, and what made it due. */
export function explainWillEnd(
  { outcome, cause, due }: Pick<EndedWill, "outcome" | "cause" | "due">,
  texts: Causes,
): CauseExplanation {
  if (outcome === "cleared" && isClearedCause(cause)) {
    return { ...texts.cleared[cause], clause: CLEARED_CLAUSES[cause] };
  }
  const end = explainCause(cause as DisconnectCause, texts);
  if (due === undefined || due === "at-once") return end;
  const { word, text } = texts.due[due];
  return { word: texts.both(end.word, word), text: `${end.text} ${text}`, clause: "3.1.3.2.2" };
}
