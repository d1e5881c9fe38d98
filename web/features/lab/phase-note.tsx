import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { useSend } from "../../bridge/hooks.ts";
import { clauseAddress } from "../../lib/clauses.ts";
import { explainEnd } from "../../lib/connection-end.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import type { LabClientState, LabPhase } from "../../worker/messages.ts";
import { consequenceOf } from "./consequence.ts";
import { doneText, ENDING_CLAUSES, sessionText } from "./fate-text.ts";
import { grantedOptions } from "./granted-options.ts";

const SECOND = 1000;

export interface PhaseNoteProps {
  readonly client: LabClientState;
  readonly onChange: () => void;
}

/** A client that is silent or has ended: what goes on, and how to go on. */
export function PhaseNote({ client, onChange }: PhaseNoteProps) {
  const { lab } = client;
  if (lab.phase === "silent") return <SilenceNote silence={lab} />;
  if (lab.phase === "ended") return <EndedNote client={client} end={lab} onChange={onChange} />;
  return null;
}

function Note({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="mx-3 mt-2.5 flex flex-col gap-1.5 rounded-md bg-warn-ground px-3 py-2">
      {children}
    </div>
  );
}

/** Counts down to when the broker loses patience (MQTT 5.0 §3.1.2.10). */
function SilenceNote({ silence }: { silence: Extract<LabPhase, { phase: "silent" }> }) {
  const texts = useTexts().lab.silence;
  const format = useFormat();
  const now = useNow();
  const { since, expectedEndAt } = silence;
  if (expectedEndAt === undefined) {
    return (
      <Note>
        <strong className="font-semibold">{texts.title}</strong>
        <span>{texts.never}</span>
      </Note>
    );
  }
  const left = Math.max(0, expectedEndAt - now);
  const share = Math.min(1, Math.max(0, (now - since) / (expectedEndAt - since)));
  return (
    <Note>
      <strong className="font-semibold">{texts.title}</strong>
      <span>{left === 0 ? texts.over : texts.left(format.duration(Math.ceil(left / SECOND) * SECOND))}</span>
      <span aria-hidden className="block h-1 overflow-hidden rounded-full bg-active">
        <span
          className="block h-full bg-warn transition-[width] duration-300"
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </Note>
  );
}

interface EndedNoteProps extends PhaseNoteProps {
  readonly end: Extract<LabPhase, { phase: "ended" }>;
}

function EndedNote({ client, end, onChange }: EndedNoteProps) {
  const texts = useTexts();
  const format = useFormat();
  const send = useSend();
  const { key, options } = client;
  return (
    <Note>
      <EndWords client={client} end={end} />
      <span className="text-muted">
        <Age at={end.at} /> · {format.time(end.at)}
      </span>
      {isAfterSession(end) && (
        <span>{sessionText(consequenceOf("cut", grantedOptions(client)), texts.lab, format)}</span>
      )}
      <span className="flex flex-wrap gap-2">
        <Button kind="primary" icon={<RotateCcw />} onClick={() => send({ type: "labStart", key, options })}>
          {texts.lab.startAgain}
        </Button>
        <Button onClick={onChange}>{texts.lab.change}</Button>
      </span>
    </Note>
  );
}

/** A connection that never was leaves no session behind. */
function isAfterSession({ cause, ending }: EndedNoteProps["end"]): boolean {
  return ending !== undefined || cause.kind === "closed-by-server" || cause.kind === "connection-lost";
}

function EndWords({ client, end }: Omit<EndedNoteProps, "onChange">) {
  const texts = useTexts();
  const format = useFormat();
  const { ending, cause } = end;
  if (ending === undefined) {
    const { what, why } = explainEnd(cause, texts.problems, format);
    return (
      <span className="break-words">
        <strong className="font-semibold">{what}.</strong> {why}
      </span>
    );
  }
  const clause = ENDING_CLAUSES[ending];
  return (
    <span className="break-words">
      <strong className="font-semibold">{texts.lab.endingWords[ending]}.</strong>{" "}
      {doneText(consequenceOf(ending, grantedOptions(client)), texts.lab, format)}{" "}
      <a href={clauseAddress(clause)} target="_blank" rel="noreferrer" className="text-sm whitespace-nowrap">
        §{clause}
      </a>
    </span>
  );
}
