import { connect, type Socket } from "node:net";
import { MqttClient } from "../../../protocol/client/client.ts";
import type { ClientOptions } from "../../../protocol/client/client-options.ts";
import type { Properties, Publish, QoS, SubscriptionRequest } from "../../../protocol/packets.ts";

const SECOND = 1000;
/** How long a device waits before it tries to connect again, milliseconds. */
const RETRY_AFTER = 2 * SECOND;
const KEEP_ALIVE_SECONDS = 30;

/** Where the broker listens. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** What a simulated device is and does; its functions are called while it is connected. */
export interface DeviceSpec {
  readonly clientId: string;
  readonly options?: Partial<ClientOptions>;
  readonly subscriptions?: readonly Pick<SubscriptionRequest, "filter" | "qos">[];
  onConnected?(device: Device): void;
  onMessage?(device: Device, message: Publish): void;
  /** Work that is done again and again. */
  readonly every?: readonly { readonly seconds: number; readonly work: (device: Device) => void }[];
  /** A device that comes and goes: how long it stays, how long it is away, and how it goes. */
  readonly comesAndGoes?: {
    readonly staysSeconds: number;
    readonly awaySeconds: number;
    readonly by: "cut" | "disconnect";
  };
}

interface MessageOptions {
  readonly qos?: QoS;
  readonly retain?: boolean;
  readonly properties?: Properties;
}

/** One simulated device: a real MQTT client on a TCP connection of its own. */
export class Device {
  readonly #spec: DeviceSpec;
  readonly #address: BrokerAddress;
  readonly #client: MqttClient;
  readonly #retained = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #socket: Socket | undefined;
  #isStopped = false;

  constructor(spec: DeviceSpec, address: BrokerAddress) {
    this.#spec = spec;
    this.#address = address;
    this.#client = new MqttClient(
      {
        version: 5,
        cleanStart: true,
        keepAliveSeconds: KEEP_ALIVE_SECONDS,
        ...spec.options,
        clientId: spec.clientId,
      },
      {
        send: (bytes) => this.#socket?.write(bytes),
        onConnack: (connack) => (connack.reasonCode === 0 ? this.#connected() : this.#socket?.destroy()),
        onMessage: (message) => spec.onMessage?.(this, message),
        onDisconnect: () => this.#socket?.end(),
        onError: () => this.#socket?.destroy(),
      },
    );
  }

  start(): void {
    this.#connect();
  }

  publish(
    topic: string,
    payload: string | Uint8Array,
    { qos = 0, retain = false, properties = {} }: MessageOptions = {},
  ): void {
    const bytes = typeof payload === "string" ? Buffer.from(payload) : payload;
    if (retain) this.#retained.add(topic);
    this.#client.publish({ topic, payload: bytes, qos, retain, properties });
  }

  /** Clears what it retained and says goodbye; resolves when its connection has closed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#clearTimers();
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    if (this.#client.isConnected) {
      for (const topic of this.#retained)
        this.#client.publish({ topic, payload: new Uint8Array(0), qos: 0, retain: true });
      this.#client.disconnect();
    }
    socket.end();
    await closed;
  }

  #connect(): void {
    const socket = connect({ ...this.#address, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => this.#client.connect());
    socket.on("data", (chunk) => this.#client.receive(chunk));
    socket.on("error", () => undefined); // what follows is always "close"
    socket.on("close", () => this.#closed());
  }

  #connected(): void {
    const { subscriptions = [], every = [], comesAndGoes, onConnected } = this.#spec;
    if (subscriptions.length > 0) {
      this.#client.subscribe(
        subscriptions.map((wanted) => ({
          ...wanted,
          noLocal: false,
          retainAsPublished: false,
          retainHandling: 0,
        })),
      );
    }
    onConnected?.(this);
    this.#keepAlive();
    for (const { seconds, work } of every) {
      work(this);
      this.#repeat(seconds, () => work(this));
    }
    if (comesAndGoes !== undefined) this.#after(comesAndGoes.staysSeconds, () => this.#go(comesAndGoes.by));
  }

  #go(by: "cut" | "disconnect"): void {
    if (by === "disconnect") this.#client.disconnect();
    if (by === "cut") this.#socket?.destroy();
    else this.#socket?.end();
  }

  #closed(): void {
    this.#client.connectionLost();
    this.#clearTimers();
    if (this.#isStopped) return;
    const away = this.#spec.comesAndGoes?.awaySeconds;
    this.#after(away ?? RETRY_AFTER / SECOND, () => this.#connect());
  }

  #keepAlive(): void {
    const now = Date.now();
    const next = this.#client.tick(now);
    if (next !== undefined) this.#after((next - now) / SECOND, () => this.#keepAlive());
  }

  #repeat(seconds: number, work: () => void): void {
    this.#after(seconds, () => {
      work();
      this.#repeat(seconds, work);
    });
  }

  #after(seconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, seconds * SECOND).unref();
    this.#timers.add(timer);
  }

  #clearTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
