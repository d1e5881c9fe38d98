import { useCallback, useMemo } from "react";
import { useUrlState } from "../../lib/use-url-state.ts";
import { type PacketList, packetParams } from "./packet-params.ts";
import type { PacketRow } from "./packet-row.ts";
import { usePackets } from "./use-packets.ts";
import { useShownPackets } from "./use-shown-packets.ts";

/** A list of packets with what the address says of it: filter, kinds, and the one that is opened. */
export function usePacketLists(list: PacketList, readKey: string | undefined) {
  const [filter, setFilter] = useUrlState("q", packetParams.filter);
  const [groups, setGroups] = useUrlState("kinds", packetParams.groups);
  const [selectedText, setSelected] = useUrlState("packet", packetParams.selected);
  const packets = usePackets(list, readKey);
  const { rows: all } = packets.buffer;
  const { rows, fault } = useShownPackets(all, list, filter, groups);
  const selected = selectedText === undefined ? undefined : Number(selectedText);
  const hasSelection = selected !== undefined;
  const select = useCallback(
    ({ sequence }: PacketRow) => setSelected(String(sequence), hasSelection ? "replace" : "push"),
    [setSelected, hasSelection],
  );
  const close = useCallback(() => setSelected(undefined), [setSelected]);
  const changeFilter = useCallback((text: string) => setFilter(text, "replace"), [setFilter]);
  const addWord = useCallback(
    (word: string) => changeFilter(`${filter} ${word}`.trim()),
    [changeFilter, filter],
  );
  const row = useMemo(
    () => (selected === undefined ? undefined : all.find(({ sequence }) => sequence === selected)),
    [all, selected],
  );
  return {
    ...{ filter, changeFilter, addWord, groups, setGroups, fault },
    ...{ packets, rows, selected, row, select, close },
  };
}
