import { MqttError } from "../errors.ts";
import { OutboundWindow, type WindowEntry } from "../flow/outbound-window.ts";
import { DEFAULT_RECEIVE_MAXIMUM } from "../limits.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../reason-codes.ts";
import { type ClientOptions, DEFAULT_MAXIMUM_QUEUED_MESSAGES, type PublishDone } from "./client-options.ts";
import { Fifo } from "./fifo.ts";
import { ALIAS_BYTES, type GivenAlias, OutboundAliases } from "./outbound-aliases.ts";
import { aliasedBytes, type OutgoingPacket, refusal, repeatedBytes, setPacketId } from "./outgoing-packet.ts";
import type { ServerLimits } from "./server-limits.ts";

/** What an acknowledgement says: its reason code, and what the server adds in words. */
export interface PublishAnswer {
  readonly reasonCode: ReasonCode;
  readonly reasonString?: string;
}

/** What publishing needs from the client. */
export interface PublishPorts {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  sendPubrel(packetId: number, reasonCode: ReasonCode): void;
  /** Whether a SUBSCRIBE or UNSUBSCRIBE is under way with this packet identifier. */
  isUsedElsewhere(packetId: number): boolean;
}

/** The client's messages on their way to the server (MQTT 5.0 §4.3, §4.9): those that wait, and those in flight. */
export class OutgoingMessages {
  readonly #ports: PublishPorts;
  readonly #maximumQueued: number;
  readonly #queue = new Fifo<OutgoingPacket>();
  readonly #window = new OutboundWindow<OutgoingPacket>(DEFAULT_RECEIVE_MAXIMUM);
  /** Of released messages, whose packet is gone from the window. */
  readonly #released = new Map<number, PublishDone>();
  readonly #givesAliases: boolean;
  #aliases = new OutboundAliases(0);
  #limits: ServerLimits | undefined;

  constructor(ports: PublishPorts, { maximumQueuedMessages, givesTopicAliases }: ClientOptions) {
    this.#ports = ports;
    this.#maximumQueued = maximumQueuedMessages ?? DEFAULT_MAXIMUM_QUEUED_MESSAGES;
    this.#givesAliases = givesTopicAliases === true;
  }

  /** Messages that wait for a connection or for acknowledgements of others. */
  get queued(): number {
    return this.#queue.size;
  }

  get inFlight(): number {
    return this.#window.size;
  }

  isUsed(packetId: number): boolean {
    return this.#window.has(packetId);
  }

  /** Sends the packet, or lets it wait. */
  publish(packet: OutgoingPacket): void {
    const mayPass = packet.message.qos === 0 || this.#mayStart();
    if (this.#limits !== undefined && mayPass) {
      this.#start(packet, this.#limits);
      return;
    }
    if (this.#queue.size >= this.#maximumQueued) {
      const message = `${this.#queue.size} messages wait already; maximumQueuedMessages allows no more`;
      throw new MqttError(ReasonCode.QuotaExceeded, message);
    }
    this.#queue.push(packet);
  }

  /** The connection is there: what is unacknowledged is sent again, then what waits. */
  open(limits: ServerLimits): void {
    this.#limits = limits;
    this.#aliases = new OutboundAliases(limits.topicAliasMaximum); // [5 MQTT-3.3.2-7]
    this.#window.limit = limits.receiveMaximum; // [5 MQTT-4.9.0-1]
    this.#window.startResending();
    this.#flush();
  }

  close(): void {
    this.#limits = undefined;
  }

  /** The session has ended: what is unacknowledged will never be answered. */
  discard(): void {
    const dones = [...this.#released.values()];
    for (const { message } of this.#window.entries())
      if (message?.done !== undefined) dones.push(message.done);
    this.#window.clear();
    this.#released.clear();
    for (const done of dones) done({ reasonCode: undefined });
  }

  /** [5 MQTT-4.4.0-2]: an error ends the delivery as well. */
  onPuback(packetId: number, answer: PublishAnswer): void {
    const packet = this.#window.acknowledge(packetId, 1); // [5 MQTT-4.3.2-3]
    packet?.done?.(answer);
    this.#flush();
  }

  onPubrec(packetId: number, answer: PublishAnswer): void {
    if (answer.reasonCode >= FIRST_ERROR_CODE) {
      const packet = this.#window.acknowledge(packetId, 2); // [5 MQTT-4.3.3-3] [5 MQTT-4.4.0-2]
      packet?.done?.(answer);
      this.#flush();
      return;
    }
    const done = this.#window.get(packetId)?.message?.done;
    // from here on the PUBLISH is gone: only PUBREL can be sent again [5 MQTT-4.3.3-6]
    const isKnown = this.#window.release(packetId) !== undefined;
    if (isKnown && done !== undefined) this.#released.set(packetId, done);
    // at once, so in the order of the PUBRECs [5 MQTT-4.3.3-4] [5 MQTT-4.6.0-4] [3 MQTT-4.3.3-1] [3 MQTT-4.6.0-4]
    this.#ports.sendPubrel(packetId, isKnown ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound);
  }

  onPubcomp(packetId: number, answer: PublishAnswer): void {
    if (!this.#window.complete(packetId)) return; // [5 MQTT-4.3.3-5]
    const done = this.#released.get(packetId);
    this.#released.delete(packetId);
    done?.(answer);
    this.#flush();
  }

  /** Whether a message of QoS 1 or 2 may be sent now, behind no other [5 MQTT-3.3.4-7] [5 MQTT-4.9.0-2]. */
  #mayStart(): boolean {
    return this.#queue.size === 0 && this.#window.pendingResends === 0 && !this.#window.isFull;
  }

  #start(packet: OutgoingPacket, limits: ServerLimits): void {
    const refused = refusal(packet, limits);
    if (refused !== undefined) {
      packet.done?.(refused);
      return;
    }
    const { qos } = packet.message;
    if (qos === 0) {
      this.#send(packet, 0, limits);
      packet.done?.({ reasonCode: ReasonCode.Success });
      return;
    }
    // [5 MQTT-2.2.1-3] [5 MQTT-4.3.2-1] [5 MQTT-4.3.3-1]
    const packetId = this.#window.add(packet, qos, this.#ports.isUsedElsewhere);
    setPacketId(packet, packetId);
    this.#send(packet, packetId, limits);
  }

  /** With an alias for the topic, where the message asks for one or the client gives them and it fits. */
  #send(packet: OutgoingPacket, packetId: number, { maximumPacketSize }: ServerLimits): void {
    const { topic, properties } = packet.message;
    const asked = properties?.topicAlias;
    const isFitting = packet.bytes.length + ALIAS_BYTES <= maximumPacketSize;
    let given: GivenAlias | undefined;
    if (isFitting && asked !== undefined) given = this.#aliases.take(topic, asked);
    else if (isFitting && this.#givesAliases) given = this.#aliases.give(topic);
    this.#ports.send(given === undefined ? packet.bytes : aliasedBytes(packet, given, packetId));
  }

  #flush(): void {
    this.#resend();
    if (this.#window.pendingResends > 0) return;
    for (;;) {
      // a callback may have closed the connection
      const limits = this.#limits;
      const packet = this.#queue.peek();
      if (limits === undefined || packet === undefined || (packet.message.qos > 0 && this.#window.isFull))
        return;
      this.#queue.shift();
      this.#start(packet, limits);
    }
  }

  /** In the order of the first sending, however old they are [5 MQTT-4.3.3-7] [5 MQTT-4.4.0-1] [5 MQTT-4.6.0-1] [3 MQTT-4.4.0-1] [3 MQTT-4.6.0-1] [3 MQTT-2.3.1-3]. */
  #resend(): void {
    while (this.#limits !== undefined) {
      const entry = this.#window.nextResend();
      if (entry === undefined) return;
      this.#sendAgain(entry, this.#limits);
    }
  }

  #sendAgain({ packetId, message }: WindowEntry<OutgoingPacket>, limits: ServerLimits): void {
    if (message === undefined) {
      this.#ports.sendPubrel(packetId, ReasonCode.Success);
      return;
    }
    const refused = refusal(message, limits);
    if (refused === undefined) {
      this.#ports.send(repeatedBytes(message));
      return;
    }
    this.#window.drop(packetId);
    message.done?.(refused);
  }
}
