import { BellOff, BellRing, Scissors, VolumeX } from "lucide-react";
import type { ReactNode } from "react";
import { useSend } from "../../bridge/hooks.ts";
import { clauseAddress } from "../../lib/clauses.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
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
  const format = useFormat();
  const send = useSend();
  const { options, lab, key } = client;
  const isSilent = lab.phase === "silent";
  return (
    <Section title={texts.lab.ends}>
      <ul className="flex flex-col gap-1.5">
        {ENDINGS.map(({ ending, icon }) => {
          const isUnknown = ending === "disconnect-with-will" && options.version < 5;
          const clause = ENDING_CLAUSES[ending];
          return (
            <li key={ending} className="grid grid-cols-[10rem_minmax(0,1fr)] items-start gap-3">
              <Button
                icon={icon}
                kind={ending === "disconnect" ? "plain" : "danger"}
                className="w-full justify-start [&_svg]:shrink-0"
                disabled={isUnknown || (isSilent && ending !== "cut")}
                onClick={() => send({ type: "labEnd", key, ending })}
              >
                {texts.lab.endings[ending]}
              </Button>
              <p className="min-w-0 py-0.5 text-muted">
                {isUnknown
                  ? texts.lab.only5
                  : fateText(consequenceOf(ending, grantedOptions(client)), texts.lab, format)}{" "}
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
        })}
      </ul>
    </Section>
  );
}
