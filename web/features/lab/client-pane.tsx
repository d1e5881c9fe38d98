import { useEffect } from "react";
import { useSend } from "../../bridge/hooks.ts";
import type { LabClientState } from "../../worker/messages.ts";
import { ClientHead } from "./client-head.tsx";
import { Endings } from "./endings.tsx";
import { PacketLog } from "./packet-log.tsx";
import { PhaseNote } from "./phase-note.tsx";
import { PublishPart } from "./publish-part.tsx";
import { SubscriptionsPart } from "./subscriptions-part.tsx";
import { WillPart } from "./will-part.tsx";

export interface ClientPaneProps {
  readonly client: LabClientState;
  readonly onBack: (() => void) | undefined;
  readonly onRemoved: () => void;
  readonly onChange: () => void;
}

/** One test client: what it may do, how it may end, and each packet it sends and receives. */
export function ClientPane({ client, onBack, onRemoved, onChange }: ClientPaneProps) {
  const send = useSend();
  const { key, lab, clientId } = client;
  useEffect(() => {
    send({ type: "labOpen", key });
    return () => send({ type: "labOpen", key: undefined });
  }, [send, key]);
  const isOpen = lab.phase === "connected" || lab.phase === "silent";
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ClientHead client={client} onBack={onBack} onRemoved={onRemoved} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-visible">
        <div className="flex shrink-0 flex-col divide-y lg:min-h-0 lg:w-[28rem] lg:overflow-y-auto lg:border-r">
          <PhaseNote client={client} onChange={onChange} />
          {isOpen && <Endings client={client} />}
          {clientId !== "" && <WillPart clientId={clientId} />}
          <SubscriptionsPart client={client} />
          <PublishPart client={client} />
        </div>
        <div className="flex h-96 min-w-0 shrink-0 flex-col border-t lg:h-auto lg:flex-1 lg:shrink lg:border-t-0">
          <PacketLog clientKey={key} />
        </div>
      </div>
    </div>
  );
}
