import { encode } from "../codec/encode.ts";
import { MqttError, protocolError } from "../errors.ts";
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
import { isSharedFilter } from "../topics/shared.ts";
import { topicFilterError } from "../topics/validate.ts";
import { hasWildcard } from "../topics/wildcards.ts";
import type { RequestDone } from "./client-options.ts";
import { type Refusal, type ServerLimits, sizeRefusal } from "./server-limits.ts";

/** A SUBSCRIBE or UNSUBSCRIBE that waits for its answer, or for a connection to be sent on. */
interface Request {
  readonly packetId: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly answer: typeof PacketType.Suback | typeof PacketType.Unsuback;
  readonly filters: readonly string[];
  readonly hasIdentifier: boolean;
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
  #limits: ServerLimits | undefined;
  #lastPacketId = 0;

  constructor(ports: RequestPorts, version: ProtocolVersion) {
    this.#ports = ports;
    this.#version = version;
  }

  isUsed(packetId: number): boolean {
    return this.#sent.has(packetId) || this.#waiting.has(packetId);
  }

  subscribe(subscriptions: readonly SubscriptionRequest[], properties: Properties, done?: RequestDone): void {
    for (const { filter, noLocal } of subscriptions) checkFilter(filter, noLocal);
    const packetId = this.#nextId();
    const packet: Packet = { type: PacketType.Subscribe, packetId, subscriptions, properties };
    this.#add({
      packetId,
      bytes: encode(packet, this.#version),
      answer: PacketType.Suback,
      filters: subscriptions.map(({ filter }) => filter),
      hasIdentifier: this.#version === 5 && properties.subscriptionIdentifiers !== undefined,
      done,
    });
  }

  unsubscribe(filters: readonly string[], done?: RequestDone): void {
    for (const filter of filters) checkFilter(filter, false);
    const packetId = this.#nextId();
    const packet: Packet = { type: PacketType.Unsubscribe, packetId, filters, properties: NO_PROPERTIES };
    const bytes = encode(packet, this.#version);
    this.#add({ packetId, bytes, answer: PacketType.Unsuback, filters, hasIdentifier: false, done });
  }

  open(limits: ServerLimits): void {
    this.#limits = limits;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const request of waiting) this.#add(request);
  }

  /** What was sent will not be answered any more; what was not is kept. */
  close(): void {
    this.#limits = undefined;
    const sent = [...this.#sent.values()];
    this.#sent.clear();
    for (const { done } of sent) done?.(undefined);
  }

  onAnswer(packet: Suback | Unsuback): void {
    const request = this.#sent.get(packet.packetId);
    if (request === undefined || request.answer !== packet.type) {
      throw new MqttError(ReasonCode.ProtocolError, `packet identifier ${packet.packetId} awaits no answer`);
    }
    const reasonCodes = hasNoCodes(packet) ? codesFor(request, ReasonCode.Success) : packet.reasonCodes;
    if (reasonCodes.length !== request.filters.length) {
      // [5 MQTT-3.8.4-6] [3 MQTT-3.8.4-5]
      const message = `${request.filters.length} filters were answered with ${reasonCodes.length} reason codes`;
      throw protocolError(message, "5 MQTT-3.8.4-6");
    }
    this.#sent.delete(packet.packetId);
    request.done?.(reasonCodes, packet.properties.reasonString);
  }

  /** Sends the request, or lets it wait for a connection. */
  #add(request: Request): void {
    if (this.#limits === undefined) this.#waiting.set(request.packetId, request);
    else this.#start(request, this.#limits);
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

  #start(request: Request, limits: ServerLimits): void {
    const refused = requestRefusal(request, limits);
    if (refused !== undefined) {
      request.done?.(codesFor(request, refused.reasonCode), refused.reasonString);
      return;
    }
    this.#sent.set(request.packetId, request);
    this.#ports.send(request.bytes);
  }
}

type RequestRefusal = Pick<Refusal, "reasonCode" | "reasonString">;

/** UNSUBACK of 3.x says nothing but that it was done (3.1.1 §3.11). */
function hasNoCodes(packet: Suback | Unsuback): boolean {
  return packet.type === PacketType.Unsuback && packet.reasonCodes.length === 0;
}

function codesFor({ filters }: Request, reasonCode: ReasonCode): readonly ReasonCode[] {
  return filters.map(() => reasonCode);
}

/** Why this server must not be sent the request, or undefined (MQTT 5.0 §3.2.2.3.11 to §3.2.2.3.13). */
function requestRefusal(request: Request, limits: ServerLimits): RequestRefusal | undefined {
  const { answer, bytes, filters, hasIdentifier } = request;
  if (answer === PacketType.Suback) {
    if (!limits.hasWildcardSubscriptions && filters.some(hasWildcard)) {
      const reasonString = "the server takes no wildcards in topic filters (Wildcard Subscription Available)";
      return { reasonCode: ReasonCode.WildcardSubscriptionsNotSupported, reasonString };
    }
    if (!limits.hasSharedSubscriptions && filters.some(isSharedFilter)) {
      const reasonString = "the server has no shared subscriptions (Shared Subscription Available)";
      return { reasonCode: ReasonCode.SharedSubscriptionsNotSupported, reasonString };
    }
    if (!limits.hasSubscriptionIdentifiers && hasIdentifier) {
      const reasonString = "the server takes no subscription identifiers (Subscription Identifier Available)";
      return { reasonCode: ReasonCode.SubscriptionIdentifiersNotSupported, reasonString };
    }
  }
  return sizeRefusal(bytes, limits);
}

function checkFilter(filter: string, isNoLocal: boolean): void {
  const problem = topicFilterError(filter);
  if (problem !== undefined) throw new MqttError(ReasonCode.TopicFilterInvalid, problem);
  if (isNoLocal && isSharedFilter(filter)) {
    // [5 MQTT-3.8.3-4]
    const message = "a shared subscription cannot have No Local";
    throw protocolError(message, "5 MQTT-3.8.3-4");
  }
}
