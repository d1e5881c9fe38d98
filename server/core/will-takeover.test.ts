import { describe, expect, it } from "vitest";
import { PacketType } from "../../protocol/packets.ts";
import { FakeClock } from "./test-support/fake-clock.ts";
import { createHarness } from "./test-support/harness.ts";
import { HeldStore } from "./test-support/held-store.ts";
import { connectPacket, willOf } from "./test-support/packets.ts";
import {
  connectWith,
  expectPublished,
  expectTold,
  FOREVER,
  nameOf,
  type Published,
  TABLE,
  watchWills,
} from "./test-support/will-table.ts";

/** §3.1.4: delay 0, or an expiry of 0, or Clean Start 1 publish the will of the client that is taken over; else it is not. */
const TAKEOVERS = TABLE.flatMap(([delay, expiry]) =>
  [false, true].map((cleanStart) => {
    const published: Published =
      delay === 0 ? [0, "at-once"] : expiry === 0 || cleanStart ? [0, "session-ended"] : "never";
    return { delay, expiry, cleanStart, published, name: nameOf(expiry) };
  }),
);

describe("at a takeover the will", () => {
  it.each(TAKEOVERS)(
    "of delay $delay and expiry $name is published, with Clean Start $cleanStart: $published [5 MQTT-3.1.4-3] [5 MQTT-3.1.2-8] [5 MQTT-3.1.3-9]",
    ({ delay, expiry, cleanStart, published }) => {
      const { house, watcher } = watchWills();
      connectWith(house, delay, expiry);
      const next = house.connect({ clientId: "c", cleanStart });
      expect(next.connack?.sessionPresent).toBe(!cleanStart && expiry > 0);
      expectPublished(house, watcher, published);
      expectTold(house, published, "taken-over");
    },
  );

  it("of the newcomer is another: it waits for the newcomer's own end", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 0, 30, { will: willOf({ payload: "old" }) });
    const next = connectWith(house, 0, 30, { cleanStart: false, will: willOf({ payload: "new" }) });
    expect(watcher.messages()).toEqual(["will=old"]);
    next.drop();
    expect(watcher.messages()).toEqual(["will=new"]);
  });

  it("is heard by a newcomer that resumes the session, after its CONNACK", () => {
    const { house } = watchWills();
    const first = connectWith(house, 0, 30);
    first.subscribe("will");
    const next = house.open();
    next.send(connectPacket({ clientId: "c", cleanStart: false, properties: { sessionExpiryInterval: 30 } }));
    expect(next.takeAll().map(({ type }) => type)).toEqual([PacketType.Connack, PacketType.Publish]);
    expect(first.take(PacketType.Publish)).toEqual([]);
  });

  it("is not published of a client that only waits to be let in", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 0, 30);
    const stranger = house.open();
    stranger.send(connectPacket({ clientId: "c", properties: { authenticationMethod: "unknown" } }));
    stranger.drop();
    expect(watcher.messages()).toEqual([]);
  });
});

describe("at a shutdown the will", () => {
  it.each(TABLE)(
    "of delay %i and expiry %i is published at once without a store: the session ends too [5 MQTT-3.1.2-8]",
    (delay, expiry) => {
      const { house, watcher } = watchWills();
      connectWith(house, delay, expiry);
      house.broker.shutdown();
      expectPublished(house, watcher, [0, "at-once"]);
      expectTold(house, [0, delay === 0 ? "at-once" : "session-ended"], "server-shutdown");
    },
  );

  it.each(TABLE)(
    "of delay %i and expiry %i waits in a store as long as its session",
    async (delay, expiry) => {
      const clock = new FakeClock();
      const store = new HeldStore({ isQuick: true });
      const { house, watcher } = watchWills({ store, clock });
      connectWith(house, delay, expiry);
      const waits = delay > 0 && expiry > 0;
      house.broker.shutdown();
      clock.endTick();
      expect(watcher.messages()).toEqual(waits ? [] : ["will=gone"]);
      clock.killTimers();
      clock.advance(2);
      const next = watchWills({ store: new HeldStore({ isQuick: true, before: store.committed }), clock });
      await next.house.broker.start();
      const due = Math.min(delay, expiry);
      expectPublished(next.house, next.watcher, waits ? [due, "delay-elapsed"] : "never", 2);
      const why = due === delay ? "delay-elapsed" : "session-ended";
      expectTold(next.house, waits ? [due, why] : "never", "server-shutdown");
    },
  );

  it("that is due while the broker is down is published at the next start", async () => {
    const clock = new FakeClock();
    const store = new HeldStore({ isQuick: true });
    const { house } = watchWills({ store, clock });
    connectWith(house, 5, FOREVER).drop();
    clock.killTimers();
    clock.advance(3600);
    const next = createHarness({ store: new HeldStore({ isQuick: true, before: store.committed }), clock });
    await next.broker.start();
    clock.advance(0);
    expectTold(next, [0, "delay-elapsed"], "connection-lost");
  });

  it("that was waiting already is published without a store, with its own cause", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 5, 30).drop();
    house.broker.shutdown();
    expectPublished(house, watcher, [0, "session-ended"]);
    expectTold(house, [0, "session-ended"], "connection-lost");
  });
});

describe("the will of a client of 3.1.1", () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])(
    "is published at once when it is taken over, Clean Session %s, the newcomer's %s [3 MQTT-3.1.4-2]",
    (mine, next) => {
      const { house, watcher } = watchWills();
      house.connect({ clientId: "c", version: 4, cleanStart: mine, will: willOf() });
      house.connect({ clientId: "c", version: 4, cleanStart: next });
      expectPublished(house, watcher, [0, "at-once"]);
      expectTold(house, [0, "at-once"], "taken-over");
    },
  );

  it("is never published after DISCONNECT [3 MQTT-3.1.2-10] [3 MQTT-3.14.4-3]", () => {
    const { house, watcher } = watchWills();
    house.connect({ clientId: "c", version: 4, cleanStart: false, will: willOf() }).disconnect();
    expectPublished(house, watcher, "never");
  });
});

describe("the will is never published", () => {
  it.each(TABLE)(
    "after DISCONNECT 0x00, with delay %i and expiry %i [5 MQTT-3.14.4-3] [5 MQTT-3.1.2-10]",
    (delay, expiry) => {
      const { house, watcher } = watchWills();
      connectWith(house, delay, expiry).disconnect();
      expectPublished(house, watcher, "never");
      expect(house.told("willCleared")).toMatchObject([{ cause: "normal" }]);
      expect(house.broker.inside.info().gauges).toMatchObject({ willsArmed: 0, willsDelayed: 0 });
    },
  );

  it("of a client that was refused", () => {
    const { house, watcher } = watchWills();
    const client = house.open();
    client.send(connectPacket({ will: willOf(), properties: { authenticationMethod: "unknown" } }));
    client.drop();
    expect([watcher.messages(), house.told("willArmed")]).toEqual([[], []]);
  });
});
