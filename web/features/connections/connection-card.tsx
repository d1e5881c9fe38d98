import { Settings2 } from "lucide-react";
import { useBridge, useConnection, useProfiles, useSend } from "../../bridge/hooks.ts";
import { OWN_PROFILE_ID } from "../../bridge/profiles.ts";
import { explainEnd } from "../../lib/connection-end.ts";
import { navigate } from "../../lib/navigate.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { chooseBroker } from "./choose-broker.ts";
import { ConnectionFacts } from "./connection-facts.tsx";
import { profileName } from "./use-connection-name.ts";

/** The connection of now, and the others to switch to; behind the chip of the top bar. */
export function ConnectionCard({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  return (
    <div className="flex flex-col gap-3">
      <CurrentState />
      <Switcher onDone={onDone} />
      <Button
        icon={<Settings2 />}
        onClick={() => {
          navigate(`/connections${location.search}`);
          onDone();
        }}
      >
        {texts.connections.manage}
      </Button>
    </div>
  );
}

function CurrentState() {
  const texts = useTexts();
  const format = useFormat();
  const send = useSend();
  const connection = useConnection((state) => state.connection);
  if (connection.phase === "connected" || connection.phase === "stale") return <ConnectionFacts />;
  if (!("cause" in connection)) return <p>{texts.shell.connection[connection.phase]}</p>;
  const { what, why, todo } = explainEnd(connection.cause, texts.problems, format);
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="break-words">
        <strong className="font-semibold">{what}.</strong> {why} <span className="text-muted">{todo}</span>
      </p>
      <Button onClick={() => send({ type: "reconnectNow" })}>{texts.shell.reconnectNow}</Button>
    </div>
  );
}

function Switcher({ onDone }: { onDone: () => void }) {
  const texts = useTexts().connections;
  const bridge = useBridge();
  const profiles = useProfiles((view) => view.profiles);
  const currentId = useProfiles((view) => view.currentId);
  const choices = [
    { id: OWN_PROFILE_ID, name: texts.ownName },
    ...profiles.map((profile) => ({ id: profile.id, name: profileName(profile, texts) })),
  ].filter((choice) => choice.id !== currentId);
  if (choices.length === 0) return null;
  return (
    <div className="flex flex-col border-t pt-2">
      <span className="label-caps mb-1">{texts.switchTo}</span>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className="-mx-1 flex h-6 items-center truncate rounded-md px-1 text-left hover:bg-hover coarse:h-9"
          onClick={() => {
            chooseBroker(bridge, choice.id);
            onDone();
          }}
        >
          {choice.name}
        </button>
      ))}
    </div>
  );
}
