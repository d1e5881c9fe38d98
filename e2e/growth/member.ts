import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { MqttClient } from "../../protocol/client/client.ts";
import type { OutgoingMessage } from "../../protocol/client/client-options.ts";
import { FIRST_ERROR_CODE } from "../../protocol/reason-codes.ts";

const SESSION_EXPIRY_SECONDS = 86_400;

/** A client with a durable session that comes and goes when it is told. */
export class Member {
  received = 0;
  readonly #clientId: string;
  readonly #isNew: boolean;
  readonly #mqtt: MqttClient;
  #socket: Socket | undefined;
  #connected: (() => void) | undefined;
  #fail: (reason: Error) => void = () => undefined;

  /** `isNew`: what it had before ends when it comes. */
  constructor(clientId: string, isNew: boolean) {
    this.#clientId = clientId;
    this.#isNew = isNew;
    const properties = { sessionExpiryInterval: SESSION_EXPIRY_SECONDS };
    this.#mqtt = new MqttClient(
      { version: 5, clientId, cleanStart: isNew, keepAliveSeconds: 0, properties },
      {
        send: (bytes) => void this.#socket?.write(bytes),
        onConnack: ({ reasonCode }) => (reasonCode === 0 ? this.#connected?.() : this.#lost(reasonCode)),
        onMessage: () => {
          this.received++;
        },
        onError: (error) => this.#fail(error),
        onDisconnect: ({ reasonCode }) => this.#lost(reasonCode),
      },
    );
  }

  get inFlight(): number {
    return this.#mqtt.inFlight;
  }

  /** Resolves when it is connected. */
  come(port: number): Promise<void> {
    const socket = connectSocket({ host: "127.0.0.1", port, noDelay: true });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      this.#connected = resolve;
      this.#fail = reject;
      socket.on("connect", () => this.#mqtt.connect());
      socket.on("data", (chunk) => this.#mqtt.receive(chunk));
      socket.on("error", reject);
    });
  }

  /** Resolves when the broker has seen it go. */
  async go(): Promise<void> {
    const socket = this.#socket;
    this.#mqtt.disconnect();
    if (socket === undefined) return;
    const closed = once(socket, "close");
    socket.end();
    await closed;
  }

  subscribe(filter: string): Promise<void> {
    const options = { qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 2 } as const;
    return new Promise((resolve, reject) => {
      this.#mqtt.subscribe([{ filter, ...options }], undefined, ([code] = []) =>
        code !== undefined && code < FIRST_ERROR_CODE
          ? resolve()
          : reject(this.#error(`SUBACK with ${code}`)),
      );
    });
  }

  publish(message: OutgoingMessage, done: () => void): void {
    this.#mqtt.publish(message, ({ reasonCode }) => {
      if (reasonCode === undefined || reasonCode >= FIRST_ERROR_CODE) this.#lost(reasonCode);
      else done();
    });
  }

  #lost(reasonCode: number | undefined): void {
    this.#fail(this.#error(`the broker refused with ${reasonCode}`));
  }

  #error(what: string): Error {
    return new Error(`${this.#clientId}${this.#isNew ? ", new" : ""}: ${what}`);
  }
}
