import type { PublishView } from "../../../protocol/codec/publish.ts";
import type { Publish, SubscriptionRequest } from "../../../protocol/packets.ts";
import type { EnginePorts } from "../engine-ports.ts";
import type {
  ConnectionEnd,
  ConnectionPhase,
  ConnectOptions,
  Granted,
  OutgoingMessage,
  PublishResult,
} from "../messages/connection.ts";
import { MqttLink } from "./mqtt-link.ts";
import { afterEnd, reconnectDelayMs } from "./reconnect.ts";
import type { SubscriptionWire } from "./subscription-set.ts";

/** What the page's connection tells the engine. */
export interface PageConnectionHandlers {
  /** Undefined: the connection is gone. */
  onWire(wire: SubscriptionWire | undefined, granted: Granted | undefined): void;
  onPublishView(view: PublishView): boolean;
  onMessage(publish: Publish): void;
  onInput(): void;
  onChange(): void;
}

/** The page's own connection, which comes back by itself. */
export class PageConnection {
  readonly #ports: EnginePorts;
  readonly #handlers: PageConnectionHandlers;
  #link: MqttLink | undefined;
  #phase: ConnectionPhase = { phase: "detached" };
  #attempt = 0;
  #cancelRetry: () => void = () => {};

  constructor(ports: EnginePorts, handlers: PageConnectionHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
  }

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  get options(): ConnectOptions | undefined {
    return this.#link?.options;
  }

  get clientId(): string {
    return this.#link?.clientId ?? "";
  }

  attach(options: ConnectOptions): void {
    this.detach();
    this.#link = new MqttLink(this.#ports, options, {
      onConnected: (granted) => this.#onConnected(granted),
      onEnded: (end) => this.#onEnded(end),
      onStaleChanged: (isStale) => this.#onStaleChanged(isStale),
      onPublishView: (view) => this.#handlers.onPublishView(view),
      onMessage: (publish) => this.#handlers.onMessage(publish),
      onInput: () => this.#handlers.onInput(),
    });
    this.#attempt = 0;
    this.#connect();
  }

  detach(): void {
    this.#cancelRetry();
    const link = this.#link;
    if (link?.isConnected) link.disconnect();
    else link?.cut();
    if (this.#phase.phase !== "detached") this.#change({ phase: "closed", cause: { kind: "closed-here" } });
  }

  /** Does not wait for the next attempt. */
  reconnectNow(): void {
    const { phase } = this.#phase;
    if (!this.#link || phase === "connecting" || phase === "connected") return;
    this.#cancelRetry();
    if (phase === "stale") this.#link.cut();
    this.#connect();
  }

  work(until: number): boolean {
    return this.#link?.work(until) ?? false;
  }

  publish(message: OutgoingMessage): Promise<PublishResult> {
    return this.#link?.publish(message) ?? Promise.resolve({ outcome: "failed", why: "not-connected" });
  }

  #connect(): void {
    this.#change({ phase: "connecting", since: this.#ports.clock.now() });
    this.#link?.connect();
  }

  #onConnected(granted: Granted): void {
    this.#attempt = 0;
    this.#change({ phase: "connected", since: this.#ports.clock.now(), granted });
    const link = this.#link;
    if (!link) return;
    this.#handlers.onWire(
      {
        subscribe: (request: SubscriptionRequest, identifier: number) => link.subscribe(request, identifier),
        unsubscribe: (filter: string) => link.unsubscribe(filter),
      },
      granted,
    );
  }

  #onStaleChanged(isStale: boolean): void {
    const before = this.#phase;
    if (isStale && before.phase === "connected") {
      const { since, granted } = before;
      this.#change({ phase: "stale", since, lastHeardAt: this.#link?.lastHeardAt ?? since, granted });
    } else if (!isStale && before.phase === "stale") {
      this.#change({ phase: "connected", since: before.since, granted: before.granted });
    }
  }

  #onEnded(cause: ConnectionEnd): void {
    this.#handlers.onWire(undefined, undefined);
    const next = afterEnd(cause);
    if (next !== "retry") {
      this.#change({ phase: next, cause });
      return;
    }
    this.#attempt++;
    const delay = reconnectDelayMs(this.#attempt, this.#ports.random());
    const nextAttemptAt = this.#ports.clock.now() + delay;
    this.#cancelRetry = this.#ports.clock.after(delay, () => this.#connect());
    this.#change({ phase: "reconnecting", attempt: this.#attempt, nextAttemptAt, cause });
  }

  #change(phase: ConnectionPhase): void {
    this.#phase = phase;
    this.#handlers.onChange();
  }
}
