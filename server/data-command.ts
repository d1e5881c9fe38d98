import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DataDirectoryError, type DataDirectoryProblem } from "./adapters/store/lmdb/data-directory-error.ts";
import { settings } from "./config/settings.ts";
import { figures } from "./figures.ts";
import type { Terminal } from "./read-password.ts";
import { StartError } from "./start-error.ts";

const OPTIONS = {
  data: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
const WHOLE = 100;
const REMEDIES: Readonly<Record<DataDirectoryProblem, string>> = {
  taken: "Wait for that one",
  newer: "Use the vitrina of that version",
  damaged: "A server that is started on it sets aside what is damaged and takes up the rest",
};

/** What stands behind a command that works on a data directory. */
export interface DataArguments {
  readonly operands: readonly string[];
  readonly directory: string;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** Reads the arguments of `vitrina <command>`; throws StartError. */
export function readDataArguments(command: string, args: readonly string[]): DataArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    return {
      operands: positionals,
      directory: resolve(values.data ?? settings.shape.data.parse(process.env.VITRINA_DATA)),
      isJson: values.json === true,
      isHelp: values.help === true,
    };
  } catch (error) {
    throw wrongUse(command, (error as Error).message.split(". ")[0] ?? "");
  }
}

/** A command that is not written as it must be. */
export function wrongUse(command: string, sentence: string): StartError {
  return new StartError("data-command-invalid", `${sentence}. See vitrina ${command} --help`);
}

/** Why a directory of a store, `what`, cannot be read, in words for people. */
export function unreadable(error: unknown, what: string): unknown {
  if (error instanceof DataDirectoryError) {
    const { problem, message } = error;
    return new StartError(`data-directory-${problem}`, `${what} ${message}. ${REMEDIES[problem]}`);
  }
  if (!(error instanceof Error && "code" in error)) return error;
  const reason =
    error.code === "ENOENT" ? "has no store: there is no store.mdb" : `cannot be read: ${error.message}`;
  return new StartError("data-directory-unusable", `${what} ${reason}. Name another one`);
}

/** Lets Ctrl-C take away what is half made; the returned function says that it is whole, or taken away already. */
export function removeWhenStopped(path: string): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    rmSync(path, { recursive: true, force: true });
    process.exit(SIGNALS[signal as keyof typeof SIGNALS]);
  };
  for (const signal of Object.keys(SIGNALS)) process.on(signal, onSignal);
  return () => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal);
  };
}

/** Tells on a terminal how far a copy is. */
export class Progress {
  readonly #prompt: NodeJS.WritableStream;
  readonly #isShown: boolean;
  readonly #all: number;

  constructor({ prompt }: Terminal, all: number) {
    this.#prompt = prompt;
    this.#isShown = "isTTY" in prompt && prompt.isTTY === true;
    this.#all = all;
  }

  tell(records: number): void {
    if (!this.#isShown) return;
    const percent = Math.min(WHOLE, Math.floor((records / this.#all) * WHOLE));
    this.#prompt.write(`\r${figures(records)} of about ${figures(this.#all)} records (${percent} %)`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#isShown) this.#prompt.write("\r\u001b[K");
  }
}
