import { MqttClient } from "../../../protocol/client/client.ts";
import type { PublishView } from "../../../protocol/codec/publish.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { PacketType, type Publish, type SubscriptionRequest } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { EnginePorts, WireSocket } from "../engine-ports.ts";
import type {
  ConnectionEnd,
  ConnectOptions,
  Granted,
  OutgoingMessage,
  PublishResult,
  SubscribeAnswer,
} from "../messages/connection.ts";
import { concatenated } from "./concatenated.ts";
import { clientOptionsOf, grantedOf, isScram, refusalOf, subprotocolOf, wordsOf } from "./connect-terms.ts";
import { InputQueue } from "./input-queue.ts";
import { invalidMessage, publishResultOf } from "./publish-result.ts";
import { ScramLogin } from "./scram-login.ts";
import { StaleWatch } from "./stale-watch.ts";
import { invalidSubscription, subscribeAnswerOf } from "./subscribe-answer.ts";

const CONNECT_TIMEOUT_SECONDS = 10;
const TYPE_SHIFT = 4;

/** What a link tells its owner. */
export interface LinkHandlers {
  onConnected(granted: Granted): void;
  /** The connection is over, or never came about; once for each connect(). */
  onEnded(end: ConnectionEnd): void;
  onStaleChanged?(isStale: boolean): void;
  /** Asked first; true: taken, no value is to be made of it. */
  onPublishView?(view: PublishView): boolean;
  onMessage(publish: Publish): void;
  /** Bytes have come that want work(). */
  onInput(): void;
  onPacket?(direction: "in" | "out", bytes: Uint8Array): void;
}

type Wire =
  | { readonly state: "none" }
  | {
      readonly state: "open";
      readonly socket: WireSocket;
      readonly isOpened: boolean;
      readonly isClosed: boolean;
    };

/** One MQTT client on WebSockets: an MqttClient, its wire, its timers. Input is read in slices, when the owner says so. */
export class MqttLink {
  readonly options: ConnectOptions;
  lastHeardAt = 0;
  readonly #ports: EnginePorts;
  readonly #handlers: LinkHandlers;
  readonly #client: MqttClient;
  readonly #staleWatch: StaleWatch;
  #wire: Wire = { state: "none" };
  readonly #input = new InputQueue();
  /** Undefined: CONNECT says who connects. */
  readonly #login: ScramLogin | undefined;
  #output: Uint8Array<ArrayBuffer>[] = [];
  #cancelTimer: () => void = () => {};
  #granted: Granted | undefined;
  #isSilent = false;

  constructor(ports: EnginePorts, options: ConnectOptions, handlers: LinkHandlers) {
    this.#ports = ports;
    this.options = options;
    this.#handlers = handlers;
    this.#staleWatch = new StaleWatch(ports.clock, (isStale) => handlers.onStaleChanged?.(isStale));
    this.#client = new MqttClient(clientOptionsOf(options), {
      send: (bytes) => this.#send(bytes),
      onConnack: (connack) => {
        if (connack.reasonCode !== ReasonCode.Success) this.#end(refusalOf(connack, options.version));
        else if (this.#login?.isProven(connack.properties.authenticationData) !== false) {
          this.#onConnected(grantedOf(connack, options, this.#client.clientId));
        }
      },
      onAuth: ({ properties }) => this.#login?.onChallenge(properties.authenticationData),
      onMessage: (publish) => handlers.onMessage(publish),
      ...(handlers.onPublishView && { onPublishView: (view) => handlers.onPublishView?.(view) ?? false }),
      ...(handlers.onPacket && { onPacketIn: (bytes) => handlers.onPacket?.("in", bytes) }),
      onDisconnect: ({ reasonCode, properties }) =>
        this.#end({ kind: "closed-by-server", reasonCode, ...wordsOf(properties) }),
      onError: (error) => this.#end(this.#endOf(error)),
    });
    this.#login = isScram(options) ? this.#scramLogin() : undefined;
  }

  get clientId(): string {
    return this.#client.clientId;
  }

  get isConnected(): boolean {
    return this.#client.isConnected;
  }

  connect(): void {
    const { url, version } = this.options;
    let socket: WireSocket;
    try {
      socket = this.#ports.openSocket(url, [subprotocolOf(version)]);
    } catch {
      this.#handlers.onEnded({ kind: "bad-url", url });
      return;
    }
    socket.binaryType = "arraybuffer";
    this.#isSilent = false;
    this.#wire = { state: "open", socket, isOpened: false, isClosed: false };
    this.#after(CONNECT_TIMEOUT_SECONDS * 1000, () =>
      this.#end({ kind: "no-answer", seconds: CONNECT_TIMEOUT_SECONDS }),
    );
    socket.onopen = () => this.#onOpen(socket);
    socket.onmessage = ({ data }) => this.#onData(data);
    socket.onclose = () => this.#onClose();
  }

  /** Reads what has come, until the time is up; true: more is there. */
  work(until: number): boolean {
    while (!this.#input.isEmpty) {
      this.#client.receive(this.#input.next());
      if (this.#ports.clock.now() >= until) break;
    }
    this.#flush();
    if (!this.#input.isEmpty) return true;
    if (this.#wire.state === "open" && this.#wire.isClosed) this.#end({ kind: "connection-lost" });
    return false;
  }

  publish(message: OutgoingMessage): Promise<PublishResult> {
    if (!this.isConnected) return Promise.resolve({ outcome: "failed", why: "not-connected" });
    return new Promise((resolve) => {
      try {
        this.#client.publish(message, (result) => resolve(publishResultOf(message, result)));
      } catch (error) {
        resolve(invalidMessage(error));
      }
      this.#flush();
    });
  }

  /** What the SUBACK says, or what forbids to ask; undefined: the connection ended before it came. */
  subscribe(
    request: SubscriptionRequest,
    identifier: number | undefined,
  ): Promise<SubscribeAnswer | undefined> {
    const withIdentifier = identifier !== undefined && this.#granted?.hasSubscriptionIdentifiers === true;
    const properties = withIdentifier ? { subscriptionIdentifiers: [identifier] } : {};
    return new Promise((resolve) => {
      try {
        this.#client.subscribe([request], properties, (codes, reasonString) =>
          resolve(subscribeAnswerOf(codes?.[0], reasonString)),
        );
      } catch (error) {
        resolve(invalidSubscription(error));
      }
      this.#flush();
    });
  }

  unsubscribe(filter: string): void {
    this.#client.unsubscribe([filter]);
    this.#flush();
  }

  /** Sends DISCONNECT and closes (MQTT 5.0 §3.14); the session then lives so long, where CONNECT gave it a life. */
  disconnect(reasonCode: ReasonCode = ReasonCode.NormalDisconnection, sessionExpirySeconds?: number): void {
    const mayChange = this.options.version === 5 && this.options.sessionExpirySeconds > 0;
    const properties =
      mayChange && sessionExpirySeconds !== undefined ? { sessionExpiryInterval: sessionExpirySeconds } : {};
    this.#client.disconnect(reasonCode, properties);
    this.#flush();
    this.#end({ kind: "closed-here" });
  }

  /** Closes the wire without a word of MQTT. */
  cut(): void {
    this.#end({ kind: "closed-here" });
  }

  /** Says nothing any more: the server is to find out by itself. */
  silence(): void {
    this.#isSilent = true;
    this.#cancelTimer();
    this.#staleWatch.stop();
  }

  #onOpen(socket: WireSocket): void {
    this.#wire = { state: "open", socket, isOpened: true, isClosed: false };
    if (this.#login === undefined) this.#sayConnect();
    else this.#login.begin();
  }

  #sayConnect(authenticationData?: Uint8Array): void {
    try {
      this.#client.connect(authenticationData);
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      this.#end({ kind: "protocol-error", detail: error.message, reasonCode: error.reasonCode });
      return;
    }
    this.#flush();
  }

  #scramLogin(): ScramLogin {
    return new ScramLogin(this.options, {
      onReady: (first) => this.#sayConnect(first),
      onAnswer: (answer) => {
        this.#client.authenticate(answer);
        this.#flush();
      },
      onFailed: (problem) => {
        this.#client.disconnect(ReasonCode.NotAuthorized);
        this.#end({ kind: "authentication-failed", problem });
      },
    });
  }

  #onData(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) {
      // [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]
      const detail = "a WebSocket text frame came, MQTT is binary";
      this.#end({ kind: "protocol-error", detail, reasonCode: ReasonCode.ProtocolError });
      return;
    }
    this.lastHeardAt = this.#ports.clock.now();
    this.#staleWatch.onHeard();
    this.#input.push(new Uint8Array(data)); // [5 MQTT-4.2-1] [3 MQTT-7.1.2-1] [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]
    this.#handlers.onInput();
  }

  #onClose(): void {
    const wire = this.#wire;
    if (wire.state === "none") return;
    if (!wire.isOpened) this.#end({ kind: "unreachable", url: this.options.url });
    else if (this.#input.isEmpty) this.#end({ kind: "connection-lost" });
    else this.#wire = { ...wire, isClosed: true };
  }

  #onConnected(granted: Granted): void {
    this.#granted = granted;
    this.#tick();
    this.#handlers.onConnected(granted);
  }

  #tick(): void {
    const { clock } = this.#ports;
    const next = this.#client.tick(clock.now());
    this.#flush();
    this.#cancelTimer();
    if (next !== undefined) this.#after(next - clock.now(), () => this.#tick());
  }

  #after(milliseconds: number, callback: () => void): void {
    this.#cancelTimer = this.#ports.clock.after(milliseconds, callback);
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#isSilent) return;
    this.#handlers.onPacket?.("out", bytes);
    this.#output.push(bytes);
    if ((bytes[0] ?? 0) >> TYPE_SHIFT === PacketType.Pingreq) this.#staleWatch.onPing();
  }

  /** What was said since the last time goes out in one frame. */
  #flush(): void {
    const packets = this.#output;
    if (packets.length === 0) return;
    this.#output = [];
    if (this.#wire.state === "open" && !this.#wire.isClosed) this.#wire.socket.send(concatenated(packets));
  }

  #endOf(error: MqttError): ConnectionEnd {
    if (error.reasonCode !== ReasonCode.KeepAliveTimeout) {
      return { kind: "protocol-error", detail: error.message, reasonCode: error.reasonCode };
    }
    const seconds = Math.round((this.#ports.clock.now() - this.lastHeardAt) / 1000);
    return { kind: "silent", seconds };
  }

  #end(end: ConnectionEnd): void {
    const wire = this.#wire;
    if (wire.state === "none") return;
    this.#flush();
    this.#wire = { state: "none" };
    this.#cancelTimer();
    this.#staleWatch.stop();
    this.#input.clear();
    this.#login?.end();
    this.#granted = undefined;
    wire.socket.onopen = null;
    wire.socket.onmessage = null;
    wire.socket.onclose = null;
    wire.socket.close();
    this.#client.connectionLost();
    this.#handlers.onEnded(end);
  }
}
