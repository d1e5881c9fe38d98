import type { DisconnectCause } from "../../server/adapters/http/contract.ts";
import { explainCause } from "../lib/causes.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

/** Why a connection ended or a will was published; what that means shows on hover. */
export function CauseWord({ cause }: { cause: DisconnectCause }) {
  const { word, text, clause } = explainCause(cause, useTexts().causes);
  return <span {...tip(text, { clause })}>{word}</span>;
}
