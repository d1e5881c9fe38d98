import { ExternalLink } from "lucide-react";
import { apiPaths, HEALTH_PATH, METRICS_PATH } from "../../../server/adapters/http/contract/paths.ts";
import type { BrokerInfo, Listener } from "../../../server/adapters/http/contract.ts";
import { useBridge } from "../../bridge/hooks.ts";
import { useNow } from "../../lib/ticker.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { tip } from "../../ui/tip.ts";
import { TransportTag } from "../../ui/transport-tag.tsx";
import { DemoSwitch } from "./demo-switch.tsx";

const SECOND = 1000;
const IN_MEMORY = "memory";
const SCHEMES = { tcp: "mqtt", tls: "mqtts", ws: "ws", wss: "wss" } as const;

export interface BrokerHeadProps {
  readonly info: BrokerInfo;
  /** An instant of the broker's clock on the reader's. */
  readonly toLocal: (at: number) => number;
  readonly onChanged: () => void;
}

/** What the broker is: version, uptime, data, doors, and where machines read it. */
export function BrokerHead({ info, toLocal, onChanged }: BrokerHeadProps) {
  const texts = useTexts().broker.head;
  return (
    <section className="grid gap-x-8 px-3 py-2.5 md:grid-cols-2">
      <FactList>
        <Fact name={texts.version}>Vitrina {info.version}</Fact>
        <Fact name={texts.uptime}>
          <Uptime startedAt={toLocal(info.startedAt)} />
        </Fact>
        <Fact name={texts.data} explanation={texts.dataTip}>
          {info.data === IN_MEMORY ? texts.inMemory : <CopyableValue value={info.data} what={texts.data} />}
        </Fact>
      </FactList>
      <FactList>
        <Fact name={texts.doors} explanation={texts.doorsTip}>
          <span className="flex min-w-0 flex-col">
            {info.listeners.map((door) => (
              <Door key={door.name} door={door} />
            ))}
          </span>
        </Fact>
        <Fact name={texts.forMachines}>
          <MachineLink path={METRICS_PATH} words={texts.metrics} />
          <MachineLink path={apiPaths.openapi} words={texts.openapi} />
          <MachineLink path={HEALTH_PATH} words={texts.health} />
        </Fact>
        {info.demo !== undefined && (
          <Fact name={texts.demo} explanation={texts.demoTip}>
            <DemoSwitch isRunning={info.demo.isRunning} onChanged={onChanged} />
          </Fact>
        )}
      </FactList>
    </section>
  );
}

function Uptime({ startedAt }: { startedAt: number }) {
  const texts = useTexts().broker.head;
  const format = useFormat();
  const passed = Math.max(0, Math.floor((useNow() - startedAt) / SECOND) * SECOND);
  return (
    <>
      {format.duration(passed)}
      <span className="text-muted">{texts.startedAt(format.dateTime(startedAt))}</span>
    </>
  );
}

function Door({ door }: { door: Listener }) {
  const texts = useTexts().broker.head;
  const host = door.host.includes(":") ? `[${door.host}]` : door.host;
  const address = `${SCHEMES[door.transport]}://${host}:${door.port}${door.path ?? ""}`;
  return (
    <span className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2">
      <CopyableValue value={address} what={texts.door} />
      <TransportTag transport={door.transport} />
      <span className="text-muted">{door.name}</span>
    </span>
  );
}

function MachineLink({ path, words }: { path: string; words: string }) {
  const { inside } = useBridge();
  return (
    <a
      href={inside.addressOf(path)}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1"
      {...tip(path)}
    >
      {words}
      <ExternalLink aria-hidden className="size-3" />
    </a>
  );
}
