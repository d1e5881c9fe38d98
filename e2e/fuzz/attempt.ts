import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import type { Vitrina } from "../support/vitrina.ts";
import { Answers } from "./answers.ts";
import type { Input } from "./input.ts";
import { type Login, proofOf } from "./login.ts";

const HOST = "127.0.0.1";
/** How long the broker may hold on to a connection that its client has ended, milliseconds. */
const MOST_SILENCE_MILLISECONDS = 20_000;

/** What became of an input. */
export interface Outcome {
  readonly input: Input;
  readonly isLetIn: boolean;
  /** How its connection ended. */
  readonly end: string;
  /** What the broker did wrong. */
  readonly problem: string | undefined;
}

/** The doors at which inputs are thrown. */
export type Doors = Pick<Vitrina, "mqttPort" | "mqttsPort" | "httpPort">;

/** An input whose bytes have been sent, but for those that come after a login. */
export interface Attempt {
  readonly input: Input;
  readonly outcome: Promise<Outcome>;
  /** The client's end of it. */
  finish(): void;
}

/** Throws an input at its door; resolves when its last byte is on its way, or the broker has ended it before. */
export async function attempt(input: Input, doors: Doors): Promise<Attempt> {
  const answers = new Answers(input.door);
  const line = new Line(input, doors, answers);
  const sent = line.send(input);
  if (input.login === undefined) await sent;
  return {
    input,
    outcome: line.closed.then(() => ({
      input,
      isLetIn: answers.isLetIn,
      end: line.failure ?? answers.end,
      problem: line.isHeld ? "the broker did not let go of a connection that was ended" : answers.problem,
    })),
    finish: () => void sent.then(() => line.finish(input)),
  };
}

/** The client's side of a connection. */
class Line {
  readonly closed: Promise<void>;
  /** Why there was no connection. */
  failure: string | undefined;
  /** The broker kept it open though its client had ended it. */
  isHeld = false;
  readonly #answers: Answers;
  /** What goes over the network. */
  readonly #carrier: Socket;
  /** What the client speaks through: under TLS another one than the carrier. */
  readonly #socket: Socket;
  readonly #opened: Promise<void>;

  constructor({ door }: Input, { mqttPort, mqttsPort, httpPort }: Doors, answers: Answers) {
    const port = { tcp: mqttPort, tls: mqttsPort, "tls-records": mqttsPort, websocket: httpPort }[door];
    if (port === undefined) throw new Error(`the broker has no door for ${door}`);
    this.#answers = answers;
    this.#carrier = connect({ port, host: HOST, noDelay: true });
    const isTls = door === "tls";
    this.#socket = isTls ? connectTls({ socket: this.#carrier, rejectUnauthorized: false }) : this.#carrier;
    this.#opened = happened(this.#socket, isTls ? "secureConnect" : "connect");
    this.closed = happened(this.#socket, "close");
    this.#socket.on("data", (chunk) => answers.take(chunk));
    for (const socket of [this.#carrier, this.#socket]) socket.on("error", this.#onError);
    this.#socket.on("timeout", () => {
      this.isHeld = true;
      this.#carrier.destroy();
      this.#socket.destroy();
    });
  }

  async send({ chunks, login }: Input): Promise<void> {
    await Promise.race([this.closed, this.#opened]);
    if (login === undefined) return this.#write(chunks);
    await this.#write(chunks.slice(0, 1));
    await this.#prove(login);
    await this.#write(chunks.slice(1));
  }

  finish({ ending }: Input): void {
    this.#socket.setTimeout(MOST_SILENCE_MILLISECONDS);
    if (ending === "reset") this.#carrier.resetAndDestroy();
    else this.#socket.end();
  }

  async #write(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      if (!this.#socket.writable) return;
      this.#socket.write(chunk);
      await turn();
    }
  }

  async #prove(login: Login): Promise<void> {
    const challenge = await Promise.race([this.closed, this.#answers.challenge]);
    if (challenge !== undefined) await this.#write([proofOf(login, challenge)]);
  }

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    if (error.syscall === "connect") this.failure = `no connection: ${error.code}`;
  };
}

function happened(socket: Socket, event: string): Promise<void> {
  return new Promise((resolve) => void socket.once(event, () => resolve()));
}
