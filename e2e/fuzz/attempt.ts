import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { Answers } from "./answers.ts";
import type { Input } from "./input.ts";

/** How long the broker may hold on to a connection that its client has ended, milliseconds. */
const MOST_SILENCE_MILLISECONDS = 20_000;

/** What became of an input. */
export interface Outcome {
  readonly input: Input;
  /** How its connection ended. */
  readonly end: string;
  /** What the broker did wrong. */
  readonly problem: string | undefined;
}

/** The doors at which inputs are thrown. */
export interface Doors {
  readonly mqttPort: number;
  readonly httpPort: number;
}

/** An input whose bytes have been sent. */
export interface Attempt {
  readonly input: Input;
  readonly outcome: Promise<Outcome>;
  /** The client's end of it. */
  finish(): void;
}

/** Throws an input at its door; resolves when its last byte is on its way, or the broker has ended it before. */
export async function attempt(input: Input, { mqttPort, httpPort }: Doors): Promise<Attempt> {
  const answers = new Answers(input.door);
  const socket = connect({
    port: input.door === "tcp" ? mqttPort : httpPort,
    host: "127.0.0.1",
    noDelay: true,
  });
  let isHeld = false;
  let failure: string | undefined;
  socket.on("data", (chunk) => answers.take(chunk));
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (error.syscall === "connect") failure = `no connection: ${error.code}`;
  });
  socket.on("timeout", () => {
    isHeld = true;
    socket.destroy();
  });
  const closed = new Promise<void>((resolve) => void socket.once("close", () => resolve()));
  await send(socket, input, closed);
  return {
    input,
    outcome: closed.then(() => ({
      input,
      end: failure ?? answers.end,
      problem: isHeld ? "the broker did not let go of a connection that was ended" : answers.problem,
    })),
    finish: () => finish(socket, input),
  };
}

async function send(socket: Socket, { chunks }: Input, closed: Promise<void>): Promise<void> {
  await Promise.race([closed, new Promise<void>((resolve) => void socket.once("connect", () => resolve()))]);
  for (const chunk of chunks) {
    if (!socket.writable) return;
    socket.write(chunk);
    await turn();
  }
}

function finish(socket: Socket, { ending }: Input): void {
  socket.setTimeout(MOST_SILENCE_MILLISECONDS);
  if (ending === "reset") socket.resetAndDestroy();
  else socket.end();
}
