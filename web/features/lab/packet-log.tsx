import { ArrowDown } from "lucide-react";
import { useMemo, useState } from "react";
import { packetName } from "../../../protocol/packet-names.ts";
import { FIRST_ERROR_CODE } from "../../../protocol/reason-codes.ts";
import { useLab } from "../../bridge/hooks.ts";
import { reasonHex } from "../../lib/connection-end.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import { DupMark } from "../../ui/dup-mark.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import type { Column } from "../../ui/table-column.ts";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import type { LabLog, LabPacket } from "../../worker/messages.ts";
import { PayloadWords } from "./message-line.tsx";
import { PacketBytes } from "./packet-bytes.tsx";

/** The packets of a client, both ways, with their times; one opened shows its bytes. */
export function PacketLog({ clientKey }: { clientKey: string }) {
  const texts = useTexts().lab;
  const log = useLab((view) => (view.log?.key === clientKey ? view.log : undefined));
  const [opened, setOpened] = useState<number>();
  const packet = log?.packets.find((one) => one.sequence === opened);
  return (
    <section aria-label={texts.log} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center gap-3 border-b px-3">
        <h3 className="font-semibold">{texts.log}</h3>
        {log && log.evicted > 0 && <span className="text-sm text-warn">{texts.logEvicted(log.evicted)}</span>}
      </div>
      <PacketTable key={clientKey} log={log} opened={opened} onOpen={setOpened} />
      {packet && <PacketBytes clientKey={clientKey} packet={packet} onClose={() => setOpened(undefined)} />}
    </section>
  );
}

interface PacketTableProps {
  readonly log: LabLog | undefined;
  readonly opened: number | undefined;
  readonly onOpen: (sequence: number | undefined) => void;
}

const NO_PACKETS: readonly LabPacket[] = [];

function PacketTable({ log, opened, onOpen }: PacketTableProps) {
  const texts = useTexts().lab;
  const format = useFormat();
  const packets = log?.packets ?? NO_PACKETS;
  const columns = usePacketColumns();
  const [leftAt, setLeftAt] = useState<number>();
  const newest = packets.at(-1)?.sequence ?? 0;
  const follow = {
    isFollowing: leftAt === undefined,
    onFollowChange: (isFollowing: boolean) =>
      setLeftAt((before) => (isFollowing ? undefined : (before ?? newest))),
  };
  return (
    <>
      <VirtualTable
        name="lab-packets"
        label={texts.log}
        columns={columns}
        rowCount={packets.length}
        rowAt={(index) => packets[index]}
        rowKey={(packet) => packet.sequence}
        selectedIndex={packets.findIndex((packet) => packet.sequence === opened)}
        onSelect={(_, packet) => onOpen(packet?.sequence)}
        follow={follow}
        firstPosition={packets[0]?.sequence ?? 0}
      />
      {packets.length === 0 && <p className="absolute inset-x-3 top-16 text-faint">{texts.logEmpty}</p>}
      {leftAt !== undefined && newest > leftAt && (
        <button
          type="button"
          onClick={() => setLeftAt(undefined)}
          className="appear absolute right-4 bottom-3 inline-flex h-6 items-center gap-1 rounded-full bg-accent px-2.5 text-on-accent shadow-raised"
        >
          <ArrowDown aria-hidden className="size-3" />
          {texts.newPackets(format.count(newest - leftAt))}
        </button>
      )}
    </>
  );
}

function usePacketColumns(): readonly Column<LabPacket>[] {
  const texts = useTexts();
  const format = useFormat();
  return useMemo(() => packetColumns(texts, format), [texts, format]);
}

function packetColumns(texts: Catalogue, format: Format): readonly Column<LabPacket>[] {
  const { logColumns } = texts.lab;
  return [
    { id: "time", title: logColumns.time, width: 104, cell: (packet) => format.time(packet.at) },
    {
      id: "direction",
      title: logColumns.direction,
      width: 40,
      cell: (packet) => <DirectionArrow direction={packet.direction} />,
    },
    {
      id: "packet",
      title: logColumns.packet,
      width: 104,
      cell: (packet) => <span className="font-mono text-sm">{packetName(packet.packetType)}</span>,
    },
    {
      id: "detail",
      title: logColumns.detail,
      width: 160,
      minimumWidth: 80,
      isFlexible: true,
      cell: (packet) => <PacketDetail packet={packet} />,
    },
    {
      id: "size",
      title: logColumns.size,
      width: 60,
      isEndAligned: true,
      cell: (packet) => format.bytes(packet.bytes),
    },
  ];
}

/** What a packet says, beyond its type. */
function PacketDetail({ packet }: { packet: LabPacket }) {
  const texts = useTexts();
  const { packetId, reasonCode, topics, message } = packet;
  const code = reasonCode === undefined ? undefined : reasonHex(reasonCode);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {topics && <span className="truncate font-mono text-sm">{topics.join(", ")}</span>}
      {message && (
        <>
          <span className="min-w-8 truncate font-mono text-sm text-muted">
            <PayloadWords message={message} />
          </span>
          <QosPips qos={message.qos} />
          {message.retain && <RetainedPin isFlag />}
          {message.dup && <DupMark />}
        </>
      )}
      {code !== undefined && reasonCode !== undefined && (
        <span className={reasonCode >= FIRST_ERROR_CODE ? "text-bad" : "text-muted"}>
          <span className="font-mono text-sm">{code}</span>{" "}
          {reasonCode >= FIRST_ERROR_CODE && (texts.problems.reasons[code] ?? "")}
        </span>
      )}
      {packetId !== undefined && (
        <span className="text-sm text-faint">{texts.lab.packetId(String(packetId))}</span>
      )}
    </span>
  );
}
