import { topicFilterError, topicNameError } from "../../../protocol/topics/validate.ts";
import type { AccessQuery } from "../../../server/adapters/http/contract/access.ts";

/** What the form asks; empty where nothing is said. */
export interface Question {
  readonly clientId: string;
  readonly user: string;
  readonly action: AccessQuery["action"];
  readonly topic: string;
}

/** What keeps a question from being asked. */
export type QuestionProblem = "needsClient" | "badTopic" | "badFilter";

/** What is wrong, by field. */
export function problemsOf({ clientId, action, topic }: Question): {
  readonly clientId: QuestionProblem | undefined;
  readonly topic: QuestionProblem | undefined;
} {
  const isFilter = action === "subscribe";
  const isBad = (isFilter ? topicFilterError(topic) : topicNameError(topic)) !== undefined;
  return {
    clientId: clientId === "" ? "needsClient" : undefined,
    topic: isBad ? (isFilter ? "badFilter" : "badTopic") : undefined,
  };
}

/** The question for the broker; undefined: there is none yet. */
export function queryOf(question: Question): AccessQuery | undefined {
  const { clientId, topic } = problemsOf(question);
  if (clientId !== undefined || topic !== undefined) return undefined;
  const { user, ...rest } = question;
  return { ...rest, ...(user !== "" && { user }) };
}

/** Lines of a file around one, with their numbers from 1. */
export function linesAround(
  text: string,
  line: number,
  reach: number,
): readonly { readonly line: number; readonly text: string }[] {
  const from = Math.max(0, line - 1 - reach);
  return text
    .trimEnd()
    .split(/\r?\n/)
    .slice(from, line + reach)
    .map((each, index) => ({ line: from + index + 1, text: each }));
}
