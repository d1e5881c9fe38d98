import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import { StartError } from "./start-error.ts";

/** Where a command reads and what it says to people. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  /** A person types there, and sees what is written to `prompt`. */
  readonly isInteractive: boolean;
  readonly prompt: NodeJS.WritableStream;
}

/** A password, typed twice without being shown, or one line of standard input. Never an argument: others can see those. */
export async function readPassword(whose: string, terminal: Terminal): Promise<Uint8Array> {
  return terminal.isInteractive ? askTwice(whose, terminal) : readLine(terminal);
}

/** The same for a password that somebody else checks: a person types it once. */
export async function readKnownPassword(whose: string, terminal: Terminal): Promise<Uint8Array> {
  if (!terminal.isInteractive) return readLine(terminal);
  return withQuestions(terminal, async (ask) => Buffer.from(await ask(`Password of ${whose}: `)));
}

async function askTwice(whose: string, terminal: Terminal): Promise<Uint8Array> {
  return withQuestions(terminal, async (ask) => {
    const password = await ask(`Password of ${whose}: `);
    if ((await ask("The same again: ")) !== password) throw invalid("the two passwords are not the same");
    return Buffer.from(password);
  });
}

async function withQuestions<T>(
  { input, prompt }: Terminal,
  answer: (ask: (question: string) => Promise<string>) => Promise<T>,
): Promise<T> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  const ask = (question: string): Promise<string> => {
    prompt.write(question);
    return nextLine(lines).finally(() => prompt.write("\n"));
  };
  try {
    return await answer(ask);
  } finally {
    lines.close();
  }
}

function nextLine(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(invalid("no password was given"));
    lines.once("close", giveUp);
    lines.once("SIGINT", giveUp);
    lines.once("line", (line) => {
      lines.removeListener("close", giveUp);
      lines.removeListener("SIGINT", giveUp);
      resolve(line);
    });
  });
}

async function readLine({ input }: Terminal): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks)
    .toString("latin1")
    .replace(/\r?\n$/, "");
  if (/[\r\n]/.test(text)) throw invalid("standard input has more than one line; the password is one");
  return Buffer.from(text, "latin1");
}

function invalid(sentence: string): StartError {
  return new StartError("password-invalid", sentence);
}
