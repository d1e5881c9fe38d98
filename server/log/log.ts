import { type DestinationStream, type Logger, pino, stdTimeFunctions } from "pino";
import type { Settings } from "../config/settings.ts";
import { LogOutput } from "./output.ts";
import { textLine } from "./text-line.ts";

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
  const output = new LogOutput(STDOUT, (count) =>
    logger.warn({ code: "lines-left-out", of: "all", count }, "the log could not be written for a while"),
  );
  const logger = createLogger(logLevel, logFormat === "json" ? output : asText(output));
  process.on("exit", () => output.flush());
  return { logger, close: () => output.close(), flush: () => output.flush() };
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
