import { MqttClient } from "../../protocol/client/client.ts";
import type { OutgoingMessage, PublishDone } from "../../protocol/client/client-options.ts";
import type { Connack, Publish, SubscriptionRequest } from "../../protocol/packets.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { StartError } from "../start-error.ts";
import type { BrokerAddress } from "./broker-address.ts";
import { importFailure } from "./import-failure.ts";
import { openWire, type Wire } from "./open-wire.ts";

const KEEP_ALIVE_SECONDS = 30;
const CONNECT_MILLISECONDS = 15_000;
/** CONNACK of 3.x, §3.2.2.3: unacceptable protocol version. */
const UNACCEPTABLE_VERSION = 1;
const LOGIN_REFUSALS: readonly number[] = [
  4, // of 3.x: bad user name or password
  5, // of 3.x: not authorized
  ReasonCode.BadUserNameOrPassword,
  ReasonCode.NotAuthorized,
];

/** What a link is opened with. */
export interface LinkOptions {
  readonly address: BrokerAddress;
  readonly password: Uint8Array | undefined;
  /** Authorities in PEM that are believed instead of the system's. */
  readonly ca: Buffer | undefined;
  readonly signal: AbortSignal;
  onMessage?(publish: Publish): void;
}

/** Connects to a broker with MQTT 5.0, or 3.1.1 where it knows no 5.0. Throws StartError. */
export async function openLink(options: LinkOptions): Promise<BrokerLink> {
  const link = new BrokerLink(options, 5);
  try {
    await link.connected;
    return link;
  } catch (error) {
    link.close();
    if (!link.isVersionRefused) throw error;
  }
  const older = new BrokerLink(options, 4);
  await older.connected.finally(() => older.isConnected || older.close());
  return older;
}

/** A connection of ours to a broker, on which an import reads or writes. What goes wrong with it is told by `failed`. */
export class BrokerLink {
  /** Resolves when the broker has let us in. */
  readonly connected: Promise<void>;
  /** Rejects when the connection ends before `close`. */
  readonly failed: Promise<never>;
  /** The broker did not take the version we came with, as far as one can see. */
  isVersionRefused = false;
  readonly #name: string;
  readonly #client: MqttClient;
  readonly #wire: Wire;
  readonly #signal: AbortSignal;
  readonly #onAbort = (): void =>
    this.#fail(importFailure("import-interrupted", "stopped before anything was written"));
  #fail: (error: StartError) => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LinkOptions, version: 4 | 5) {
    const { address, ca, signal } = options;
    this.#name = address.name;
    this.#signal = signal;
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
    let onConnected = (): void => undefined;
    const connack = new Promise<void>((resolve) => {
      onConnected = resolve;
    });
    this.connected = Promise.race([connack, this.failed]);
    this.#client = this.#createClient(options, version, onConnected);
    this.#timer = setTimeout(() => this.#lost("did not answer"), CONNECT_MILLISECONDS);
    signal.addEventListener("abort", this.#onAbort, { once: true });
    this.#wire = openWire(address, ca, {
      onOpen: () => {
        this.isVersionRefused = version === 5;
        this.#client.connect();
      },
      onBytes: (bytes) => this.#client.receive(bytes),
      onClosed: (error) => this.#lost(error === undefined ? "ended the connection" : reasonOf(error)),
    });
    if (signal.aborted) this.#onAbort();
  }

  get isConnected(): boolean {
    return this.#client.isConnected;
  }

  /** Asks for all these filters at QoS 0; one code for each. */
  subscribe(filters: readonly string[]): Promise<readonly ReasonCode[]> {
    const wanted = filters.map((filter): SubscriptionRequest => {
      return { filter, qos: 0, noLocal: false, retainAsPublished: false, retainHandling: 0 };
    });
    const answered = new Promise<readonly ReasonCode[]>((resolve) =>
      this.#client.subscribe(wanted, {}, (codes) => codes && resolve(codes)),
    );
    return Promise.race([answered, this.failed]);
  }

  /** Publishes a message; `done` is told what the broker says. */
  publish(message: OutgoingMessage, done: PublishDone): void {
    this.#client.publish(message, done);
  }

  /** Says goodbye. */
  close(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
    clearTimeout(this.#timer);
    this.#client.disconnect();
    this.#wire.end();
  }

  #createClient({ address, password, onMessage }: LinkOptions, version: 4 | 5, onConnected: () => void) {
    return new MqttClient(
      {
        version,
        clientId: `vitrina-import-${process.pid}-${Date.now().toString(36)}`,
        cleanStart: true,
        keepAliveSeconds: KEEP_ALIVE_SECONDS,
        ...(address.userName !== undefined && { userName: address.userName }),
        ...(password !== undefined && { password }),
      },
      {
        send: (bytes) => this.#wire.send(bytes),
        onConnack: (connack) => this.#onConnack(connack, onConnected),
        onMessage: (publish) => this.#take(publish, onMessage),
        onDisconnect: ({ reasonCode, properties: { reasonString } }) =>
          this.#lost(`ended the connection with ${hex(reasonCode)}${inWords(reasonString)}`),
        onError: ({ message }) => this.#lost(`broke the protocol: ${message}`),
      },
    );
  }

  /** What the owner cannot take ends the connection. */
  #take(publish: Publish, onMessage: LinkOptions["onMessage"]): void {
    try {
      onMessage?.(publish);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#fail(error);
      this.#wire.destroy();
    }
  }

  #onConnack({ reasonCode, properties }: Connack, onConnected: () => void): void {
    const isVersion =
      reasonCode === UNACCEPTABLE_VERSION || reasonCode === ReasonCode.UnsupportedProtocolVersion;
    this.isVersionRefused &&= isVersion;
    if (reasonCode === 0) {
      this.#tick();
      onConnected();
      return;
    }
    const remedy = LOGIN_REFUSALS.includes(reasonCode) ? ". Give a user who may: mqtt://user@host" : "";
    this.#lost(`refused us with ${hex(reasonCode)}${inWords(properties.reasonString)}${remedy}`);
  }

  #tick(): void {
    clearTimeout(this.#timer);
    const now = performance.now();
    const next = this.#client.tick(now);
    if (next !== undefined) this.#timer = setTimeout(() => this.#tick(), next - now);
  }

  #lost(what: string): void {
    clearTimeout(this.#timer);
    this.#client.connectionLost();
    this.#wire.destroy();
    this.#fail(importFailure("import-broker-failed", `the broker at ${this.#name} ${what}`));
  }
}

/** An attempt at several addresses of one name fails with a code and no message. */
function reasonOf({ message, code }: NodeJS.ErrnoException): string {
  return `cannot be reached: ${message || code}`;
}

function hex(code: number): string {
  return `0x${code.toString(16).padStart(2, "0")}`;
}

function inWords(reasonString: string | undefined): string {
  return reasonString === undefined ? "" : ` (${reasonString})`;
}
