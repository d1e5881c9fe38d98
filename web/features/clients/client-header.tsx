import { ArrowLeft, KeyRound, Trash2, Unplug, X } from "lucide-react";
import { Link } from "wouter";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import type { BrokerFacts } from "../../bridge/use-broker-facts.ts";
import { accessAddress } from "../../lib/links.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { ConnectionDot } from "../../ui/connection-dot.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { SessionRing } from "../../ui/session-ring.tsx";
import { TransportTag } from "../../ui/transport-tag.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import { SessionLifeText } from "./client-cells.tsx";
import { addressOf } from "./client-columns.tsx";
import type { ClientActions } from "./use-client-actions.ts";
import { DISCONNECT_KEY, END_KEY } from "./use-client-commands.ts";

export interface ClientHeaderProps {
  readonly clientId: string;
  readonly session: SessionDetail | undefined;
  readonly isEnded: boolean;
  readonly facts: BrokerFacts;
  readonly actions: ClientActions;
  readonly isNarrow: boolean;
  readonly onClose: () => void;
}

/** Who it is, how it stands, and what can be done to it. */
export function ClientHeader(props: ClientHeaderProps) {
  const { clientId, session, isEnded, facts, actions, isNarrow, onClose } = props;
  const texts = useTexts().clients;
  const isConnected = session?.isConnected === true && !isEnded;
  const presence = isEnded ? "expired" : isConnected ? "connected" : "away";
  return (
    <header className="flex shrink-0 flex-col gap-1 border-b px-3 py-2">
      <div className="flex min-w-0 items-center gap-2">
        {isNarrow && <IconButton label={texts.detail.back} icon={<ArrowLeft />} onClick={onClose} />}
        <ConnectionDot presence={presence} />
        <h2 className="min-w-0 flex-1 text-lg font-semibold">
          <CopyableValue value={clientId} what={texts.detail.copy} isMonospace={false} />
        </h2>
        {!isNarrow && !isEnded && (
          <ActionButtons clientId={clientId} isConnected={isConnected} actions={actions} />
        )}
        {!isNarrow && <IconButton label={texts.actions.close} keys="Escape" icon={<X />} onClick={onClose} />}
      </div>
      {isNarrow && !isEnded && (
        <div className="flex gap-2 py-1">
          <ActionButtons clientId={clientId} isConnected={isConnected} actions={actions} />
        </div>
      )}
      {session !== undefined && !isEnded && <StateLine session={session} facts={facts} />}
    </header>
  );
}

function StateLine({ session, facts }: { session: SessionDetail; facts: BrokerFacts }) {
  const texts = useTexts();
  const { detail } = texts.clients;
  const address = addressOf(session);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      <span>
        {session.isConnected ? detail.connectedSince : detail.awaySince}{" "}
        <Age at={facts.toLocal(session.since)} />
      </span>
      {session.connect !== undefined && (
        <span>MQTT {texts.connections.versions[session.connect.version]}</span>
      )}
      {session.peer !== undefined && (
        <span>
          {detail.throughDoor} <span className="text-ink">{session.peer.listener}</span>{" "}
          <TransportTag transport={session.peer.transport} />
        </span>
      )}
      {address !== undefined && <CopyableValue value={address} what={texts.clients.columns.address} />}
      {session.userName !== undefined && (
        <span>
          {texts.clients.columns.userName} <span className="text-ink">{session.userName}</span>
        </span>
      )}
      <Link
        href={accessAddress(session.clientId, session.userName, location.search)}
        className="inline-flex items-center gap-1"
      >
        <KeyRound aria-hidden className="size-3.5" />
        {texts.clients.actions.askRights}
      </Link>
      <span className="inline-flex items-center gap-1.5">
        <SessionRing isDurable={session.isDurable} hasWord />
        <SessionLifeText session={session} toLocal={facts.toLocal} />
      </span>
    </div>
  );
}

interface ActionButtonsProps {
  readonly clientId: string;
  readonly isConnected: boolean;
  readonly actions: ClientActions;
}

function ActionButtons({ clientId, isConnected, actions }: ActionButtonsProps) {
  const texts = useTexts().clients.actions;
  const [mayNotDisconnect, mayNotEnd] = [useRoleBarrier("act"), useRoleBarrier("admin")];
  return (
    <>
      {isConnected && (
        <Barred reason={mayNotDisconnect}>
          <Button
            icon={<Unplug />}
            keys={DISCONNECT_KEY}
            explanation={texts.disconnectTip}
            disabled={mayNotDisconnect !== undefined}
            onClick={() => actions.ask(clientId, "disconnect")}
          >
            {texts.disconnect}
          </Button>
        </Barred>
      )}
      <Barred reason={mayNotEnd}>
        <Button
          kind="danger"
          icon={<Trash2 />}
          keys={END_KEY}
          explanation={texts.endTip}
          disabled={mayNotEnd !== undefined}
          onClick={() => actions.ask(clientId, "end")}
        >
          {texts.end}
        </Button>
      </Barred>
    </>
  );
}
