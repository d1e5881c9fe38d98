import { PacketType, type SubscriptionRequest } from "../../../protocol/packets.ts";
import { FIRST_ERROR_CODE, ReasonCode } from "../../../protocol/reason-codes.ts";
import { MqttLink } from "../connection/mqtt-link.ts";
import type { EnginePorts } from "../engine-ports.ts";
import type {
  ConnectionEnd,
  ConnectOptions,
  Granted,
  OutgoingMessage,
  PublishResult,
} from "../messages/connection.ts";
import type { LabClientState, LabEnding, LabPacket, LabPhase, LabSubscription } from "../messages/lab.ts";
import type { PacketLog } from "./packet-log.ts";

/** A server ends a silent client after one and a half times the keep alive [5 MQTT-3.1.2-22]. */
const KEEP_ALIVE_GRACE = 1.5;
/** Received messages that are shown beside the others. */
const KEPT_MESSAGES = 3;

/** A test client with a WebSocket of its own. */
export class LabClient {
  readonly key: string;
  readonly log: PacketLog;
  readonly #ports: EnginePorts;
  readonly #link: MqttLink;
  readonly #onChange: () => void;
  #phase: LabPhase = { phase: "connecting" };
  #subscriptions: readonly LabSubscription[] = [];
  #packetsIn = 0;
  #packetsOut = 0;
  #messagesReceived = 0;
  #lastMessages: readonly LabPacket[] = [];
  #ending: LabEnding | undefined;

  constructor(
    ports: EnginePorts,
    key: string,
    options: ConnectOptions,
    log: PacketLog,
    events: { readonly onChange: () => void; readonly onInput: () => void },
  ) {
    this.#ports = ports;
    this.key = key;
    this.log = log;
    this.#onChange = events.onChange;
    this.#link = new MqttLink(ports, options, {
      onConnected: (granted) => this.#onConnected(granted),
      onEnded: (cause) => this.#onEnded(cause),
      onMessage: () => {
        this.#messagesReceived++;
      },
      onInput: events.onInput,
      onPacket: (direction, bytes) => this.#onPacket(direction, bytes),
    });
  }

  get state(): LabClientState {
    return {
      key: this.key,
      options: this.#link.options,
      clientId: this.#link.clientId,
      lab: this.#phase,
      subscriptions: this.#subscriptions,
      packetsIn: this.#packetsIn,
      packetsOut: this.#packetsOut,
      messagesReceived: this.#messagesReceived,
      lastMessages: this.#lastMessages,
    };
  }

  isSameAs(options: ConnectOptions): boolean {
    return JSON.stringify(options) === JSON.stringify(this.#link.options);
  }

  start(): void {
    this.#ending = undefined;
    this.#change({ phase: "connecting" });
    this.#link.connect();
  }

  work(until: number): boolean {
    return this.#link.work(until);
  }

  /** A repeated filter replaces its subscription (MQTT 5.0 §3.8.4). */
  async subscribe(request: SubscriptionRequest, identifier: number | undefined): Promise<void> {
    const { filter } = request;
    const asked: LabSubscription = {
      ...request,
      ...(identifier === undefined ? {} : { identifier }),
      state: "waiting",
    };
    const others = this.#subscriptions.filter((subscription) => subscription.filter !== filter);
    this.#subscriptions = [...others, asked];
    this.#onChange();
    const answer = await this.#link.subscribe(request, identifier);
    this.#subscriptions = this.#subscriptions.flatMap((subscription) => {
      if (subscription !== asked) return [subscription];
      // the connection ended before the answer came
      if (answer === undefined) return [];
      return [{ ...asked, ...answer, state: answer.reasonCode < FIRST_ERROR_CODE ? "granted" : "refused" }];
    });
    this.#onChange();
  }

  unsubscribe(filter: string): void {
    if (!this.#subscriptions.some((subscription) => subscription.filter === filter)) return;
    this.#link.unsubscribe(filter);
    this.#subscriptions = this.#subscriptions.filter((subscription) => subscription.filter !== filter);
    this.#onChange();
  }

  publish(message: OutgoingMessage): Promise<PublishResult> {
    return this.#link.publish(message);
  }

  /** The session expiry is for DISCONNECT to change (MQTT 5.0 §3.14.2.2.2). */
  end(ending: LabEnding, sessionExpirySeconds?: number): void {
    if (this.#phase.phase !== "ended") this.#ending = ending;
    switch (ending) {
      case "disconnect":
        this.#link.disconnect(ReasonCode.NormalDisconnection, sessionExpirySeconds);
        break;
      case "disconnect-with-will":
        this.#link.disconnect(ReasonCode.DisconnectWithWillMessage, sessionExpirySeconds);
        break;
      case "cut":
        this.#link.cut();
        break;
      case "silence":
        this.#fallSilent();
    }
  }

  /** A new session begins without subscriptions; those that wait for this connection are sent now. */
  #onConnected(granted: Granted): void {
    if (!granted.sessionPresent) {
      this.#subscriptions = this.#subscriptions.filter((subscription) => subscription.state === "waiting");
    }
    this.#change({ phase: "connected", granted, since: this.#ports.clock.now() });
  }

  #onEnded(cause: ConnectionEnd): void {
    const ending = this.#ending === undefined ? {} : { ending: this.#ending };
    this.#change({ phase: "ended", at: this.#ports.clock.now(), cause, ...ending });
  }

  #fallSilent(): void {
    if (this.#phase.phase !== "connected") return;
    const { granted } = this.#phase;
    const since = this.#ports.clock.now();
    const patience = granted.keepAliveSeconds * KEEP_ALIVE_GRACE * 1000;
    this.#link.silence();
    this.#change({
      phase: "silent",
      granted,
      since,
      expectedEndAt: patience > 0 ? since + patience : undefined,
    });
  }

  #onPacket(direction: "in" | "out", bytes: Uint8Array): void {
    if (direction === "in") this.#packetsIn++;
    else this.#packetsOut++;
    const packet = this.log.add(direction, this.#ports.clock.now(), bytes, this.#link.options.version);
    if (direction === "in" && packet.packetType === PacketType.Publish) {
      this.#lastMessages = [...this.#lastMessages, packet].slice(-KEPT_MESSAGES);
    }
    this.#onChange();
  }

  #change(phase: LabPhase): void {
    this.#phase = phase;
    this.#onChange();
  }
}
