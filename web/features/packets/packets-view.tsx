import { useState } from "react";
import { useInsideView } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { InsideElsewhere } from "../../ui/inside-note.tsx";
import { PacketLists } from "./packet-lists.tsx";
import { packetParams } from "./packet-params.ts";
import { TraceForm } from "./trace-form.tsx";
import { TraceStrip } from "./trace-strip.tsx";
import { useTrace } from "./use-trace.ts";

/** The packets of our own broker as they are on the wire. */
export function PacketsView() {
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  return isElsewhere ? <InsideElsewhere /> : <OwnPackets />;
}

function OwnPackets() {
  const handle = useTrace();
  const { trace } = handle;
  const [isComposing, setComposing] = useState(false);
  const [list, setList] = useUrlState("list", packetParams.list);
  const { toLocal } = useBrokerFacts();
  const isForm = list === "trace" && (trace === undefined || isComposing);
  const key = list === "faulty" ? "faulty" : trace && `trace ${trace.startedAt}`;
  const head =
    list === "trace" && trace !== undefined && !isForm ? (
      <TraceStrip handle={handle} trace={trace} toLocal={toLocal} onAgain={() => setComposing(true)} />
    ) : undefined;
  const form =
    isForm && handle.state === "ready" ? (
      <TraceForm handle={handle} onBegun={() => setComposing(false)} />
    ) : undefined;
  return (
    <PacketLists
      list={list}
      onList={setList}
      readKey={isForm ? undefined : key}
      handle={handle}
      head={head}
      form={form}
      toLocal={toLocal}
    />
  );
}
