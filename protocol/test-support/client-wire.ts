import { MqttClient } from "../client/client.ts";
import type { ClientHandlers, ClientOptions } from "../client/client-options.ts";
import type { AcknowledgementType } from "../codec/acknowledgements.ts";
import { encode } from "../codec/encode.ts";
import type { MqttError } from "../errors.ts";
import {
  type Acknowledgement,
  type Connack,
  type Disconnect,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type Publish,
} from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { decodeAll } from "./decode-all.ts";

/** A client and the server's end of its wire. */
export interface ClientWire {
  readonly client: MqttClient;
  readonly messages: Publish[];
  readonly connacks: Connack[];
  readonly disconnects: Disconnect[];
  readonly errors: MqttError[];
  /** What the client has sent since the last call. */
  sent(): Packet[];
  /** The server sends packets, in one chunk each. */
  server(...packets: readonly Packet[]): void;
}

const OPTIONS: ClientOptions = { version: 5, clientId: "c", cleanStart: true, keepAliveSeconds: 60 };

/** A client whose wire is two arrays. */
export function clientWire(
  options: Partial<ClientOptions> = {},
  handlers: Partial<ClientHandlers> = {},
): ClientWire {
  const messages: Publish[] = [];
  const connacks: Connack[] = [];
  const disconnects: Disconnect[] = [];
  const errors: MqttError[] = [];
  let chunks: Uint8Array[] = [];
  const all = { ...OPTIONS, ...options };
  const client = new MqttClient(all, {
    send: (bytes) => chunks.push(bytes),
    onMessage: (publish) => messages.push(publish),
    onConnack: (connack) => connacks.push(connack),
    onDisconnect: (disconnect) => disconnects.push(disconnect),
    onError: (error) => errors.push(error),
    ...handlers,
  });
  const sent = (): Packet[] => {
    const packets = decodeAll(all.version, "fromClient", ...chunks);
    chunks = [];
    return packets;
  };
  const server = (...packets: readonly Packet[]): void => {
    for (const packet of packets) client.receive(encode(packet, all.version));
  };
  return { client, messages, connacks, disconnects, errors, sent, server };
}

/** The same on which CONNECT and CONNACK have passed. */
export function connectedWire(
  options: Partial<ClientOptions> = {},
  properties: Properties = NO_PROPERTIES,
  handlers: Partial<ClientHandlers> = {},
): ClientWire {
  const wire = clientWire(options, handlers);
  reconnect(wire, false, properties);
  return wire;
}

/** A new wire for the client, accepted by the server. */
export function reconnect(
  { client, server, sent }: ClientWire,
  sessionPresent: boolean,
  properties: Properties = NO_PROPERTIES,
): void {
  client.connect();
  sent();
  server(connack(sessionPresent, properties));
}

export function connack(
  sessionPresent: boolean,
  properties: Properties = NO_PROPERTIES,
  reasonCode = 0,
): Connack {
  return { type: PacketType.Connack, sessionPresent, reasonCode, properties };
}

/** A PUBLISH that the server sends. */
export function serverPublish(publish: Partial<Publish> = {}): Publish {
  return {
    type: PacketType.Publish,
    topic: "t",
    payload: Uint8Array.of(1),
    qos: 0,
    retain: false,
    dup: false,
    packetId: 0,
    properties: NO_PROPERTIES,
    ...publish,
  };
}

/** An answer to a PUBLISH, or to an answer. */
export function ack<T extends AcknowledgementType>(
  type: T,
  packetId: number,
  reasonCode: ReasonCode = ReasonCode.Success,
): Acknowledgement<T> {
  return { type, packetId, reasonCode, properties: NO_PROPERTIES };
}
