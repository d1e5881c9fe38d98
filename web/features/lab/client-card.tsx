import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { SessionRing } from "../../ui/session-ring.tsx";
import { tip } from "../../ui/tip.ts";
import { WillBell } from "../../ui/will-bell.tsx";
import type { LabClientState } from "../../worker/messages.ts";
import { sessionSecondsOf } from "./consequence.ts";
import { MessageLine } from "./message-line.tsx";
import { LabPhaseDot } from "./phase-dot.tsx";

export interface ClientCardProps {
  readonly client: LabClientState;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

/** One test client in the list: how it stands, and what it received last, so that all are seen side by side. */
export function ClientCard({ client, isOpen, onOpen }: ClientCardProps) {
  const texts = useTexts().lab;
  const format = useFormat();
  const { options, lab, lastMessages } = client;
  return (
    <li className="border-b">
      <button
        type="button"
        aria-current={isOpen ? "true" : undefined}
        onClick={onOpen}
        className="focus-inset flex w-full min-w-0 flex-col gap-1 px-3 py-2 text-left hover:bg-hover aria-[current=true]:bg-selected"
      >
        <span className="flex w-full min-w-0 items-center gap-2">
          <LabPhaseDot phase={lab.phase} />
          <span className="min-w-0 flex-1 truncate font-mono text-sm font-semibold">
            {client.clientId === "" ? texts.noClientId : client.clientId}
          </span>
          <SessionRing isDurable={sessionSecondsOf(options) > 0} />
          {options.will && wasThere(client) && <WillBell state={willStateOf(client)} />}
        </span>
        <span className="flex w-full items-center gap-3 pl-4.5 text-sm text-muted">
          <span>{texts.phases[lab.phase]}</span>
          {lab.phase === "ended" && <Age at={lab.at} />}
          {lab.phase === "connected" && <Age at={lab.since} isShort />}
          <span {...tip(texts.countsTip)} className="ml-auto">
            {texts.counts(format.count(client.packetsIn), format.count(client.packetsOut))}
          </span>
        </span>
        {lastMessages.map((packet) => (
          <MessageLine key={packet.sequence} packet={packet} />
        ))}
      </button>
    </li>
  );
}

/** Ends of connections that never came about. */
const NEVER_THERE: readonly string[] = ["bad-url", "unreachable", "no-answer", "refused"];

function wasThere({ lab }: LabClientState): boolean {
  return lab.phase !== "ended" || !NEVER_THERE.includes(lab.cause.kind);
}

/** What the client itself knows of its will; the broker knows better, and is asked in the detail. */
function willStateOf({ lab, options }: LabClientState): "armed" | "fired" | "cleared" | "waiting" {
  if (lab.phase !== "ended") return "armed";
  if (lab.ending === "disconnect") return "cleared";
  const isDelayed =
    options.version === 5 && (options.will?.delaySeconds ?? 0) > 0 && sessionSecondsOf(options) > 0;
  return isDelayed ? "waiting" : "fired";
}
