import { encode } from "../codec/encode.ts";
import { MqttError } from "../errors.ts";
import { nextPacketId } from "../flow/packet-ids.ts";
import {
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type ProtocolVersion,
  type Suback,
  type SubscriptionRequest,
  type Unsuback,
} from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { topicFilterError } from "../topics/validate.ts";
import type { RequestDone } from "./client-options.ts";

/** A SUBSCRIBE or UNSUBSCRIBE that waits for its answer, or for a connection to be sent on. */
interface Request {
  readonly packetId: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly answer: typeof PacketType.Suback | typeof PacketType.Unsuback;
  readonly filters: number;
  readonly done: RequestDone | undefined;
}

/** What requests need from the client. */
export interface RequestPorts {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Whether a message is under way with this packet identifier. */
  isUsedElsewhere(packetId: number): boolean;
}

/** The client's unanswered SUBSCRIBE and UNSUBSCRIBE packets (MQTT 5.0 §3.8, §3.10). They die with the connection. */
export class Requests {
  readonly #ports: RequestPorts;
  readonly #version: ProtocolVersion;
  readonly #sent = new Map<number, Request>();
  readonly #waiting = new Map<number, Request>();
  /** Undefined while there is no connection. */
  #maximumPacketSize: number | undefined;
  #lastPacketId = 0;

  constructor(ports: RequestPorts, version: ProtocolVersion) {
    this.#ports = ports;
    this.#version = version;
  }

  isUsed(packetId: number): boolean {
    return this.#sent.has(packetId) || this.#waiting.has(packetId);
  }

  subscribe(subscriptions: readonly SubscriptionRequest[], properties: Properties, done?: RequestDone): void {
    for (const { filter } of subscriptions) checkFilter(filter);
    const packetId = this.#nextId();
    const packet: Packet = { type: PacketType.Subscribe, packetId, subscriptions, properties };
    const bytes = encode(packet, this.#version);
    this.#add({ packetId, bytes, answer: PacketType.Suback, filters: subscriptions.length, done });
  }

  unsubscribe(filters: readonly string[], done?: RequestDone): void {
    for (const filter of filters) checkFilter(filter);
    const packetId = this.#nextId();
    const packet: Packet = { type: PacketType.Unsubscribe, packetId, filters, properties: NO_PROPERTIES };
    const bytes = encode(packet, this.#version);
    this.#add({ packetId, bytes, answer: PacketType.Unsuback, filters: filters.length, done });
  }

  open(maximumPacketSize: number): void {
    this.#maximumPacketSize = maximumPacketSize;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const request of waiting) this.#add(request);
  }

  /** What was sent will not be answered any more; what was not is kept. */
  close(): void {
    this.#maximumPacketSize = undefined;
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    for (const { done } of sent) done?.(undefined);
  }

  onAnswer(packet: Suback | Unsuback): void {
    const request = this.#sent.get(packet.packetId);
    if (request === undefined || request.answer !== packet.type) {
      throw new MqttError(ReasonCode.ProtocolError, `packet identifier ${packet.packetId} awaits no answer`);
    }
    const reasonCodes = hasNoCodes(packet) ? successes(request) : packet.reasonCodes;
    if (reasonCodes.length !== request.filters) {
      // [5 MQTT-3.8.4-6] [3 MQTT-3.8.4-5]
      const message = `${request.filters} filters were answered with ${reasonCodes.length} reason codes`;
      throw new MqttError(ReasonCode.ProtocolError, message, { clause: "5 MQTT-3.8.4-6" });
    }
    this.#sent.delete(packet.packetId);
    request.done?.(reasonCodes);
  }

  /** Sends the request, or lets it wait for a connection. */
  #add(request: Request): void {
    if (this.#maximumPacketSize === undefined) this.#waiting.set(request.packetId, request);
    else this.#start(request, this.#maximumPacketSize);
  }

  /** [5 MQTT-2.2.1-3] [3 MQTT-2.3.1-2] */
  #nextId(): number {
    const isUsed = (id: number): boolean => this.isUsed(id) || this.#ports.isUsedElsewhere(id);
    const packetId = nextPacketId(this.#lastPacketId, isUsed);
    if (packetId === undefined) {
      throw new MqttError(ReasonCode.QuotaExceeded, "all packet identifiers are in use");
    }
    this.#lastPacketId = packetId;
    return packetId;
  }

  #start(request: Request, maximumPacketSize: number): void {
    // [5 MQTT-3.2.2-15]
    if (request.bytes.length > maximumPacketSize) {
      request.done?.(new Array<ReasonCode>(request.filters).fill(ReasonCode.PacketTooLarge));
      return;
    }
    this.#sent.set(request.packetId, request);
    this.#ports.send(request.bytes);
  }
}

/** UNSUBACK of 3.x says nothing but that it was done (3.1.1 §3.11). */
function hasNoCodes(packet: Suback | Unsuback): boolean {
  return packet.type === PacketType.Unsuback && packet.reasonCodes.length === 0;
}

function successes(request: Request): readonly ReasonCode[] {
  return new Array<ReasonCode>(request.filters).fill(ReasonCode.Success);
}

function checkFilter(filter: string): void {
  const problem = topicFilterError(filter);
  if (problem !== undefined) throw new MqttError(ReasonCode.TopicFilterInvalid, problem);
}
