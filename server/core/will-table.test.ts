import { describe, expect, it } from "vitest";
import type { WillCause } from "./ports/observer.ts";
import { createHarness, type Harness } from "./test-support/harness.ts";
import { connectPacket, willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";

type End = (client: TestClient, harness: Harness) => void;

/** Every way in which a connection ends that publishes the will, and the cause that is told. */
const ENDS: readonly (readonly [cause: WillCause, name: string, end: End])[] = [
  ["connection-lost", "drop", (client) => client.drop()],
  ["keep-alive-timeout", "keep-alive timeout", (_, { clock }) => clock.advance(15)],
  ["disconnect-with-will", "DISCONNECT 0x04", (client) => client.disconnect(4)],
  ["protocol-error", "protocol error", (client) => client.sendBytes(0x36, 2, 0, 0)],
  [
    "administrative",
    "kick",
    (_, { broker, clock }) => {
      broker.inside.actions.disconnect("c");
      clock.endTick();
    },
  ],
];

/** Delay and session expiry, seconds, and after how many the will is due. */
const TIMES = [
  [0, 0, 0],
  [0, 60, 0],
  [5, 0, 0],
  [5, 60, 5],
  [60, 5, 5],
] as const;

function setUp() {
  const harness = createHarness();
  const watcher = harness.connect({ clientId: "w" });
  watcher.subscribe("will");
  return { harness, watcher };
}

function connectWith(
  { connect }: Harness,
  willDelayInterval: number,
  sessionExpiryInterval: number,
): TestClient {
  return connect({
    clientId: "c",
    keepAliveSeconds: 10,
    properties: { sessionExpiryInterval },
    will: willOf({ properties: { willDelayInterval } }),
  });
}

describe("when the will is published", () => {
  const cells = ENDS.flatMap(([cause, name, end]) =>
    TIMES.map(([delay, expiry, due]) => [name, delay, expiry, due, cause, end] as const),
  );

  it.each(cells)(
    "after %s, delay %i, session expiry %i: after %i s [5 MQTT-3.1.2-8]",
    (_, delay, expiry, due, cause, end) => {
      const { harness, watcher } = setUp();
      end(connectWith(harness, delay, expiry), harness);
      if (due > 0) {
        harness.clock.advance(due - 0.001);
        expect(watcher.messages()).toEqual([]);
        harness.clock.advance(0.001);
      }
      expect(watcher.messages()).toEqual(["will=gone"]);
      expect(harness.told("willFired")).toMatchObject([{ clientId: "c", cause }]);
      expect(harness.told("clientDisconnected")).toMatchObject([{ cause }]);
    },
  );

  it.each(cells)(
    "after %s, delay %i, session expiry %i, and a return before it is due: never",
    (_, delay, expiry, due, __, end) => {
      const { harness, watcher } = setUp();
      end(connectWith(harness, delay, expiry), harness);
      const fired = watcher.messages().length;
      const back = harness.connect({ clientId: "c", cleanStart: false });
      harness.clock.advance(100);
      expect([fired + watcher.messages().length, back.connack?.sessionPresent]).toEqual([
        due === 0 ? 1 : 0,
        expiry > 0,
      ]);
    },
  );

  it.each(cells)(
    "after %s, delay %i, session expiry %i, and a new beginning before it is due: at once",
    (_, delay, expiry, __, ___, end) => {
      const { harness, watcher } = setUp();
      end(connectWith(harness, delay, expiry), harness);
      const back = harness.connect({ clientId: "c", cleanStart: true });
      expect([watcher.messages(), back.connack?.sessionPresent]).toEqual([["will=gone"], false]);
    },
  );
});

describe("when the will is published at a takeover", () => {
  it.each([
    [0, 0, false, 1],
    [0, 0, true, 1],
    [0, 60, false, 1],
    [0, 60, true, 1],
    [5, 0, false, 1],
    [5, 0, true, 1],
    [5, 60, false, 0],
    [5, 60, true, 1],
  ])(
    "delay %i, session expiry %i, Clean Start %s: %i times [5 MQTT-3.1.2-8] [5 MQTT-3.1.3-9]",
    (delay, expiry, cleanStart, times) => {
      const { harness, watcher } = setUp();
      connectWith(harness, delay, expiry);
      harness.connect({ clientId: "c", cleanStart });
      expect(watcher.messages()).toHaveLength(times);
      harness.clock.advance(100);
      expect(watcher.messages()).toEqual([]);
      expect(harness.told("willFired").map(({ cause }) => cause)).toEqual(times === 1 ? ["taken-over"] : []);
    },
  );
});

describe("when the will is published at a shutdown", () => {
  it.each(TIMES)("delay %i, session expiry %i: at once, since the sessions end too", (delay, expiry) => {
    const { harness, watcher } = setUp();
    connectWith(harness, delay, expiry);
    harness.broker.shutdown();
    expect(watcher.messages()).toEqual(["will=gone"]);
    expect(harness.told("willFired")).toMatchObject([{ cause: "server-shutdown" }]);
  });

  it("one that was waiting already too", () => {
    const { harness, watcher } = setUp();
    connectWith(harness, 5, 60).drop();
    harness.broker.shutdown();
    expect(watcher.messages()).toEqual(["will=gone"]);
  });
});

it.each(TIMES)(
  "no will is published after DISCONNECT 0x00, delay %i, session expiry %i [5 MQTT-3.14.4-3]",
  (delay, expiry) => {
    const { harness, watcher } = setUp();
    connectWith(harness, delay, expiry).disconnect();
    harness.clock.advance(100);
    expect(watcher.messages()).toEqual([]);
    expect(harness.told("willCleared")).toMatchObject([{ cause: "normal" }]);
  },
);

it("no will is published of a client that was refused", () => {
  const { harness, watcher } = setUp();
  const client = harness.open();
  client.send(connectPacket({ will: willOf(), properties: { authenticationMethod: "unknown" } }));
  client.drop();
  expect([watcher.messages(), harness.told("willArmed")]).toEqual([[], []]);
});
