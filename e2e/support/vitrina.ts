import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

/** Run inside a server whose memory is asked for: collects what nobody needs, and tells what is left. */
const MEMORY_PROBE = `
  process.on("message", () => {
    gc();
    gc(); // buffers are given back after their objects
    const { heapUsed, external } = process.memoryUsage();
    process.send(heapUsed + external);
  });
  process.channel.unref();
`;
const MEMORY_FLAGS = ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(MEMORY_PROBE)}`];

/** How the process is started. */
export interface StartOptions {
  /** 0 picks a free port. */
  readonly ports?: { readonly mqtt: number; readonly http: number };
  /** Whether `liveBytes` will be asked for. */
  readonly isMemoryAsked?: boolean;
}

/** The built server, running as a process of its own. */
export interface Vitrina {
  readonly processId: number;
  readonly httpPort: number;
  readonly mqttPort: number;
  /** The page's address. */
  readonly url: string;
  readonly mqttUrl: string;
  readonly webSocketUrl: string;
  /** Of MQTT over TLS; undefined where that door is not open. */
  readonly mqttsPort: number | undefined;
  /** The address of a listener of the config file. */
  listenerAt(name: string): URL;
  /** Where one browser logs in to the page, as it is printed; for a server that has no users for it. */
  readonly loginAddress: Promise<string>;
  /** Log lines so far, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** Sends SIGHUP and resolves with the line of the log that tells what came of it. */
  reload(): Promise<Record<string, unknown>>;
  /** The next line of the log from now on with this code. */
  logged(code: string): Promise<Record<string, unknown>>;
  /** Resolves when the event stream is open, with a promise of the next event of this type. */
  nextEvent(type: string): Promise<{ readonly event: Promise<Record<string, unknown>> }>;
  /** Follows the event stream from now on; `until` waits for that many events of these types. */
  follow(
    ...types: readonly string[]
  ): Promise<{ until(count: number): Promise<readonly Record<string, unknown>[]> }>;
  /** Bytes of its heap and buffers that are in use, the rest collected; for a server started with `isMemoryAsked`. */
  liveBytes(): Promise<number>;
  /** The exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: no time to write or to say anything. */
  kill(): Promise<void>;
  /** The same ports again, after `stop` or `kill`. */
  restart(): Promise<Vitrina>;
}

/** Starts the built server on free ports, in memory unless `--data` is given, and waits until it says that it is ready. */
export async function startVitrina(
  parameters: readonly string[] = [],
  { ports = { mqtt: 0, http: 0 }, isMemoryAsked = false }: StartOptions = {},
): Promise<Vitrina> {
  const child = spawn(
    process.execPath,
    [
      ...(isMemoryAsked ? MEMORY_FLAGS : []),
      MAIN,
      ...(parameters.includes("--data") ? [] : ["--memory"]),
      // so that a test says itself when files are read again
      "--reload",
      "on-signal",
      "--log-format",
      "json",
      "--mqtt-port",
      String(ports.mqtt),
      "--http-port",
      String(ports.http),
      ...parameters,
    ],
    {
      stdio: ["ignore", "pipe", "pipe", ...(isMemoryAsked ? (["ipc"] as const) : [])],
      env: { PATH: process.env.PATH },
    },
  );
  const exited = once(child, "exit").then(([code]) => code as number | null);
  const loginAddress = addressIn(child.stderr as NodeJS.ReadableStream);
  const log = new ServerLog(child);
  const ready = await log.next(({ code }) => code === "ready");
  const httpPort = portOf(ready.webSocket);
  const mqttPort = ready.mqtt === undefined ? 0 : portOf(ready.mqtt);
  return {
    processId: child.pid ?? 0,
    httpPort,
    mqttPort,
    mqttsPort: ready.mqtts === undefined ? undefined : portOf(ready.mqtts),
    listenerAt: (name) => addressOf(ready.listeners, name),
    loginAddress,
    log: log.lines,
    reload: () => {
      const reloaded = log.next(({ code }) => code === "reloaded" || code === "reload-failed");
      child.kill("SIGHUP");
      return reloaded;
    },
    logged: (wanted) => log.next(({ code }) => code === wanted),
    url: `${schemeOf(ready.page)}//127.0.0.1:${httpPort}`,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    webSocketUrl: `${schemeOf(ready.webSocket)}//127.0.0.1:${httpPort}/mqtt`,
    nextEvent: (type) => nextEvent(`http://127.0.0.1:${httpPort}/api/v1/events?types=${type}`, type),
    follow: (...types) =>
      follow(`http://127.0.0.1:${httpPort}/api/v1/events?types=${types.join(",")}`, types),
    liveBytes: () => liveBytes(child),
    exited,
    stop: () => stop(child),
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
    restart: () => startVitrina(parameters, { ports: { mqtt: mqttPort, http: httpPort }, isMemoryAsked }),
  };
}

async function liveBytes(child: ChildProcess): Promise<number> {
  const answer = once(child, "message");
  child.send("measure");
  const [bytes] = await answer;
  return Number(bytes);
}

/** The address with a token that is printed beside the log; what is printed goes on to our own output. */
function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on("line", (line) => {
      const [address] = /http\S+#token=\S+/.exec(line) ?? [];
      if (address === undefined) process.stderr.write(`${line}\n`);
      else resolve(address);
    });
  });
}

type LogLine = Record<string, unknown>;

/** What the server writes to its log. */
class ServerLog {
  readonly lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();
  readonly #ended: Promise<never>;

  constructor(child: ChildProcess) {
    this.#ended = once(child, "exit").then(([code]) => {
      throw new Error(`the server ended with ${code} before it wrote what was awaited`);
    });
    this.#ended.catch(() => undefined);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (text) => {
      const line = JSON.parse(text) as LogLine;
      this.lines.push(line);
      for (const listener of [...this.#listeners]) listener(line);
    });
  }

  /** The next line from now on that is like this. */
  next(isAwaited: (line: LogLine) => boolean): Promise<LogLine> {
    const line = new Promise<LogLine>((resolve) => {
      const listener = (each: LogLine): void => {
        if (!isAwaited(each)) return;
        this.#listeners.delete(listener);
        resolve(each);
      };
      this.#listeners.add(listener);
    });
    return Promise.race([line, this.#ended]);
  }
}

async function nextEvent(
  url: string,
  type: string,
): Promise<{ readonly event: Promise<Record<string, unknown>> }> {
  const response = await fetch(url);
  const events = eventsOf(response);
  await events.next(); // the first one says that the stream is open
  const find = async (): Promise<Record<string, unknown>> => {
    for await (const event of events) {
      if (event.type === type) return event; // leaving the loop closes the stream
    }
    throw new Error(`the event stream ended without "${type}"`);
  };
  return { event: find() };
}

async function follow(
  url: string,
  types: readonly string[],
): Promise<{ until(count: number): Promise<readonly Record<string, unknown>[]> }> {
  const events = eventsOf(await fetch(url));
  await events.next(); // the first one says that the stream is open
  const heard: Record<string, unknown>[] = [];
  return {
    until: async (count) => {
      while (heard.length < count) {
        const { done, value } = await events.next();
        if (done) throw new Error(`the event stream ended after ${heard.length} of ${count} events`);
        if (types.includes(String(value.type))) heard.push(value);
      }
      return heard;
    },
  };
}

async function* eventsOf(response: Response): AsyncGenerator<Record<string, unknown>> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const data = /^data: ?(.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data) as Record<string, unknown>;
    }
  }
}

function addressOf(listeners: unknown, wanted: string): URL {
  const named = listeners as readonly { readonly name: string; readonly address: string }[];
  return new URL(named.find(({ name }) => name === wanted)?.address ?? "");
}

function schemeOf(address: unknown): string {
  return new URL(String(address)).protocol;
}

function portOf(address: unknown): number {
  return Number(new URL(String(address)).port);
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = (await exited) as [number | null];
  return code;
}
