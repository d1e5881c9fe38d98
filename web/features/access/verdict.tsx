import { CircleCheck, CircleX } from "lucide-react";
import type { AccessAnswer } from "../../../server/adapters/http/contract/access.ts";
import { classNames } from "../../lib/class-names.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { DecidingLine } from "./deciding-line.tsx";
import { PartlyLines } from "./partly-lines.tsx";
import type { Question } from "./question.ts";

export interface VerdictProps {
  readonly question: Question;
  readonly answer: AccessAnswer;
  /** Of the file that counts. */
  readonly text: string;
}

/** The answer in large, what decides, and what else the reader should know. */
export function Verdict({ question, answer, text }: VerdictProps) {
  const texts = useTexts().access.verdict;
  const { isAllowed, reason, barredBy, partly } = answer;
  const Icon = isAllowed ? CircleCheck : CircleX;
  return (
    <section className="flex flex-col gap-4 p-3">
      <div
        className={classNames(
          "flex items-start gap-3 rounded-md px-4 py-3",
          isAllowed ? "bg-good-ground" : "bg-bad-ground",
        )}
      >
        <Icon
          aria-hidden
          className={classNames("mt-0.5 size-7 shrink-0", isAllowed ? "text-good" : "text-bad")}
        />
        <div className="flex min-w-0 flex-col gap-1">
          <h2 className="text-xl font-semibold">{isAllowed ? texts.yes : texts.no}</h2>
          <Asked question={question} />
        </div>
      </div>
      <div className="flex flex-col gap-1.5">
        <Why reason={reason} />
        {barredBy !== undefined && <p>{texts.barred[barredBy]}</p>}
      </div>
      {reason.code === "line" && <DecidingLine line={reason.line} text={text} path={answer.file ?? ""} />}
      {partly.total > 0 && <PartlyLines items={partly.items} total={partly.total} />}
    </section>
  );
}

function Asked({ question: { clientId, user, action, topic } }: { question: Question }) {
  const texts = useTexts().access.verdict;
  return (
    <p className="wrap-anywhere">
      {texts.who(clientId, user === "" ? undefined : user)} {texts.what[action]}{" "}
      <code className="font-mono text-sm">{topic}</code>
    </p>
  );
}

function Why({ reason }: { reason: AccessAnswer["reason"] }) {
  const all = useTexts();
  const texts = all.access.verdict;
  switch (reason.code) {
    case "line":
      return <p>{texts.line(reason.line.line)}</p>;
    case "page-role":
      return (
        <p>{reason.role === undefined ? texts.pageNobody : texts.pageRole(all.login.roles[reason.role])}</p>
      );
    case "setting": {
      const code = `0x${reason.reasonCode.toString(16).toUpperCase()}`;
      return (
        <p>
          {texts.setting(reason.detail)} {texts.settingCode}{" "}
          {all.problems.reasonCode(code, all.problems.reasons[code] ?? all.problems.unknownReason(code))}.
        </p>
      );
    }
    default:
      return <p>{texts.because[reason.code]}</p>;
  }
}
