import { ArrowLeft, X } from "lucide-react";
import { useMemo } from "react";
import { dissect } from "../../../protocol/dissect/dissect.ts";
import type { Dissection } from "../../../protocol/dissect/field.ts";
import { reasonHex } from "../../lib/connection-end.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { HexView } from "../../ui/hex-view.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Splitter } from "../../ui/splitter.tsx";
import { FieldTable } from "./field-table.tsx";
import { PacketName } from "./packet-columns.tsx";
import type { PacketRow } from "./packet-row.ts";
import { useLitFields } from "./use-lit-fields.ts";

const VERSION_NAMES = { 3: "3.1", 4: "3.1.1", 5: "5.0" } as const;

export interface PacketDetailProps {
  /** Undefined: it is there no more. */
  readonly row: PacketRow | undefined;
  readonly onClose: () => void;
}

/** One packet, taken apart: fields, and the bytes that they stand in. */
export function PacketDetail({ row, onClose }: PacketDetailProps) {
  const texts = useTexts().packets.detail;
  const isNarrow = useIsNarrow();
  return (
    <section aria-label={texts.label(row?.name ?? "")} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 items-center gap-2 border-b px-3 py-2">
        {isNarrow && <IconButton label={texts.back} icon={<ArrowLeft />} onClick={onClose} />}
        {row !== undefined && <Heading row={row} />}
        <span className="flex-1" />
        {!isNarrow && <IconButton label={texts.close} keys="Escape" icon={<X />} onClick={onClose} />}
      </header>
      {row === undefined ? (
        <EmptyState title={texts.gone} text={texts.goneText} />
      ) : (
        <OpenedPacket key={row.sequence} row={row} />
      )}
    </section>
  );
}

function Heading({ row }: { row: PacketRow }) {
  const texts = useTexts().packets.detail;
  const format = useFormat();
  const { direction, clientId, version, packetBytes, connection } = row;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2">
      <DirectionArrow direction={direction} />
      <h2 className="text-lg font-semibold">
        <PacketName row={row} />
      </h2>
      {clientId !== undefined && <span className="min-w-0 truncate font-mono text-sm">{clientId}</span>}
      <span className="text-sm text-muted">
        {texts.facts(VERSION_NAMES[version], format.exactBytes(packetBytes))}
        {connection !== undefined && ` · ${texts.connection(String(connection))}`}
      </span>
    </div>
  );
}

function OpenedPacket({ row }: { row: PacketRow }) {
  const { bytes, version, direction } = row;
  const dissection = useMemo(
    () => dissect(bytes, version, direction === "in" ? "fromClient" : "fromServer"),
    [bytes, version, direction],
  );
  const lit = useLitFields(dissection.fields);
  const fields = (
    <FieldTable
      rows={lit.rows}
      selectedKey={lit.selectedKey}
      onSelect={lit.selectField}
      onToggle={lit.toggle}
    />
  );
  const hex = <HexView bytes={bytes} range={lit.range} onRange={lit.selectBytes} className="flex-1" />;
  return (
    <>
      <PacketNotes row={row} dissection={dissection} />
      <Splitter
        name="packet-detail"
        direction="vertical"
        className="flex-1"
        panes={[
          { id: "fields", content: fields, size: "60%", minimumSize: "96px" },
          { id: "bytes", content: hex, minimumSize: "96px" },
        ]}
      />
    </>
  );
}

function PacketNotes({ row, dissection }: { row: PacketRow; dissection: Dissection }) {
  const texts = useTexts().packets.detail;
  const format = useFormat();
  const { fault, masked, bytes, packetBytes, aliasedTopic } = row;
  const maskedBytes = masked.reduce((sum, { start, end }) => sum + end - start, 0);
  const notes = [
    ...(aliasedTopic === undefined ? [] : [texts.aliased(aliasedTopic)]),
    ...(maskedBytes === 0 ? [] : [texts.masked(format.exactBytes(maskedBytes))]),
    ...(bytes.length >= packetBytes
      ? []
      : [texts.cut(format.exactBytes(bytes.length), format.exactBytes(packetBytes))]),
  ];
  return (
    <>
      {fault !== undefined && (
        <ErrorNote
          className="m-2"
          what={`${texts[fault.kind]}: ${reasonHex(fault.reasonCode)}`}
          why={`${fault.reason}.`}
          todo={texts.from(fault.peer.address)}
        />
      )}
      {dissection.fault !== undefined && (
        <ErrorNote
          className="m-2"
          tone="warn"
          what={texts.broken}
          why={`${dissection.fault.message}.`}
          todo={texts.offset(String(dissection.fault.offset))}
        />
      )}
      {notes.length > 0 && <p className="border-b px-3 py-1 text-sm text-muted">{notes.join(" ")}</p>}
    </>
  );
}
