import type { ReactNode } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";

const SECOND = 1000;

/** What the broker granted to the page's own connection. Nothing while there is none. */
export function ConnectionFacts() {
  const texts = useTexts();
  const format = useFormat();
  const url = useConnection((state) => state.url);
  const connection = useConnection((state) => state.connection);
  if (connection.phase !== "connected" && connection.phase !== "stale") return null;
  const { granted } = connection;
  const { facts, versions } = texts.connections;
  const keepAlive = granted.keepAliveSeconds;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
      <Fact name={facts.address}>
        <CopyableValue value={url} what={facts.address} />
      </Fact>
      <Fact name={facts.clientId}>
        <CopyableValue value={granted.clientId} what={facts.clientId} />
      </Fact>
      <Fact name={facts.version}>MQTT {versions[granted.version]}</Fact>
      <Fact name={facts.session}>{granted.sessionPresent ? facts.resumed : facts.fresh}</Fact>
      <Fact name={facts.keepAlive}>
        {keepAlive === 0 ? texts.kit.never : format.duration(keepAlive * SECOND)}
      </Fact>
      <Fact name={facts.since}>
        <Age at={connection.since} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="flex h-6 items-center text-muted">{name}</dt>
      <dd className="flex h-6 min-w-0 items-center">{children}</dd>
    </>
  );
}
