import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { DirectionArrow } from "../../ui/direction-arrow.tsx";
import type { LabPacket } from "../../worker/messages.ts";

/** A received message on one line. */
export function MessageLine({ packet }: { packet: LabPacket }) {
  return (
    <span className="flex w-full min-w-0 items-center gap-1.5 pl-4 text-sm text-muted">
      <DirectionArrow direction={packet.direction} className="size-3" />
      <span className="max-w-[55%] shrink-0 truncate font-mono">{packet.topics?.[0]}</span>
      <span className="min-w-0 flex-1 truncate font-mono text-ink">
        <PayloadWords message={packet.message} />
      </span>
      <Age at={packet.at} isShort className="shrink-0" />
    </span>
  );
}

/** The start of a payload, or what else it is. */
export function PayloadWords({ message }: { message: LabPacket["message"] }) {
  const texts = useTexts().lab;
  const format = useFormat();
  if (!message) return null;
  if (message.previewKind === "empty") return <i className="font-sans text-muted">{texts.empty}</i>;
  if (message.previewKind === "bytes") {
    return <i className="font-sans text-muted">{texts.binary(format.bytes(message.payloadBytes))}</i>;
  }
  return <>{message.preview}</>;
}
