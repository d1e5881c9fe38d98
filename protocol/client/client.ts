import { ACK_BYTES, type AcknowledgementType, readShortAck, writeAck } from "../codec/acknowledgements.ts";
import { decode } from "../codec/decode.ts";
import { encode } from "../codec/encode.ts";
import { decodePublish } from "../codec/publish.ts";
import { MqttError } from "../errors.ts";
import {
  type Auth,
  type Connack,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type SubscriptionRequest,
} from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import {
  type ClientHandlers,
  type ClientOptions,
  DEFAULT_MAXIMUM_QUEUED_MESSAGES,
  type OutgoingMessage,
  type PublishDone,
  type RequestDone,
} from "./client-options.ts";
import { connectPacket } from "./connect-packet.ts";
import { type Connection, openConnection } from "./connection.ts";
import { IncomingMessages } from "./incoming-messages.ts";
import { KeepAlive } from "./keep-alive.ts";
import { OutgoingMessages } from "./outgoing-messages.ts";
import { outgoingPacket } from "./outgoing-packet.ts";
import { Requests } from "./requests.ts";
import { NO_SERVER_LIMITS, type ServerLimits, serverLimits } from "./server-limits.ts";

/**
 * An MQTT client without wire and clock (MQTT 5.0, 3.1.1 and 3.1). Its owner opens a wire and calls connect(), hands over
 * what comes in with receive(), sends what handlers.send() is given, calls tick() when it asked for it, and says
 * connectionLost() when the wire is gone. It outlives its wires: connect() on a new one resumes the session.
 */
export class MqttClient {
  readonly options: ClientOptions;
  readonly #handlers: ClientHandlers;
  readonly #requests: Requests;
  readonly #outgoing: OutgoingMessages;
  readonly #incoming: IncomingMessages;
  #connection: Connection | undefined;
  #clientId: string;
  #limits = NO_SERVER_LIMITS;

  constructor(options: ClientOptions, handlers: ClientHandlers) {
    this.options = options;
    this.#handlers = handlers;
    this.#clientId = options.clientId;
    const send = (bytes: Uint8Array<ArrayBuffer>): void => this.#send(bytes);
    this.#requests = new Requests(
      { send, isUsedElsewhere: (packetId) => this.#outgoing.isUsed(packetId) },
      options.version,
    );
    this.#outgoing = new OutgoingMessages(
      {
        send,
        sendPubrel: (packetId, code) => this.#sendAck(PacketType.Pubrel, packetId, code),
        isUsedElsewhere: (packetId) => this.#requests.isUsed(packetId),
      },
      options.maximumQueuedMessages ?? DEFAULT_MAXIMUM_QUEUED_MESSAGES,
    );
    this.#incoming = new IncomingMessages(
      {
        onMessage: (publish) => handlers.onMessage?.(publish),
        sendAck: (type, packetId, code) => this.#sendAck(type, packetId, code),
      },
      options.properties ?? NO_PROPERTIES,
    );
  }

  /** The one that was asked for, or the one that the server gave. */
  get clientId(): string {
    return this.#clientId;
  }

  /** Whether CONNACK has accepted the connection, and nothing has ended it. */
  get isConnected(): boolean {
    return this.#connection?.phase === "connected";
  }

  /** What the server of the last connection allows. */
  get serverLimits(): ServerLimits {
    return this.#limits;
  }

  /** Unacknowledged messages of QoS 1 and 2. */
  get inFlight(): number {
    return this.#outgoing.inFlight;
  }

  /** Messages that were not sent yet. */
  get queued(): number {
    return this.#outgoing.queued;
  }

  /** Sends CONNECT on a wire that was just opened [5 MQTT-3.1.0-1] [3 MQTT-3.1.0-1]. */
  connect(): void {
    this.connectionLost();
    // [5 MQTT-3.1.2-4] [3 MQTT-3.1.2-6]
    if (this.options.cleanStart) this.#discardSession();
    const bytes = encode(connectPacket(this.options, this.#clientId), this.options.version);
    this.#incoming.connect();
    this.#connection = openConnection(this.options);
    this.#send(bytes);
  }

  /** The wire is gone, or is to be given up: nothing is sent or read any more until connect(). */
  connectionLost(): void {
    this.#connection = undefined;
    this.#outgoing.close();
    this.#requests.close();
  }

  /** Takes over bytes that came in, cut anywhere. */
  receive(chunk: Uint8Array): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    connection.keepAlive.noteHeard();
    try {
      connection.framer.push(chunk);
      // a handler may end the connection, or begin another
      while (this.#connection === connection && connection.framer.next()) this.#onPacket(connection);
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      if (this.#connection === connection) this.#fail(connection, error);
    }
  }

  /** Keeps the connection alive. Returns when it wants to be called next; undefined: after the next CONNACK. */
  tick(nowMs: number): number | undefined {
    const connection = this.#connection;
    if (connection?.phase !== "connected") return undefined;
    const { keepAlive } = connection;
    const state = keepAlive.check(nowMs);
    if (state === "silent") {
      const message = "the server has not answered PINGREQ";
      this.#fail(connection, new MqttError(ReasonCode.KeepAliveTimeout, message, { clause: "5 §3.1.2.10" }));
      return undefined;
    }
    if (state === "pingDue") {
      this.#send(encode({ type: PacketType.Pingreq }, this.options.version));
      keepAlive.notePing(nowMs);
    }
    return keepAlive.nextCheckAt(nowMs);
  }

  /** Publishes a message, at once or as soon as it may; throws MqttError for one that cannot be sent. */
  publish(message: OutgoingMessage, done?: PublishDone): void {
    this.#outgoing.publish(outgoingPacket(message, this.options.version, done));
  }

  /** Subscribes, now or after the next CONNACK; throws MqttError for what cannot be asked. */
  subscribe(
    subscriptions: readonly SubscriptionRequest[],
    properties: Properties = NO_PROPERTIES,
    done?: RequestDone,
  ): void {
    this.#requests.subscribe(subscriptions, properties, done);
  }

  /** Unsubscribes, now or after the next CONNACK; throws MqttError for what cannot be asked. */
  unsubscribe(filters: readonly string[], done?: RequestDone): void {
    this.#requests.unsubscribe(filters, done);
  }

  /** Answers a challenge, or asks to authenticate again (MQTT 5.0 §4.12). */
  authenticate(reasonCode: Auth["reasonCode"], properties: Properties): void {
    if (this.#connection === undefined) return;
    this.#send(encode({ type: PacketType.Auth, reasonCode, properties }, this.options.version));
  }

  /** Sends DISCONNECT, after which the owner closes the wire [5 MQTT-3.14.4-1] [5 MQTT-3.14.4-2] [3 MQTT-3.14.4-1] [3 MQTT-3.14.4-2]. */
  disconnect(reasonCode: ReasonCode = ReasonCode.NormalDisconnection, properties = NO_PROPERTIES): void {
    if (this.#connection === undefined) return;
    this.#send(encode({ type: PacketType.Disconnect, reasonCode, properties }, this.options.version));
    this.connectionLost();
  }

  #onPacket(connection: Connection): void {
    const { framer, view } = connection;
    const { buffer, start, body, end } = framer;
    this.#handlers.onPacketIn?.(buffer.subarray(start, end));
    const type = (buffer[start] as number) >> 4;
    if (connection.phase === "connected" && type === PacketType.Publish) {
      view.read(buffer, start, body, end, this.options.version);
      const isOffered = view.qos === 0 && view.topicAlias === 0;
      if (isOffered && this.#handlers.onPublishView?.(view) === true) return;
      this.#incoming.onPublish(decodePublish(view));
      return;
    }
    if (connection.phase === "connected" && this.#onShortAck(type, buffer, start, end)) return;
    const packet = decode(buffer, start, body, end, this.options.version, "fromServer");
    if (connection.phase === "connected") this.#dispatch(packet, connection);
    else this.#beforeConnack(packet, connection);
  }

  #onShortAck(type: number, buffer: Uint8Array, start: number, end: number): boolean {
    if (type < PacketType.Puback || type > PacketType.Pubcomp) return false;
    const packetId = readShortAck(buffer, start, end, type as AcknowledgementType);
    if (packetId !== 0) this.#onAck(type as AcknowledgementType, packetId, ReasonCode.Success);
    return packetId !== 0;
  }

  #onAck(type: AcknowledgementType, packetId: number, reasonCode: ReasonCode): void {
    if (type === PacketType.Puback) this.#outgoing.onPuback(packetId, reasonCode);
    else if (type === PacketType.Pubrec) this.#outgoing.onPubrec(packetId, reasonCode);
    else if (type === PacketType.Pubrel) this.#incoming.onPubrel(packetId);
    else this.#outgoing.onPubcomp(packetId, reasonCode);
  }

  /** [5 MQTT-3.2.0-1] [3 MQTT-3.2.0-1] */
  #beforeConnack(packet: Packet, connection: Connection): void {
    if (packet.type === PacketType.Connack) this.#onConnack(packet, connection);
    else if (packet.type === PacketType.Auth) this.#handlers.onAuth?.(packet);
    else throw new MqttError(ReasonCode.ProtocolError, "the server's first packet is not CONNACK");
  }

  #onConnack(connack: Connack, connection: Connection): void {
    if (connack.reasonCode !== ReasonCode.Success) {
      this.connectionLost();
      this.#handlers.onConnack?.(connack);
      return;
    }
    const { cleanStart, version, keepAliveSeconds } = this.options;
    if (cleanStart && connack.sessionPresent) {
      // [5 MQTT-3.2.2-2] [5 MQTT-3.2.2-4] [3 MQTT-3.2.2-1]
      const message = "the server says that there is a session, but a clean start was asked for";
      throw new MqttError(ReasonCode.ProtocolError, message, { clause: "5 MQTT-3.2.2-4" });
    }
    // 3.1 does not say whether there is a session (MQTT 3.1 §3.2)
    const isSessionPresent = version === 3 ? !cleanStart : connack.sessionPresent;
    connection.phase = "connected";
    // [5 MQTT-3.1.2-21] [5 MQTT-3.2.2-21]
    connection.keepAlive = new KeepAlive(connack.properties.serverKeepAlive ?? keepAliveSeconds);
    this.#clientId = connack.properties.assignedClientIdentifier ?? this.#clientId;
    this.#limits = serverLimits(connack);
    if (!isSessionPresent) this.#discardSession(); // [5 MQTT-3.2.2-5]
    this.#handlers.onConnack?.(connack);
    if (this.#connection !== connection) return;
    this.#requests.open(this.#limits.maximumPacketSize);
    this.#outgoing.open(this.#limits);
  }

  #dispatch(packet: Packet, connection: Connection): void {
    switch (packet.type) {
      case PacketType.Puback:
      case PacketType.Pubrec:
      case PacketType.Pubrel:
      case PacketType.Pubcomp:
        this.#onAck(packet.type, packet.packetId, packet.reasonCode);
        return;
      case PacketType.Suback:
      case PacketType.Unsuback:
        this.#requests.onAnswer(packet);
        return;
      case PacketType.Pingresp:
        connection.keepAlive.noteAnswer();
        return;
      case PacketType.Disconnect:
        this.connectionLost();
        this.#handlers.onDisconnect?.(packet);
        return;
      case PacketType.Auth:
        this.#handlers.onAuth?.(packet);
        return;
      default:
        // [5 MQTT-3.2.0-2]
        throw new MqttError(ReasonCode.ProtocolError, "the server has sent a second CONNACK");
    }
  }

  /** In 5.0 the server is told why the connection ends (§4.13). */
  #fail(connection: Connection, error: MqttError): void {
    if (connection.phase === "connected" && this.options.version === 5) this.disconnect(error.reasonCode);
    else this.connectionLost();
    this.#handlers.onError?.(error);
  }

  #discardSession(): void {
    this.#incoming.discard();
    this.#outgoing.discard();
  }

  #sendAck(type: AcknowledgementType, packetId: number, reasonCode: ReasonCode): void {
    const bytes = new Uint8Array(ACK_BYTES);
    const end = writeAck(bytes, 0, this.options.version, type, packetId, reasonCode);
    this.#send(bytes.subarray(0, end));
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#handlers.onPacketOut?.(bytes);
    connection.keepAlive.noteSent();
    this.#handlers.send(bytes);
  }
}
