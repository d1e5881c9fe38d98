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
} from "../messages/connection.ts";
import { concatenated } from "./concatenated.ts";
import { clientOptionsOf, grantedOf, refusalOf, subprotocolOf } from "./connect-terms.ts";
import { invalidMessage, publishResultOf } from "./publish-result.ts";

/** Bytes taken at a time: about five milliseconds of small messages. */
const PIECE_BYTES = 65_536;
const CONNECT_TIMEOUT_SECONDS = 10;
/** How long a PINGREQ may be unanswered before the connection counts as stale. */
const STALE_AFTER_MS = 2_500;
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
  #wire: Wire = { state: "none" };
  #input: Uint8Array[] = [];
  #output: Uint8Array<ArrayBuffer>[] = [];
  #cancelTimer: () => void = () => {};
  #cancelStale: () => void = () => {};
  #granted: Granted | undefined;
  #isSilent = false;
  #isStale = false;

  constructor(ports: EnginePorts, options: ConnectOptions, handlers: LinkHandlers) {
    this.#ports = ports;
    this.options = options;
    this.#handlers = handlers;
    this.#client = new MqttClient(clientOptionsOf(options), {
      send: (bytes) => this.#send(bytes),
      onConnack: (connack) => {
        if (connack.reasonCode !== ReasonCode.Success) this.#end(refusalOf(connack, options.version));
        else this.#onConnected(grantedOf(connack, options, this.#client.clientId));
      },
      onMessage: (publish) => handlers.onMessage(publish),
      ...(handlers.onPublishView && { onPublishView: (view) => handlers.onPublishView?.(view) ?? false }),
      ...(handlers.onPacket && { onPacketIn: (bytes) => handlers.onPacket?.("in", bytes) }),
      onDisconnect: ({ reasonCode, properties: { reasonString } }) =>
        this.#end({
          kind: "closed-by-server",
          reasonCode,
          ...(reasonString === undefined ? {} : { reasonString }),
        }),
      onError: (error) => this.#end(this.#endOf(error)),
    });
  }

  get clientId(): string {
    return this.#client.clientId;
  }

  get isConnected(): boolean {
    return this.#client.isConnected;
  }

  get granted(): Granted | undefined {
    return this.#granted;
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
    while (this.#input.length > 0) {
      this.#client.receive(this.#nextPiece());
      if (this.#ports.clock.now() >= until) break;
    }
    this.#flush();
    if (this.#input.length > 0) return true;
    if (this.#wire.state === "open" && this.#wire.isClosed) this.#end({ kind: "connection-lost" });
    return false;
  }

  publish(message: OutgoingMessage): Promise<PublishResult> {
    if (!this.isConnected) return Promise.resolve({ outcome: "failed", why: "not-connected" });
    return new Promise((resolve) => {
      try {
        this.#client.publish(message, ({ reasonCode }) => resolve(publishResultOf(message, reasonCode)));
      } catch (error) {
        resolve(invalidMessage(error));
      }
      this.#flush();
    });
  }

  /** The reason code of the SUBACK; undefined: the connection ended before it came. */
  subscribe(request: SubscriptionRequest, identifier: number | undefined): Promise<number | undefined> {
    const withIdentifier = identifier !== undefined && this.#granted?.hasSubscriptionIdentifiers === true;
    return new Promise((resolve) => {
      try {
        this.#client.subscribe(
          [request],
          withIdentifier ? { subscriptionIdentifiers: [identifier] } : {},
          (reasonCodes) => resolve(reasonCodes?.[0]),
        );
      } catch {
        resolve(ReasonCode.TopicFilterInvalid);
      }
      this.#flush();
    });
  }

  unsubscribe(filter: string): void {
    this.#client.unsubscribe([filter]);
    this.#flush();
  }

  /** Sends DISCONNECT and closes (MQTT 5.0 §3.14). */
  disconnect(reasonCode: ReasonCode = ReasonCode.NormalDisconnection): void {
    this.#client.disconnect(reasonCode);
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
    this.#cancelStale();
  }

  #onOpen(socket: WireSocket): void {
    this.#wire = { state: "open", socket, isOpened: true, isClosed: false };
    try {
      this.#client.connect();
    } catch (error) {
      if (!(error instanceof MqttError)) throw error;
      this.#end({ kind: "protocol-error", detail: error.message, reasonCode: error.reasonCode });
      return;
    }
    this.#flush();
  }

  #onData(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) {
      // [5 MQTT-6.0.0-1] [3 MQTT-6.0.0-1]
      const detail = "a WebSocket text frame came, MQTT is binary";
      this.#end({ kind: "protocol-error", detail, reasonCode: ReasonCode.ProtocolError });
      return;
    }
    this.lastHeardAt = this.#ports.clock.now();
    this.#cancelStale();
    this.#setStale(false);
    this.#input.push(new Uint8Array(data)); // [5 MQTT-4.2-1] [3 MQTT-7.1.2-1] [5 MQTT-6.0.0-2] [3 MQTT-6.0.0-2]
    this.#handlers.onInput();
  }

  #onClose(): void {
    const wire = this.#wire;
    if (wire.state === "none") return;
    if (!wire.isOpened) this.#end({ kind: "unreachable", url: this.options.url });
    else if (this.#input.length === 0) this.#end({ kind: "connection-lost" });
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
    if ((bytes[0] ?? 0) >> TYPE_SHIFT !== PacketType.Pingreq) return;
    this.#cancelStale();
    this.#cancelStale = this.#ports.clock.after(STALE_AFTER_MS, () => this.#setStale(true));
  }

  /** What was said since the last time goes out in one frame. */
  #flush(): void {
    const packets = this.#output;
    if (packets.length === 0) return;
    this.#output = [];
    if (this.#wire.state === "open" && !this.#wire.isClosed) this.#wire.socket.send(concatenated(packets));
  }

  #nextPiece(): Uint8Array {
    const chunk = this.#input[0] ?? new Uint8Array(0);
    if (chunk.length <= PIECE_BYTES) {
      this.#input.shift();
      return chunk;
    }
    this.#input[0] = chunk.subarray(PIECE_BYTES);
    return chunk.subarray(0, PIECE_BYTES);
  }

  #setStale(isStale: boolean): void {
    if (this.#isStale === isStale) return;
    this.#isStale = isStale;
    this.#handlers.onStaleChanged?.(isStale);
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
    this.#cancelStale();
    this.#isStale = false;
    this.#input = [];
    this.#granted = undefined;
    wire.socket.onopen = null;
    wire.socket.onmessage = null;
    wire.socket.onclose = null;
    wire.socket.close();
    this.#client.connectionLost();
    this.#handlers.onEnded(end);
  }
}
