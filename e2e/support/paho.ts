import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Vitrina } from "./vitrina.ts";

const DRIVER = fileURLToPath(new URL("paho-client.py", import.meta.url));
/** The system's Python: Debian's package of the library is installed for that one only. */
const PYTHON = process.env.VITRINA_PYTHON ?? "/usr/bin/python3";

type Fields = Record<string, unknown>;

/** What a client met, as `paho-client.py` tells it. */
export interface PahoEvent {
  readonly event: string;
  readonly reason?: number;
  readonly reasons?: readonly number[];
  readonly sessionPresent?: boolean;
  readonly topic?: string;
  readonly payload?: string;
  readonly qos?: number;
  readonly retain?: boolean;
  readonly dup?: boolean;
  readonly properties?: Fields;
  readonly error?: string;
}

/** A filter with its subscription options (MQTT 5.0 §3.8.3.1). */
export interface PahoFilter {
  readonly filter: string;
  readonly qos?: 0 | 1 | 2;
  readonly noLocal?: boolean;
  readonly retainAsPublished?: boolean;
  readonly retainHandling?: 0 | 1 | 2;
}

/** A client of Eclipse Paho's Python library; each action resolves with the server's answer. */
export interface PahoClient {
  connect(options?: Fields): Promise<PahoEvent>;
  subscribe(filters: readonly PahoFilter[], properties?: Fields): Promise<PahoEvent>;
  publish(topic: string, payload: string, options?: Fields): Promise<PahoEvent>;
  unsubscribe(...filters: readonly string[]): Promise<PahoEvent>;
  disconnect(options?: Fields): Promise<PahoEvent>;
  /** Breaks the wire without DISCONNECT. */
  cut(): Promise<PahoEvent>;
  /** The next event of this kind that no one has had. */
  next(event: string): Promise<PahoEvent>;
  messages(count: number): Promise<PahoEvent[]>;
}

/** A process with clients of Eclipse Paho's Python library. */
export interface Paho {
  client(name: string, version?: 3 | 4 | 5): PahoClient;
  stop(): Promise<void>;
}

/** Starts the process; its clients connect to this server. */
export function startPaho(vitrina: Vitrina): Paho {
  const child = spawn(PYTHON, [DRIVER], { stdio: ["pipe", "pipe", "inherit"] });
  const inboxes = new Map<string, Inbox>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { client, ...event } = JSON.parse(line) as PahoEvent & { client: string };
    inboxes.get(client)?.push(event);
  });
  const ended = once(child, "exit");
  return {
    client: (name, version = 5) => {
      const inbox = new Inbox();
      inboxes.set(name, inbox);
      return createClient(child, { client: name, port: vitrina.mqttPort, version }, inbox);
    },
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function createClient(
  child: ChildProcessByStdio<Writable, Readable, null>,
  base: Fields,
  inbox: Inbox,
): PahoClient {
  const ask = (action: string, fields: Fields, answer: string): Promise<PahoEvent> => {
    child.stdin.write(`${JSON.stringify({ ...base, ...fields, do: action })}\n`);
    return inbox.next(answer);
  };
  return {
    connect: (options = {}) => ask("connect", options, "connected"),
    subscribe: (filters, properties = {}) => ask("subscribe", { filters, properties }, "subscribed"),
    publish: (topic, payload, options = {}) => ask("publish", { topic, payload, ...options }, "published"),
    unsubscribe: (...filters) => ask("unsubscribe", { filters }, "unsubscribed"),
    disconnect: (options = {}) => ask("disconnect", options, "disconnected"),
    cut: () => ask("cut", {}, "disconnected"),
    next: (event) => inbox.next(event),
    messages: async (count) => {
      const heard: PahoEvent[] = [];
      while (heard.length < count) heard.push(await inbox.next("message"));
      return heard;
    },
  };
}

/** Events of one client that wait for the test, and the test's questions that wait for events. */
class Inbox {
  readonly #events: PahoEvent[] = [];
  readonly #questions: { readonly name: string; readonly answer: (event: PahoEvent) => void }[] = [];

  push(event: PahoEvent): void {
    const at = this.#questions.findIndex(({ name }) => event.event === name || event.event === "failed");
    const [question] = at < 0 ? [] : this.#questions.splice(at, 1);
    if (question === undefined) this.#events.push(event);
    else question.answer(event);
  }

  async next(name: string): Promise<PahoEvent> {
    const event = await this.#first(name);
    if (event.event === "failed") throw new Error(`the Python client failed: ${event.error}`);
    return event;
  }

  #first(name: string): PahoEvent | Promise<PahoEvent> {
    const at = this.#events.findIndex(({ event }) => event === name || event === "failed");
    const [found] = at < 0 ? [] : this.#events.splice(at, 1);
    return found ?? new Promise((answer) => this.#questions.push({ name, answer }));
  }
}
