import {
  type Connect,
  NO_PROPERTIES,
  PacketType,
  type Publish,
  type Will,
} from "../../../protocol/packets.ts";

/** A CONNECT with what a test does not care about filled in. */
export function connectPacket(asked: Partial<Connect> = {}): Connect {
  return {
    type: PacketType.Connect,
    version: 5,
    clientId: "client",
    cleanStart: true,
    keepAliveSeconds: 0,
    properties: NO_PROPERTIES,
    ...asked,
  };
}

/** A PUBLISH with what a test does not care about filled in; the payload may be text. */
export function publishPacket(
  asked: Partial<Omit<Publish, "payload">> & { readonly payload?: string | Uint8Array } = {},
): Publish {
  const { payload = "x", ...rest } = asked;
  const bytes = typeof payload === "string" ? utf8(payload) : payload;
  return {
    type: PacketType.Publish,
    topic: "t",
    qos: 0,
    retain: false,
    dup: false,
    packetId: (asked.qos ?? 0) > 0 ? 1 : 0,
    properties: NO_PROPERTIES,
    ...rest,
    payload: bytes,
  };
}

/** A will with what a test does not care about filled in. */
export function willOf(asked: Partial<Omit<Will, "payload">> & { readonly payload?: string } = {}): Will {
  const { payload = "gone", ...rest } = asked;
  return { topic: "will", qos: 1, retain: false, properties: NO_PROPERTIES, ...rest, payload: utf8(payload) };
}

/** Text as the bytes of a payload. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes of a payload as text. */
export function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}
