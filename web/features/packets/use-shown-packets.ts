import { useMemo } from "react";
import { type ReadFilter, readPacketFilter } from "../../lib/packet-filter.ts";
import type { PacketGroup, PacketList } from "./packet-params.ts";
import type { PacketRow } from "./packet-row.ts";

export interface ShownPackets {
  readonly rows: readonly PacketRow[];
  /** What is wrong with the filter; all packets are shown meanwhile. */
  readonly fault: Extract<ReadFilter, { kind: "fault" }> | undefined;
}

/** The packets that filter and chips let through. Of faulty ones each counts, whatever it calls itself. */
export function useShownPackets(
  all: readonly PacketRow[],
  list: PacketList,
  filter: string,
  groups: readonly PacketGroup[],
): ShownPackets {
  const read = useMemo(() => readPacketFilter(filter), [filter]);
  const rows = useMemo(() => {
    const isMeant = read.kind === "filter" ? read.matches : () => true;
    return all.filter((row) => (list === "faulty" || groups.includes(row.group)) && isMeant(row.facts));
  }, [all, list, read, groups]);
  return { rows, fault: read.kind === "fault" ? read : undefined };
}
