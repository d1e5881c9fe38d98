import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import type { Settings } from "../config/settings.ts";
import { textLine } from "./text-line.ts";

/** Bytes that wait for a reader of our output who does not read; beyond them lines are lost. */
const MAXIMUM_WAITING_BYTES = 16 * 1024 * 1024;
const STDOUT = 1;

/** The log, and how to bring out its last lines before the process ends. */
export interface Log {
  readonly logger: Logger;
  /** Resolves when all is written, in order. */
  close(): Promise<void>;
  /** Writes what waits at once, for when there is no time to wait. */
  flush(): void;
}

/** A log on standard output; it never waits for who reads it. */
export function openLog({ logLevel, logFormat }: Pick<Settings, "logLevel" | "logFormat">): Log {
  const output = destination({ dest: STDOUT, sync: false, maxLength: MAXIMUM_WAITING_BYTES });
  const stream = logFormat === "json" ? output : asText(output);
  return {
    logger: createLogger(logLevel, stream),
    close: () =>
      new Promise((resolve) => {
        output.once("close", resolve);
        output.end();
      }),
    flush: () => {
      try {
        output.flushSync();
      } catch {
        // The reader has gone; there is nobody left to tell.
      }
    },
  };
}

/** A logger that writes one JSON object a line to `stream`. */
export function createLogger(level: Settings["logLevel"], stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
}

/** Turns each JSON line into one for people. */
export function asText(output: DestinationStream): DestinationStream {
  return { write: (line) => output.write(textLine(JSON.parse(line))) };
}
