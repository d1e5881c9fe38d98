import type { Format } from "../../lib/format.ts";
import type { PayloadProblem } from "../../lib/payload-text.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import type { TopicProblem } from "./publish-form.ts";

type Texts = Catalogue["publish"];

/** What is wrong with a topic, in the reader's language. */
export function topicProblemText(problem: TopicProblem, texts: Texts, format: Format): string {
  if (problem.kind === "tooLong") return texts.topicProblems.tooLong(format.exact(problem.bytes));
  return texts.topicProblems[problem.kind];
}

/** What is wrong with a payload, and where. */
export function payloadProblemText(problem: PayloadProblem, { payloadProblems: texts }: Texts): string {
  switch (problem.kind) {
    case "json":
      return texts.json(problem.line, problem.column);
    case "hexDigit":
      return texts.hexDigit(problem.place, problem.part);
    case "hexHalf":
      return texts.hexHalf(problem.place);
    case "base64Sign":
      return texts.base64Sign(problem.place, problem.part);
    case "base64Length":
      return texts.base64Length;
  }
}
