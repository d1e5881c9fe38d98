import { BellOff, BellRing, Scissors, VolumeX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import { useSend } from "../../bridge/hooks.ts";
import { clauseAddress } from "../../lib/clauses.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { OptionalNumberField } from "../../ui/optional-number-field.tsx";
import { Section } from "../../ui/section.tsx";
import type { LabClientState, LabEnding } from "../../worker/messages.ts";
import { consequenceOf } from "./consequence.ts";
import { ENDING_CLAUSES, fateText } from "./fate-text.ts";
import { grantedOptions } from "./granted-options.ts";

const ENDINGS: readonly { readonly ending: LabEnding; readonly icon: ReactNode }[] = [
  { ending: "disconnect", icon: <BellOff /> },
  { ending: "disconnect-with-will", icon: <BellRing /> },
  { ending: "cut", icon: <Scissors /> },
  { ending: "silence", icon: <VolumeX /> },
];

/** The ways to end a client, each with what the broker will then do with its will. */
export function Endings({ client }: { client: LabClientState }) {
  const texts = useTexts();
  const { options } = client;
  const [expiry, setExpiry] = useState<number>();
  // a session without a life by CONNECT cannot be given one (MQTT 5.0 §3.14.2.2.2)
  const mayChangeExpiry = options.version === 5 && options.sessionExpirySeconds > 0;
  const ended = mayChangeExpiry && expiry !== undefined ? { sessionExpirySeconds: expiry } : {};
  return (
    <Section title={texts.lab.ends}>
      {mayChangeExpiry && (
        <OptionalNumberField
          label={texts.lab.endExpiry}
          help={texts.lab.endExpiryHelp}
          placeholder={texts.lab.endExpirySame}
          unit="s"
          minimum={0}
          maximum={SESSION_NEVER_EXPIRES}
          value={expiry}
          onChange={setExpiry}
          className="mb-2"
        />
      )}
      <ul className="flex flex-col gap-1.5">
        {ENDINGS.map(({ ending, icon }) => (
          <EndingRow
            key={ending}
            client={client}
            ending={ending}
            icon={icon}
            change={isByDisconnect(ending) ? ended : {}}
          />
        ))}
      </ul>
    </Section>
  );
}

interface EndingRowProps {
  readonly client: LabClientState;
  readonly ending: LabEnding;
  readonly icon: ReactNode;
  /** What DISCONNECT changes of the session. */
  readonly change: { readonly sessionExpirySeconds?: number };
}

/** One way to end the client, and what comes of it. */
function EndingRow({ client, ending, icon, change }: EndingRowProps) {
  const texts = useTexts().lab;
  const format = useFormat();
  const send = useSend();
  const { options, lab, key } = client;
  const isSilent = lab.phase === "silent";
  const isUnknown = ending === "disconnect-with-will" && options.version < 5;
  const clause = ENDING_CLAUSES[ending];
  const fate = consequenceOf(ending, { ...grantedOptions(client), ...change });
  return (
    <li className="grid grid-cols-[10rem_minmax(0,1fr)] items-start gap-3">
      <Button
        icon={icon}
        kind={ending === "disconnect" ? "plain" : "danger"}
        className="w-full justify-start [&_svg]:shrink-0"
        disabled={isUnknown || (isSilent && ending !== "cut")}
        onClick={() => send({ type: "labEnd", key, ending, ...change })}
      >
        {texts.endings[ending]}
      </Button>
      <p className="min-w-0 py-0.5 text-muted">
        {isUnknown ? texts.only5 : fateText(fate, texts, format)}{" "}
        <a
          href={clauseAddress(clause)}
          target="_blank"
          rel="noreferrer"
          className="text-sm whitespace-nowrap"
        >
          §{clause}
        </a>
      </p>
    </li>
  );
}

function isByDisconnect(ending: LabEnding): boolean {
  return ending === "disconnect" || ending === "disconnect-with-will";
}
