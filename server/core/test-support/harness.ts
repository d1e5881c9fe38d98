import { type Connect, PacketType, type ProtocolVersion } from "../../../protocol/packets.ts";
import { type Broker, type BrokerOptions, createBroker } from "../broker.ts";
import { DEFAULT_LIMITS, type Limits } from "../ports/limits.ts";
import type { BrokerEvent } from "../ports/observer.ts";
import { DEFAULT_POLICY, type Policy } from "../ports/policy.ts";
import type { Store } from "../ports/store.ts";
import { FakeClock } from "./fake-clock.ts";
import { foldEvents } from "./fold-events.ts";
import { inParts } from "./in-parts.ts";
import { connectPacket } from "./packets.ts";
import { TestClient } from "./test-client.ts";

const NO_CHANGES = { changes: 0, bytes: 0 };

/** A store that keeps nothing, as the broker has it with --memory. */
const forgetful: Store = {
  isDurable: false,
  heldBytes: 0,
  recover: async () => inParts(foldEvents([])),
  waiting: () => [],
  append: () => undefined,
  commit: () => true,
  listen: () => undefined,
  status: () => ({
    durability: "memory",
    committedAt: undefined,
    uncommitted: NO_CHANGES,
    journaled: NO_CHANGES,
    fileBytes: 0,
    journalBytes: 0,
    failure: undefined,
  }),
  close: async () => undefined,
};

/** What a test may set of the broker. */
export interface HarnessOptions extends Partial<Omit<BrokerOptions, "limits" | "policy" | "observer">> {
  readonly limits?: Partial<Limits>;
  readonly policy?: Partial<Policy>;
  readonly wantsMessages?: boolean;
  readonly clock?: FakeClock;
}

/** A broker on a fake clock, with everything that it tells. */
export interface Harness {
  readonly broker: Broker;
  readonly clock: FakeClock;
  readonly events: BrokerEvent[];
  /** What it told of one kind, in order. */
  told<T extends BrokerEvent["type"]>(type: T): Extract<BrokerEvent, { type: T }>[];
  /** Opens a network connection without a word. */
  open(version?: ProtocolVersion, address?: string): TestClient;
  /** Opens one and sends CONNECT; the CONNACK has been taken off. */
  connect(connect?: Partial<Connect>, address?: string): TestClient;
}

/** A broker that has not been started: its $SYS topics come with `broker.start()`. */
export function createHarness(options: HarnessOptions = {}): Harness {
  const clock = options.clock ?? new FakeClock();
  const events: BrokerEvent[] = [];
  let ids = 0;
  const broker = createBroker({
    version: "0.0.0",
    store: forgetful,
    authenticator: {
      methods: new Map(),
      identify: (connect) => ({ kind: "accepted", userName: connect.userName }),
    },
    acl: { mayPublish: () => true, maySubscribe: () => true, mayReceive: () => true },
    createClientId: () => `auto-${++ids}`,
    sysIntervalSeconds: 10,
    listenerLimits: new Map(),
    ...options,
    clock,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    policy: { ...DEFAULT_POLICY, ...options.policy },
    observer: { wantsMessages: options.wantsMessages ?? false, onEvent: (event) => events.push(event) },
  });
  const open = (version: ProtocolVersion = 5, address?: string): TestClient =>
    new TestClient(broker, clock, version, address);
  const connect = (asked: Partial<Connect> = {}, address?: string): TestClient => {
    const client = open(asked.version, address);
    client.send(connectPacket(asked));
    client.connack = client.take(PacketType.Connack)[0];
    return client;
  };
  const told = <T extends BrokerEvent["type"]>(type: T): Extract<BrokerEvent, { type: T }>[] =>
    events.filter((event): event is Extract<BrokerEvent, { type: T }> => event.type === type);
  return { broker, clock, events, told, open, connect };
}
