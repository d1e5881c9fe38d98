import { useMemo } from "react";
import type { RightsFile } from "../../../server/adapters/http/contract/access.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { viewAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { InsideFailure } from "../../ui/inside-note.tsx";
import { accessParams } from "./access-params.ts";
import { NoFile } from "./no-file.tsx";
import { type Question, queryOf } from "./question.ts";
import { QuestionForm } from "./question-form.tsx";
import { Verdict } from "./verdict.tsx";

export interface QuestionTabProps {
  readonly file: RightsFile | undefined;
  /** Somebody wants to try a file. */
  readonly onTry: () => void;
}

/** "May X do Y?", and the answer. The address carries the question. */
export function QuestionTab({ file, onTry }: QuestionTabProps) {
  const [question, ask] = useQuestion();
  const query = queryOf(question);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col">
      <QuestionForm key={JSON.stringify(question)} asked={question} onAsk={ask} />
      {query !== undefined && <Answer question={question} file={file} />}
      {query === undefined && file?.state === "none" && <NoFile onTry={onTry} />}
      {query === undefined && file !== undefined && file.state !== "none" && <Hint />}
    </div>
  );
}

function Hint() {
  const texts = useTexts().access.hint;
  return <EmptyState title={texts.title} text={texts.text} />;
}

function Answer({ question, file }: { question: Question; file: RightsFile | undefined }) {
  const texts = useTexts().access;
  // the text of the file tells when other rights count
  const text = file === undefined || file.state === "none" ? "" : file.text;
  const key = useMemo(() => `access ${JSON.stringify([question, text])}`, [question, text]);
  const answer = useInside(key, ["sessions"], async (inside, signal) => {
    const query = queryOf(question);
    return query === undefined ? undefined : inside.access(query, signal);
  });
  return (
    <div aria-live="polite" className="flex flex-col">
      {answer.state === "failed" && (
        <InsideFailure error={answer.error} loadedAt={answer.loadedAt} onRetry={answer.reload} />
      )}
      {answer.data === undefined && answer.state === "loading" && (
        <p className="p-3 text-muted">{texts.asking}</p>
      )}
      {answer.data !== undefined && <Verdict question={question} answer={answer.data} text={text} />}
    </div>
  );
}

function useQuestion(): readonly [Question, (question: Question) => void] {
  const [clientId] = useUrlState("client", accessParams.clientId);
  const [user] = useUrlState("user", accessParams.user);
  const [action] = useUrlState("action", accessParams.action);
  const [topic] = useUrlState("topic", accessParams.topic);
  const question = useMemo(() => ({ clientId, user, action, topic }), [clientId, user, action, topic]);
  return [question, openQuestion];
}

/** The whole question is one step to go back to. */
function openQuestion({ clientId, user, action, topic }: Question): void {
  const params = { client: clientId, ...(user !== "" && { user }), action, topic };
  navigate(viewAddress("/access", location.search, params));
}
