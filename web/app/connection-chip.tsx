import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../bridge/hooks.ts";
import { ConnectionCard } from "../features/connections/connection-card.tsx";
import { PhaseDot } from "../features/connections/phase-dot.tsx";
import { useConnectionName } from "../features/connections/use-connection-name.ts";
import { useNow } from "../lib/ticker.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Popover } from "../ui/popover.tsx";
import type { ConnectionPhase } from "../worker/messages.ts";

const SECOND = 1000;
const VERSION_NAMES = { 5: "5.0", 4: "3.1.1", 3: "3.1" } as const;

/** Which broker the page is attached to and how that stands; it opens the details and the other connections. */
export function ConnectionChip() {
  const texts = useTexts().shell;
  const [isOpen, setOpen] = useState(false);
  const name = useConnectionName();
  const connection = useConnection((state) => state.connection);
  const state = texts.connection[connection.phase];
  return (
    <Popover
      label={texts.views.connections}
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="w-88"
      trigger={
        <button
          type="button"
          aria-label={`${name}: ${state}. ${texts.openConnections}`}
          className="flex h-7 min-w-0 items-center gap-2 rounded-md px-2 hover:bg-hover data-[state=open]:bg-active"
        >
          <PhaseDot phase={connection.phase} />
          <span className="min-w-0 truncate font-medium">{name}</span>
          <PhaseNote connection={connection} />
          <ChevronDown aria-hidden className="size-3 shrink-0 text-faint" />
        </button>
      }
    >
      <ConnectionCard onDone={() => setOpen(false)} />
    </Popover>
  );
}

/** Beside the name: the protocol when all is well, else what is going on. */
function PhaseNote({ connection }: { connection: ConnectionPhase }) {
  const texts = useTexts().shell;
  const scheme = useConnection((state) => state.url.split(":")[0]);
  if (connection.phase === "connected") {
    return (
      <span className="hidden text-sm whitespace-nowrap text-muted sm:inline">
        {VERSION_NAMES[connection.granted.version]} · {scheme}
      </span>
    );
  }
  if (connection.phase === "reconnecting") return <Countdown until={connection.nextAttemptAt} />;
  if (connection.phase === "stale") return <LastHeard at={connection.lastHeardAt} />;
  return <span className="text-sm whitespace-nowrap text-muted">{texts.connection[connection.phase]}</span>;
}

function LastHeard({ at }: { at: number }) {
  const texts = useTexts();
  const format = useFormat();
  const passed = Math.max(0, Math.floor((useNow() - at) / SECOND)) * SECOND;
  return (
    <span className="text-sm whitespace-nowrap text-warn">
      {texts.shell.lastHeard(texts.kit.ago(format.duration(passed)))}
    </span>
  );
}

function Countdown({ until }: { until: number }) {
  const texts = useTexts().shell;
  const format = useFormat();
  const left = Math.max(0, Math.ceil((until - useNow()) / SECOND)) * SECOND;
  return (
    <span className="text-sm whitespace-nowrap text-muted">
      {texts.connection.reconnecting}
      {left > 0 && <span className="hidden sm:inline"> · {texts.nextAttemptIn(format.duration(left))}</span>}
    </span>
  );
}
