import { type ReactNode, useRef } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { InsideFailure } from "../../ui/inside-note.tsx";
import { ListAndDetail } from "../../ui/list-and-detail.tsx";
import { PacketCount } from "./packet-count.tsx";
import { PacketDetail } from "./packet-detail.tsx";
import type { PacketList } from "./packet-params.ts";
import { PacketTable } from "./packet-table.tsx";
import { PacketToolbar } from "./packet-toolbar.tsx";
import { usePacketCommands } from "./use-packet-commands.ts";
import { usePacketLists } from "./use-packet-lists.ts";
import type { TraceHandle } from "./use-trace.ts";

export interface PacketListsProps {
  readonly list: PacketList;
  readonly onList: (list: PacketList) => void;
  /** Undefined: there is nothing to read. */
  readonly readKey: string | undefined;
  readonly handle: TraceHandle;
  /** Over the list. */
  readonly head: ReactNode;
  /** In place of the list. */
  readonly form: ReactNode;
  readonly toLocal: (at: number) => number;
}

/** One of the two lists of packets, and the packet of it that is opened. */
export function PacketLists({ list, onList, readKey, handle, head, form, toLocal }: PacketListsProps) {
  const view = usePacketLists(list, readKey);
  const { packets, selected } = view;
  const filterBox = useRef<HTMLInputElement>(null);
  const isDetail = selected !== undefined && readKey !== undefined;
  usePacketCommands(filterBox, isDetail ? view.close : undefined);
  const content = (
    <>
      <PacketToolbar
        list={list}
        onList={(next) => {
          view.close();
          onList(next);
        }}
        isReading={readKey !== undefined}
        filter={view.filter}
        onFilter={view.changeFilter}
        fault={view.fault}
        groups={view.groups}
        onGroups={(next) => view.setGroups(next, "replace")}
        onClear={packets.clear}
        filterRef={filterBox}
      />
      {head}
      <ReadFailure handle={handle} packets={packets} />
      {form ?? (
        <>
          <PacketTable
            key={readKey}
            rows={view.rows}
            toLocal={toLocal}
            selected={selected}
            onSelect={view.select}
            onFilter={view.addWord}
            empty={readKey && <NoPackets list={list} isHidden={packets.buffer.rows.length > 0} />}
          />
          <PacketCount buffer={packets.buffer} shown={view.rows.length} />
        </>
      )}
    </>
  );
  const detail = isDetail ? <PacketDetail row={view.row} onClose={view.close} /> : undefined;
  return <ListAndDetail name="packets" list={content} listSize="54%" detail={detail} />;
}

function ReadFailure({
  handle,
  packets,
}: {
  readonly handle: TraceHandle;
  readonly packets: ReturnType<typeof usePacketLists>["packets"];
}) {
  const error = packets.error ?? handle.error;
  if (error === undefined) return null;
  const retry = () => {
    handle.reload();
    packets.reload();
  };
  return <InsideFailure error={error} loadedAt={handle.loadedAt} onRetry={retry} />;
}

function NoPackets({ list, isHidden }: { list: PacketList; isHidden: boolean }) {
  const texts = useTexts().packets;
  if (isHidden) return <EmptyState title={texts.noMatch} text={texts.noMatchText} />;
  if (list === "faulty") return <EmptyState title={texts.noFaulty} text={texts.noFaultyText} />;
  return <EmptyState title={texts.waiting} text={texts.waitingText} />;
}
