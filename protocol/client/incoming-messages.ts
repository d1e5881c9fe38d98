import { MqttError } from "../errors.ts";
import { DEFAULT_RECEIVE_MAXIMUM } from "../limits.ts";
import { PacketType, type Properties, type Publish } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { TopicAliases } from "./topic-aliases.ts";

/** What receiving needs from the client. */
export interface ReceivePorts {
  onMessage(publish: Publish): void;
  sendAck(
    type: typeof PacketType.Puback | typeof PacketType.Pubrec | typeof PacketType.Pubcomp,
    packetId: number,
    reasonCode: ReasonCode,
  ): void;
}

/** The receiver's half of QoS 1 and 2 (MQTT 5.0 §4.3), and the server's topic aliases. */
export class IncomingMessages {
  readonly #ports: ReceivePorts;
  readonly #receiveMaximum: number;
  readonly #topicAliasMaximum: number;
  /** Packet identifiers of QoS 2 messages that are not released yet; they are part of the session. */
  readonly #received = new Set<number>();
  #aliases: TopicAliases;

  /** The properties are those of CONNECT. */
  constructor(ports: ReceivePorts, properties: Properties) {
    this.#ports = ports;
    this.#receiveMaximum = properties.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM;
    this.#topicAliasMaximum = properties.topicAliasMaximum ?? 0;
    this.#aliases = new TopicAliases(this.#topicAliasMaximum);
  }

  /** A new connection: no alias of the last one holds [5 MQTT-3.3.2-7]. */
  connect(): void {
    this.#aliases = new TopicAliases(this.#topicAliasMaximum);
  }

  /** The session has ended. */
  discard(): void {
    this.#received.clear();
  }

  /**
   * The owner has the message before it is acknowledged [5 MQTT-3.3.4-1] [5 MQTT-4.3.2-4] [5 MQTT-4.3.3-8] [3 MQTT-4.3.2-2],
   * which it is whatever the owner does with it [5 MQTT-4.5.0-2]. [3 MQTT-4.5.0-2]
   */
  onPublish(packet: Publish): void {
    const publish = this.#aliases.resolve(packet);
    if (publish.qos === 2) {
      this.#onPublishTwo(publish);
      return;
    }
    this.#ports.onMessage(publish);
    // nothing is remembered of it: the same identifier comes with a new message [5 MQTT-4.3.2-5]
    if (publish.qos === 1) this.#ports.sendAck(PacketType.Puback, publish.packetId, ReasonCode.Success);
  }

  /** [5 MQTT-4.3.3-11] [5 MQTT-4.3.3-12] [3 MQTT-4.3.3-2] */
  onPubrel(packetId: number): void {
    const isKnown = this.#received.delete(packetId);
    const reasonCode = isKnown ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound;
    this.#ports.sendAck(PacketType.Pubcomp, packetId, reasonCode);
  }

  #onPublishTwo(publish: Publish): void {
    const { packetId } = publish;
    // a repeat is acknowledged again, not handed on again [5 MQTT-4.3.3-10] [3 MQTT-4.3.3-2]
    if (!this.#received.has(packetId)) {
      if (this.#received.size >= this.#receiveMaximum) {
        // [5 MQTT-3.3.4-9]
        const message = `more than ${this.#receiveMaximum} messages of QoS 2 are unfinished`;
        throw new MqttError(ReasonCode.ReceiveMaximumExceeded, message, { clause: "5 MQTT-3.3.4-9" });
      }
      this.#received.add(packetId);
      this.#ports.onMessage(publish);
    }
    this.#ports.sendAck(PacketType.Pubrec, packetId, ReasonCode.Success);
  }
}
