import { ACK_BYTES, type AcknowledgementType, writeAck } from "../codec/acknowledgements.ts";
import { NO_PROPERTIES, PacketType, type Publish } from "../packets.ts";
import type { ReasonCode } from "../reason-codes.ts";
import type { ClientOptions } from "./client-options.ts";
import { IncomingMessages } from "./incoming-messages.ts";
import { OutgoingMessages, type PublishAnswer } from "./outgoing-messages.ts";
import { Requests } from "./requests.ts";
import type { ServerLimits } from "./server-limits.ts";

/** What a session needs from its client. */
export interface SessionPorts {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  onMessage(publish: Publish): void;
}

/**
 * What the client knows of its session (MQTT 5.0 §4.1): it outlives the connection, and is kept while there is one
 * [5 MQTT-4.1.0-1] [5 MQTT-3.1.2-23].
 */
export class ClientSession {
  readonly requests: Requests;
  readonly outgoing: OutgoingMessages;
  readonly incoming: IncomingMessages;
  readonly #ports: SessionPorts;
  readonly #options: ClientOptions;

  constructor(ports: SessionPorts, options: ClientOptions) {
    this.#ports = ports;
    this.#options = options;
    const send = (bytes: Uint8Array<ArrayBuffer>): void => ports.send(bytes);
    this.requests = new Requests(
      { send, isUsedElsewhere: (packetId) => this.outgoing.isUsed(packetId) },
      options.version,
    );
    this.outgoing = new OutgoingMessages(
      {
        send,
        sendPubrel: (packetId, code) => this.#sendAck(PacketType.Pubrel, packetId, code),
        isUsedElsewhere: (packetId) => this.requests.isUsed(packetId),
      },
      options,
    );
    this.incoming = new IncomingMessages(
      {
        onMessage: (publish) => ports.onMessage(publish),
        sendAck: (type, packetId, code) => this.#sendAck(type, packetId, code),
      },
      options.properties ?? NO_PROPERTIES,
    );
  }

  /** CONNACK has accepted the connection: what waits is sent. */
  open(limits: ServerLimits): void {
    this.requests.open(limits);
    this.outgoing.open(limits);
  }

  /** The connection is gone. */
  close(): void {
    this.outgoing.close();
    this.requests.close();
  }

  /** The session has ended: a new one begins. */
  discard(): void {
    this.incoming.discard();
    this.outgoing.discard();
  }

  onAck(type: AcknowledgementType, packetId: number, answer: PublishAnswer): void {
    if (type === PacketType.Puback) this.outgoing.onPuback(packetId, answer);
    else if (type === PacketType.Pubrec) this.outgoing.onPubrec(packetId, answer);
    else if (type === PacketType.Pubrel) this.incoming.onPubrel(packetId);
    else this.outgoing.onPubcomp(packetId, answer);
  }

  /**
   * At once, so in the order of what it answers [5 MQTT-4.6.0-2] [5 MQTT-4.6.0-3] [5 MQTT-4.6.0-4], whatever the quota is
   * [5 MQTT-4.9.0-3] [5 MQTT-3.3.4-8]; with its packet identifier [5 MQTT-2.2.1-5]. It has no properties, so that it is
   * never too large [5 MQTT-3.4.2-2] [5 MQTT-3.4.2-3] [5 MQTT-3.5.2-2] [5 MQTT-3.5.2-3] [5 MQTT-3.6.2-2] [5 MQTT-3.6.2-3]
   * [5 MQTT-3.7.2-2] [5 MQTT-3.7.2-3].
   */
  #sendAck(type: AcknowledgementType, packetId: number, reasonCode: ReasonCode): void {
    const bytes = new Uint8Array(ACK_BYTES);
    const end = writeAck(bytes, 0, this.#options.version, type, packetId, reasonCode);
    this.#ports.send(bytes.subarray(0, end));
  }
}
