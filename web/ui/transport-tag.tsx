import { Lock } from "lucide-react";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export type Transport = "tcp" | "tls" | "ws" | "wss";

/** How a client reaches the broker: TCP, TLS, WS, WSS (MQTT 5.0 §4.2); a lock where it is encrypted. */
export function TransportTag({ transport }: { transport: Transport }) {
  const texts = useTexts().signs;
  const isEncrypted = transport === "tls" || transport === "wss";
  return (
    <span
      {...tip(texts.transportTips[transport], { clause: transport.startsWith("w") ? "6" : "4.2" })}
      className="inline-flex h-4 items-center gap-0.5 rounded-sm border border-line-strong px-1 align-middle text-xs leading-none text-muted"
    >
      {isEncrypted && <Lock aria-hidden className="size-2.5" />}
      {texts.transports[transport]}
    </span>
  );
}
