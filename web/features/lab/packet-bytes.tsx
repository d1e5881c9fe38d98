import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { packetName } from "../../../protocol/packet-names.ts";
import { useAsk } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { HexView } from "../../ui/hex-view.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import type { LabPacket } from "../../worker/messages.ts";

export interface PacketBytesProps {
  readonly clientKey: string;
  readonly packet: LabPacket;
  readonly onClose: () => void;
}

/** The bytes of a packet as they were on the wire. */
export function PacketBytes({ clientKey, packet, onClose }: PacketBytesProps) {
  const texts = useTexts().lab;
  const format = useFormat();
  const ask = useAsk();
  const { sequence } = packet;
  const [read, setRead] = useState<{ sequence: number; bytes: Uint8Array | undefined }>();
  useEffect(() => {
    let isWanted = true;
    ask("readLabPacket", { key: clientKey, sequence }).then((bytes) => {
      if (isWanted) setRead({ sequence, bytes });
    });
    return () => {
      isWanted = false;
    };
  }, [ask, clientKey, sequence]);
  return (
    <div className="flex h-44 shrink-0 flex-col border-t">
      <div className="flex h-7 shrink-0 items-center border-b bg-panel pr-1 pl-3">
        <span className="flex-1 truncate text-sm">
          {texts.packetBytes(packetName(packet.packetType), format.exactBytes(packet.bytes))}
        </span>
        <IconButton label={texts.closePacket} icon={<X />} onClick={onClose} />
      </div>
      {read?.sequence === sequence && read.bytes && <HexView bytes={read.bytes} className="flex-1" />}
    </div>
  );
}
