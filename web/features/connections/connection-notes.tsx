import { useConnection, useProfiles, useSend } from "../../bridge/hooks.ts";
import { brokerParam } from "../../lib/broker-param.ts";
import { explainEnd, reasonText } from "../../lib/connection-end.ts";
import { navigate } from "../../lib/navigate.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import type { ConnectionEnd } from "../../worker/messages.ts";
import { CredentialsForm } from "./credentials-form.tsx";
import { ListenQuestion } from "./listen-question.tsx";

/** CONNACK answers that other credentials may change: 0x86, 0x87, 0x8C; 4 and 5 in 3.x. */
const CREDENTIALS_WANTED: readonly number[] = [0x86, 0x87, 0x8c, 4, 5];

/** What stands between the reader and a working connection, over every view: what happened, why, what to do. */
export function ConnectionNotes() {
  return (
    <>
      <ConnectionProblem />
      <UnknownProfile />
      <RefusedFilters />
      <ListenQuestion />
    </>
  );
}

function ConnectionProblem() {
  const connection = useConnection((state) => state.connection);
  const isOwn = useConnection((state) => state.broker === "own");
  if (!("cause" in connection) || connection.cause.kind === "closed-here") return null;
  const { cause } = connection;
  const isAsked = cause.kind === "refused" && CREDENTIALS_WANTED.includes(cause.reasonCode);
  if (isAsked && isOwn) return <CredentialsForm cause={cause} />;
  return <ProblemNote cause={cause} isTrying={connection.phase === "reconnecting"} />;
}

function ProblemNote({ cause, isTrying }: { cause: ConnectionEnd; isTrying: boolean }) {
  const texts = useTexts();
  const format = useFormat();
  const send = useSend();
  const isOwn = useConnection((state) => state.broker === "own");
  const isOwnGone = isOwn && cause.kind === "unreachable";
  const { what, why, todo } = isOwnGone
    ? texts.connections.ownGone
    : explainEnd(cause, texts.problems, format);
  return (
    <ErrorNote
      className="m-2"
      tone={isTrying ? "warn" : "bad"}
      what={what}
      why={why}
      todo={todo}
      actions={
        <>
          <Button onClick={() => send({ type: "reconnectNow" })}>{texts.shell.reconnectNow}</Button>
          {!isOwn && (
            <Button onClick={() => navigate(`/connections${location.search}`)}>
              {texts.connections.edit}
            </Button>
          )}
        </>
      }
    />
  );
}

/** A link from somebody else may name a profile that only their browser keeps. */
function UnknownProfile() {
  const texts = useTexts().connections;
  const [broker, setBroker] = useUrlState("broker", brokerParam);
  const isKnown = useProfiles((view) => view.profiles.some((profile) => profile.id === broker));
  if (broker === undefined || isKnown) return null;
  return (
    <ErrorNote
      className="m-2"
      tone="warn"
      what={texts.unknownProfile}
      todo={texts.unknownProfileWhat}
      onDismiss={() => setBroker(undefined, "replace")}
    />
  );
}

function RefusedFilters() {
  const texts = useTexts();
  const baseFilters = useConnection((state) => state.baseFilters);
  const isOwn = useConnection((state) => state.broker === "own");
  return baseFilters
    .filter((one) => one.state === "refused")
    .map(({ filter, reasonCode, reasonString }) => (
      <ErrorNote
        key={filter}
        className="m-2"
        what={texts.connections
          .refusedFilter(filter, reasonText(reasonCode ?? 0x80, texts.problems, reasonString))
          .replace(/\.$/, "")}
        todo={isOwn ? undefined : texts.connections.refusedFilterTodo}
      />
    ));
}
