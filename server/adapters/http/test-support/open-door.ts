import type { Connect } from "../../../../protocol/packets.ts";
import { type Broker, createBroker } from "../../../core/broker.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../core/ports/limits.ts";
import type { BrokerEvent, Observer } from "../../../core/ports/observer.ts";
import { DEFAULT_POLICY, type Policy } from "../../../core/ports/policy.ts";
import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import { connectPacket } from "../../../core/test-support/packets.ts";
import { TestClient } from "../../../core/test-support/test-client.ts";
import { allowAll, anonymous } from "../../auth/anonymous.ts";
import { createMemoryStore } from "../../store/memory.ts";
import { createHttpDoor, type EventSource, type HttpDoorOptions } from "../door.ts";

/** Status and what the body says. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the body stands in the test
  readonly body: any;
}

/** A real broker behind a real HTTP door on a free port, with a clock that the test owns. */
export interface TestDoor {
  readonly base: string;
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly observer: Observer;
  connect(connect: Partial<Connect>, address?: string): TestClient;
  get(path: string): Promise<Answer>;
  send(method: "POST" | "DELETE", path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens a door with what a test does not care about filled in. */
export async function openDoor(
  changes: Partial<HttpDoorOptions> & {
    readonly limits?: Partial<Limits>;
    readonly policy?: Partial<Policy>;
  } = {},
): Promise<TestDoor> {
  const clock = new FakeClock();
  const { observer, events } = createBus();
  const acl = changes.rights?.rights ?? allowAll;
  const broker = createBroker({
    version: "1.2.3",
    limits: { ...DEFAULT_LIMITS, ...changes.limits },
    listenerLimits: new Map(),
    policy: { ...DEFAULT_POLICY, ...changes.policy },
    clock,
    store: createMemoryStore(),
    authenticator: anonymous,
    acl,
    observer,
    createClientId: () => "assigned",
    sysIntervalSeconds: 10,
  });
  await broker.start();
  const door = await createHttpDoor({
    inside: broker.inside,
    events,
    clock,
    log: { warn: () => undefined, error: () => undefined },
    secureContext: undefined,
    onHandshakeFailed: () => undefined,
    version: "1.2.3",
    data: "memory",
    listeners: () => [{ name: "mqtt", transport: "tcp", host: "127.0.0.1", port: 1883 }],
    basePath: "/",
    pageDirectory: undefined,
    allowedHosts: [],
    areAddressesAllowed: false,
    login: undefined,
    allowedOrigins: [],
    frameAncestors: [],
    rights: { rights: acl, file: undefined, read: () => ({ kind: "rights", rights: acl }) },
    reload: () => ({ kind: "reloaded", disconnected: 0 }),
    demo: undefined,
    ...changes,
  });
  const base = `http://127.0.0.1:${await door.listen("127.0.0.1", 0)}`;
  return {
    base,
    broker,
    clock,
    observer,
    connect: (connect, address) => {
      const client = new TestClient(broker, clock, connect.version ?? 5, address);
      client.send(connectPacket(connect));
      return client;
    },
    get: (path) => ask(base + path, {}),
    send: (method, path, body) => ask(base + path, { method, ...jsonBody(body) }),
    close: () => door.close(),
  };
}

async function ask(url: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(url, init);
  return { status: answer.status, body: await answer.json() };
}

function jsonBody(body: unknown): RequestInit {
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

function createBus(): { observer: Observer; events: EventSource } {
  const listeners = new Set<(event: BrokerEvent) => void>();
  const state = { wantsMessages: false };
  return {
    observer: {
      get wantsMessages(): boolean {
        return state.wantsMessages;
      },
      onEvent: (event) => {
        for (const listener of listeners) listener(event);
      },
    },
    events: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      wantMessages: (isWanted) => {
        state.wantsMessages = isWanted;
      },
    },
  };
}
