import { ArrowLeft, Trash2 } from "lucide-react";
import { Link } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import { useConnection, useSend } from "../../bridge/hooks.ts";
import { clientAddress, willsAddress } from "../../lib/links.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import type { LabClientState } from "../../worker/messages.ts";
import { sessionSecondsOf } from "./consequence.ts";
import { grantedOptions } from "./granted-options.ts";
import { LabPhaseDot } from "./phase-dot.tsx";

const SECOND = 1000;

export interface ClientHeadProps {
  readonly client: LabClientState;
  readonly onBack: (() => void) | undefined;
  readonly onRemoved: () => void;
}

/** Who it is, how it stands, and where else it is seen. */
export function ClientHead({ client, onBack, onRemoved }: ClientHeadProps) {
  const texts = useTexts().lab;
  const send = useSend();
  const { lab, key, clientId } = client;
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2">
      {onBack && <IconButton label={texts.backToList} icon={<ArrowLeft />} onClick={onBack} />}
      <h2 className="flex min-w-0 items-center gap-2 text-lg font-semibold">
        <LabPhaseDot phase={lab.phase} />
        {clientId === "" ? texts.noClientId : <CopyableValue value={clientId} what={texts.clients} />}
      </h2>
      <span>{texts.phases[lab.phase]}</span>
      {lab.phase === "connected" && lab.granted.sessionPresent && (
        <Badge tone="good" explanation={texts.resumedTip}>
          {texts.resumed}
        </Badge>
      )}
      <ConnectFacts client={client} />
      <span className="ml-auto flex items-center gap-3">
        <Links client={client} />
        <Button
          icon={<Trash2 />}
          explanation={texts.removeTip}
          onClick={() => {
            send({ type: "labRemove", key });
            onRemoved();
          }}
        >
          {texts.remove}
        </Button>
      </span>
    </header>
  );
}

function Links({ client }: { client: LabClientState }) {
  const texts = useTexts().lab;
  const search = useSearch();
  const isOwn = useConnection((state) => state.broker === "own");
  if (!isOwn || client.clientId === "") return null;
  return (
    <>
      <Link href={clientAddress(client.clientId, search)}>{texts.openInClients}</Link>
      {client.options.will && <Link href={willsAddress(client.clientId, search)}>{texts.openInWills}</Link>}
    </>
  );
}

/** What CONNECT asked for, in a few words. */
function ConnectFacts({ client }: { client: LabClientState }) {
  const texts = useTexts();
  const format = useFormat();
  const options = grantedOptions(client);
  const stays = sessionSecondsOf(options);
  const keepAlive = options.keepAliveSeconds;
  const facts = [
    `MQTT ${texts.connections.versions[options.version]}`,
    options.cleanStart ? texts.lab.clean : texts.lab.resume,
    stays === 0
      ? texts.lab.noExpiry
      : texts.lab.expiry(Number.isFinite(stays) ? format.duration(stays * SECOND) : texts.kit.unlimited),
    keepAlive === 0 ? texts.lab.noKeepAlive : texts.lab.keepAlive(format.duration(keepAlive * SECOND)),
  ];
  return <span className="text-sm text-muted">{facts.join(" · ")}</span>;
}
