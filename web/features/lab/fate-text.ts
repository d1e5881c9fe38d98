import type { Clause } from "../../lib/clauses.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { LabEnding } from "../../worker/messages.ts";
import type { Consequence, WillFate } from "./consequence.ts";

type Texts = Catalogue["lab"];

const SECOND = 1000;

/** Where the specification says what an ending means. */
export const ENDING_CLAUSES: Record<LabEnding, Clause> = {
  disconnect: "3.14.4",
  "disconnect-with-will": "3.14.2.1",
  cut: "3.1.2.5",
  silence: "3.1.2.10",
};

function fateWords(fate: WillFate, texts: Texts["fate"] | Texts["done"], format: Format): string {
  switch (fate.kind) {
    case "none":
      return texts.none;
    case "dropped":
      return texts.dropped;
    case "at-once":
      return texts.atOnce;
    case "after-delay":
      return texts.afterDelay(format.duration(fate.seconds * SECOND));
    case "with-session":
      return texts.withSession(format.duration(fate.seconds * SECOND));
  }
}

/** What the broker will do with the will, in one sentence or two. */
export function fateText({ noticedAfterSeconds, will }: Consequence, texts: Texts, format: Format): string {
  if (noticedAfterSeconds === undefined) return texts.fate.notNoticed;
  const words = fateWords(will, texts.fate, format);
  if (noticedAfterSeconds === 0) return words;
  return texts.fate.noticed(format.duration(noticedAfterSeconds * SECOND), words);
}

/** What the broker has done with the will by now. */
export function doneText({ will }: Consequence, texts: Texts, format: Format): string {
  return fateWords(will, texts.done, format);
}

/** What becomes of the session. */
export function sessionText({ sessionSeconds }: Consequence, texts: Texts, format: Format): string {
  if (sessionSeconds === 0) return texts.session.ends;
  if (!Number.isFinite(sessionSeconds)) return texts.session.staysForEver;
  return texts.session.stays(format.duration(sessionSeconds * SECOND));
}
