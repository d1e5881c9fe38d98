import { connect as connectSocket, type Socket } from "node:net";
import { MqttClient } from "../../protocol/client/client.ts";
import type { ClientOptions } from "../../protocol/client/client-options.ts";
import type { Connack, Publish } from "../../protocol/packets.ts";
import type { Random } from "../fuzz/random.ts";
import type { Broker } from "./broker.ts";
import type { Faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import type { Timeline } from "./timeline.ts";

/** Where clients live. */
export interface World {
  readonly broker: Broker;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly timeline: Timeline;
}

/** Before a client that could not connect tries again, milliseconds. */
const RETRY = 30;

/**
 * A client of the broker that comes, goes and returns. It is moved by `step`, and never waits: what happens to its
 * connection it hears from its socket.
 */
export abstract class Client {
  readonly id: string;
  protected readonly world: World;
  protected readonly random: Random;
  protected readonly mqtt: MqttClient;
  #socket: Socket | undefined;
  #state: "away" | "connecting" | "connected" | "leaving" = "away";
  #isConnectSent = false;
  /** When it means to be back. */
  #returnAt = 0;
  /** When it said goodbye. */
  #leftAt = 0;

  protected constructor(world: World, random: Random, options: ClientOptions) {
    this.id = options.clientId;
    this.world = world;
    this.random = random;
    this.mqtt = new MqttClient(options, {
      send: (bytes) => void this.#socket?.write(bytes),
      onConnack: (connack) => this.#onConnack(connack),
      onMessage: (publish) => this.onMessage(publish),
      onPacketIn: (bytes) => this.onPacketIn(bytes),
      onPacketOut: (bytes) => this.onPacketOut(bytes),
      onError: (error) => this.#fault(error.message),
      onDisconnect: ({ reasonCode }) => {
        if (this.world.broker.isUp) this.#fault(`DISCONNECT with 0x${reasonCode.toString(16)}`);
        this.#socket?.destroy();
      },
    });
  }

  get isConnected(): boolean {
    return this.#state === "connected";
  }

  /** Whether nothing is under way, and nothing is still to be done before what is owed can be counted. */
  abstract get isSettled(): boolean;

  /** Moves on by what time it is. While all settle it only comes back. */
  step(now: number, isSettling: boolean): void {
    if (this.#state === "connected" && !isSettling) this.act(now);
    else if (this.#state === "away" && (now >= this.#returnAt || (isSettling && this.isAwaited(now)))) {
      if (this.world.broker.isUp) this.#connect(now);
    }
  }

  get isAway(): boolean {
    return this.#state === "away";
  }

  /** Says goodbye for good. */
  retire(): void {
    if (this.isConnected) this.leave(0);
  }

  /** What it does when it is connected and free to. */
  protected abstract act(now: number): void;
  protected abstract onConnected(isSessionPresent: boolean): void;
  /** A connection that had been accepted has ended: at that moment, or it said goodbye then. */
  protected abstract onDisconnected(at: number, isPolite: boolean): void;

  /** Whether the others wait for it to come back, when all settle. */
  protected isAwaited(_now: number): boolean {
    return true;
  }

  protected onConnectSent(): void {}
  /** CONNECT was sent, and the connection has ended without CONNACK. */
  protected onUnanswered(): void {}
  protected onMessage(publish: Publish): void {
    this.world.faults.add("invented", `${this.id}, which subscribes to nothing, got ${publish.topic}`);
  }
  protected onPacketIn(_bytes: Uint8Array): void {}
  protected onPacketOut(_bytes: Uint8Array): void {}

  /** Loses the connection, as when a cable is pulled, and stays away for so long. */
  protected cut(milliseconds: number): void {
    const socket = this.#socket;
    this.#ended(performance.now() + milliseconds);
    socket?.destroy();
  }

  /** Says goodbye, and stays away for so long. */
  protected leave(milliseconds: number): void {
    this.#leftAt = performance.now();
    this.#returnAt = this.#leftAt + milliseconds;
    this.#state = "leaving";
    this.mqtt.disconnect();
    this.#socket?.end();
  }

  #connect(now: number): void {
    const socket = connectSocket({ host: "127.0.0.1", port: this.world.broker.mqttPort, noDelay: true });
    this.#socket = socket;
    this.#state = "connecting";
    this.#isConnectSent = false;
    this.#returnAt = now + RETRY;
    socket.on("connect", () => {
      if (this.#socket !== socket) return;
      this.#isConnectSent = true;
      this.onConnectSent();
      this.mqtt.connect();
    });
    socket.on("data", (chunk) => {
      if (this.#socket === socket) this.mqtt.receive(chunk);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.#socket === socket) this.#ended(this.#returnAt);
    });
  }

  #onConnack({ reasonCode, sessionPresent }: Connack): void {
    if (reasonCode !== 0) {
      if (!this.world.broker.mayRefuse(reasonCode)) this.#fault(`CONNACK with ${reasonCode}`);
      this.#socket?.destroy();
      return;
    }
    this.#state = "connected";
    this.onConnected(sessionPresent);
  }

  #ended(returnAt: number): void {
    const state = this.#state;
    this.#socket = undefined;
    this.#state = "away";
    this.#returnAt = returnAt;
    this.mqtt.connectionLost();
    if (state === "connecting" && this.#isConnectSent) this.onUnanswered();
    else if (state === "connected") this.onDisconnected(performance.now(), false);
    else if (state === "leaving") this.onDisconnected(this.#leftAt, true);
  }

  #fault(what: string): void {
    this.world.faults.add("protocol", `${this.id}: ${what}`);
  }
}
