import { type AcknowledgementType, readShortAck } from "../codec/acknowledgements.ts";
import { decode } from "../codec/decode.ts";
import { encode } from "../codec/encode.ts";
import { decodePublish } from "../codec/publish.ts";
import { MqttError } from "../errors.ts";
import {
  type Acknowledgement,
  type Auth,
  type Connack,
  type Disconnect,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type SubscriptionRequest,
} from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import type {
  ClientHandlers,
  ClientOptions,
  OutgoingMessage,
  PublishDone,
  RequestDone,
} from "./client-options.ts";
import { ClientSession } from "./client-session.ts";
import { connectPacket } from "./connect-packet.ts";
import { type Connection, openConnection } from "./connection.ts";
import { KeepAlive } from "./keep-alive.ts";
import type { PublishAnswer } from "./outgoing-messages.ts";
import { outgoingPacket } from "./outgoing-packet.ts";
import { politeBytes } from "./polite-packet.ts";
import { NO_SERVER_LIMITS, type ServerLimits, serverLimits } from "./server-limits.ts";
import { checkSessionExpiry, checkSessionPresent } from "./session-terms.ts";

const SUCCESS: PublishAnswer = { reasonCode: ReasonCode.Success };

/**
 * An MQTT client without wire and clock (MQTT 5.0, 3.1.1 and 3.1). Its owner opens a wire and calls connect(), hands over
 * what comes in with receive(), sends what handlers.send() is given, calls tick() when it asked for it, and says
 * connectionLost() when the wire is gone. It outlives its wires: connect() on a new one resumes the session.
 */
export class MqttClient {
  readonly options: ClientOptions;
  readonly #handlers: ClientHandlers;
  readonly #session: ClientSession;
  #connection: Connection | undefined;
  #clientId: string;
  #limits = NO_SERVER_LIMITS;

  constructor(options: ClientOptions, handlers: ClientHandlers) {
    this.options = options;
    this.#handlers = handlers;
    this.#clientId = options.clientId;
    this.#session = new ClientSession(
      {
        send: (bytes) => this.#send(bytes),
        onMessage: (publish) => handlers.onMessage?.(publish),
      },
      options,
    );
  }

  /** The one that was asked for, or the one that the server gave: the session goes by it [5 MQTT-3.1.3-2]. */
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
    return this.#session.outgoing.inFlight;
  }

  /** Messages that were not sent yet. */
  get queued(): number {
    return this.#session.outgoing.queued;
  }

  /**
   * Sends CONNECT on a wire that was just opened [5 MQTT-3.1.0-1] [3 MQTT-3.1.0-1]; nothing else goes out before CONNACK but
   * AUTH and DISCONNECT [5 MQTT-3.1.2-30]. The data is what the authentication method begins with (MQTT 5.0 §4.12).
   */
  connect(authenticationData?: Uint8Array): void {
    this.connectionLost();
    // [5 MQTT-3.1.2-4] [3 MQTT-3.1.2-6]
    if (this.options.cleanStart) this.#session.discard();
    const packet = connectPacket(this.options, this.#clientId, authenticationData);
    const bytes = encode(packet, this.options.version);
    this.#session.incoming.connect();
    this.#limits = NO_SERVER_LIMITS;
    this.#connection = openConnection(this.options);
    this.#send(bytes);
  }

  /** The wire is gone, or is to be given up: nothing is sent or read any more until connect(). */
  connectionLost(): void {
    this.#connection = undefined;
    this.#session.close();
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
    this.#session.outgoing.publish(outgoingPacket(message, this.options.version, done));
  }

  /** Subscribes, now or after the next CONNACK; throws MqttError for what cannot be asked. */
  subscribe(
    subscriptions: readonly SubscriptionRequest[],
    properties: Properties = NO_PROPERTIES,
    done?: RequestDone,
  ): void {
    this.#session.requests.subscribe(subscriptions, properties, done);
  }

  /** Unsubscribes, now or after the next CONNACK; throws MqttError for what cannot be asked. */
  unsubscribe(filters: readonly string[], done?: RequestDone): void {
    this.#session.requests.unsubscribe(filters, done);
  }

  /** Answers the server's challenge (MQTT 5.0 §4.12); throws MqttError where there is none. */
  authenticate(data?: Uint8Array): void {
    if (this.#connection !== undefined) this.#sendPolitely(this.#connection.authentication.answer(data));
  }

  /** Begins a re-authentication, which ends with an AUTH or a DISCONNECT of the server (MQTT 5.0 §4.12.1). */
  reauthenticate(data?: Uint8Array): void {
    if (this.#connection !== undefined) this.#sendPolitely(this.#connection.authentication.renew(data));
  }

  /**
   * Sends DISCONNECT, after which the owner closes the wire [5 MQTT-3.14.4-1] [5 MQTT-3.14.4-2] [3 MQTT-3.14.4-1]
   * [3 MQTT-3.14.4-2]. Throws MqttError for a session expiry that cannot be asked for any more.
   */
  disconnect(reasonCode: ReasonCode = ReasonCode.NormalDisconnection, properties = NO_PROPERTIES): void {
    if (this.#connection === undefined) return;
    checkSessionExpiry(this.options, properties);
    this.#sendPolitely({ type: PacketType.Disconnect, reasonCode, properties });
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
      this.#session.incoming.onPublish(decodePublish(view));
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
    if (packetId !== 0) this.#session.onAck(type as AcknowledgementType, packetId, SUCCESS);
    return packetId !== 0;
  }

  /** [5 MQTT-3.2.0-1] [3 MQTT-3.2.0-1] */
  #beforeConnack(packet: Packet, connection: Connection): void {
    if (packet.type === PacketType.Connack) this.#onConnack(packet, connection);
    else if (packet.type === PacketType.Auth) this.#onAuth(packet, connection);
    else throw new MqttError(ReasonCode.ProtocolError, "the server's first packet is not CONNACK");
  }

  #onAuth(auth: Auth, connection: Connection): void {
    connection.authentication.onAuth(auth);
    this.#handlers.onAuth?.(auth);
  }

  #onConnack(connack: Connack, connection: Connection): void {
    if (connack.reasonCode !== ReasonCode.Success) {
      this.connectionLost();
      this.#handlers.onConnack?.(connack);
      return;
    }
    const isSessionPresent = checkSessionPresent(connack, this.options);
    connection.authentication.onConnack(connack);
    connection.phase = "connected";
    // [5 MQTT-3.1.2-21] [5 MQTT-3.2.2-21]
    const keepAliveSeconds = connack.properties.serverKeepAlive ?? this.options.keepAliveSeconds;
    connection.keepAlive = new KeepAlive(keepAliveSeconds);
    // [5 MQTT-3.1.3-7]
    this.#clientId = connack.properties.assignedClientIdentifier ?? this.#clientId;
    this.#limits = serverLimits(connack);
    if (!isSessionPresent) this.#session.discard(); // [5 MQTT-3.2.2-5]
    this.#handlers.onConnack?.(connack);
    if (this.#connection !== connection) return;
    this.#session.open(this.#limits);
  }

  #dispatch(packet: Packet, connection: Connection): void {
    switch (packet.type) {
      case PacketType.Puback:
      case PacketType.Pubrec:
      case PacketType.Pubrel:
      case PacketType.Pubcomp:
        this.#session.onAck(packet.type, packet.packetId, answerOf(packet));
        return;
      case PacketType.Suback:
      case PacketType.Unsuback:
        this.#session.requests.onAnswer(packet);
        return;
      case PacketType.Pingresp:
        connection.keepAlive.noteAnswer();
        return;
      case PacketType.Disconnect:
        this.connectionLost();
        this.#handlers.onDisconnect?.(packet);
        return;
      case PacketType.Auth:
        this.#onAuth(packet, connection);
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

  #sendPolitely(packet: Auth | Disconnect): void {
    this.#send(politeBytes(packet, this.options.version, this.#limits.maximumPacketSize));
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#handlers.onPacketOut?.(bytes);
    connection.keepAlive.noteSent();
    this.#handlers.send(bytes);
  }
}

function answerOf({ reasonCode, properties: { reasonString } }: Acknowledgement<PacketType>): PublishAnswer {
  return reasonString === undefined ? { reasonCode } : { reasonCode, reasonString };
}
