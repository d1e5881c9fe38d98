import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, PacketType } from "../../protocol/packets.ts";
import type { WillCause } from "./ports/observer.ts";
import type { Harness } from "./test-support/harness.ts";
import { connectPacket, willOf } from "./test-support/packets.ts";
import type { TestClient } from "./test-support/test-client.ts";
import {
  connectWith,
  expectPublished,
  expectTold,
  nameOf,
  type Published,
  RETURN,
  TABLE,
  watchWills,
} from "./test-support/will-table.ts";

interface End {
  readonly cause: WillCause;
  /** What CONNECT asks for instead, where the end of the connection changes the session's expiry to the table's. */
  readonly expiryBefore?: number;
  /** What a client of 3.1.1 cannot send. */
  readonly isOf5?: true;
  end(client: TestClient, house: Harness, expiry: number): void;
}

/** Every way in which a connection ends that leaves the will to be published. */
const ENDS: Readonly<Record<string, End>> = {
  "the connection is lost": { cause: "connection-lost", end: (client) => client.drop() },
  "the client falls silent": { cause: "keep-alive-timeout", end: (_, { clock }) => clock.advance(15) },
  "it sends DISCONNECT 0x04": {
    cause: "disconnect-with-will",
    isOf5: true,
    end: (client) => client.disconnect(4),
  },
  "it sends DISCONNECT 0x04 with this session expiry": {
    cause: "disconnect-with-will",
    expiryBefore: 300,
    isOf5: true,
    end: (client, _, expiry) => client.disconnect(4, { sessionExpiryInterval: expiry }),
  },
  "it sends DISCONNECT 0x80": {
    cause: "disconnect-with-will",
    isOf5: true,
    end: (client) =>
      client.send({ type: PacketType.Disconnect, reasonCode: 0x80, properties: NO_PROPERTIES }),
  },
  "it breaks the protocol": { cause: "protocol-error", end: (client) => client.send(connectPacket()) },
  "it sends a malformed packet": {
    cause: "protocol-error",
    end: (client) => client.sendBytes(0x36, 2, 0, 0),
  },
  "an operator disconnects it": {
    cause: "administrative",
    end: (_, { broker, clock }) => {
      broker.inside.actions.disconnect("c");
      clock.endTick();
    },
  },
};

const COLUMNS = ["staysAway", "resumes", "beginsAnew"] as const;
type Column = (typeof COLUMNS)[number];
const NAMES: Readonly<Record<Column, string>> = {
  staysAway: "stays away",
  resumes: "resumes its session",
  beginsAnew: "begins anew",
};

const CELLS = Object.entries(ENDS).flatMap(([how, end]) =>
  TABLE.flatMap(([delay, expiry, ...expected]) =>
    COLUMNS.map((column, at) => {
      const published = expected[at] as Published;
      const when = published === "never" ? "never" : `after ${published[0]} s (${published[1]})`;
      const name = `${how}; delay ${delay}, expiry ${nameOf(expiry)}; it ${NAMES[column]}: ${when}`;
      return { name, delay, expiry, end, column, published };
    }),
  ),
);

/** Comes back two seconds after the end; what was due before has been published by then. */
function comeBack(house: Harness, watcher: TestClient, column: Column, expected: Published): void {
  const isDueAtOnce = expected !== "never" && expected[0] === 0;
  house.clock.advance(RETURN - 0.001);
  expect(watcher.messages()).toEqual(isDueAtOnce ? ["will=gone"] : []);
  house.clock.advance(0.001);
  house.connect({
    clientId: "c",
    cleanStart: column === "beginsAnew",
    properties: { sessionExpiryInterval: 30 },
  });
}

describe("the will is published when", () => {
  it.each(CELLS)("$name [5 MQTT-3.1.2-8] [5 MQTT-3.1.2-10] [5 MQTT-3.1.3-9]", (cell) => {
    const { delay, expiry, end, column, published } = cell;
    const { house, watcher } = watchWills();
    end.end(connectWith(house, delay, end.expiryBefore ?? expiry), house, expiry);
    expect(house.told("clientDisconnected")).toMatchObject([{ clientId: "c", cause: end.cause }]);
    if (column === "staysAway") {
      expectPublished(house, watcher, published);
    } else {
      comeBack(house, watcher, column, published);
      const isOver = published !== "never" && published[0] === 0;
      expectPublished(house, watcher, isOver ? "never" : published, RETURN);
    }
    expectTold(house, published, end.cause);
  });

  it.each([
    ["at", 0],
    ["after", 1],
  ])("its delay is over, though the client comes back right %s that time [5 MQTT-3.1.2-8]", (_, late) => {
    const { house, watcher } = watchWills();
    connectWith(house, 5, 30).drop();
    house.clock.advance(5 + late);
    const back = house.connect({ clientId: "c", cleanStart: false });
    expect([back.connack?.sessionPresent, watcher.messages()]).toEqual([true, ["will=gone"]]);
    expect(house.told("willCleared")).toEqual([]);
  });

  it("delay and session end together, once", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 5, 5).drop();
    expectPublished(house, watcher, [5, "delay-elapsed"]);
  });

  it("DISCONNECT asks for what is refused, as a protocol error", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 5, 0).disconnect(0, { sessionExpiryInterval: 60 });
    expectPublished(house, watcher, [0, "session-ended"]);
    expectTold(house, [0, "session-ended"], "protocol-error");
  });

  it.each(TABLE)("an operator ends the session: at once, with delay %i and expiry %i", (delay, expiry) => {
    const { house, watcher } = watchWills();
    connectWith(house, delay, expiry);
    house.broker.inside.actions.endSession("c");
    house.clock.endTick();
    expectPublished(house, watcher, [0, "at-once"]);
    expectTold(house, [0, delay === 0 ? "at-once" : "session-ended"], "session-ended");
    expect(house.told("willDelayed")).toEqual([]);
  });

  it("an operator ends a session whose client is away", () => {
    const { house, watcher } = watchWills();
    connectWith(house, 5, 30).drop();
    house.broker.inside.actions.endSession("c");
    house.clock.endTick();
    expectPublished(house, watcher, [0, "session-ended"]);
    expectTold(house, [0, "session-ended"], "connection-lost");
  });
});

/** 3.1.1 knows no delay and no expiry: Clean Session 1 is an expiry of 0, Clean Session 0 one of never. */
const ENDS_OF_4 = Object.entries(ENDS)
  .filter(([, { isOf5 }]) => isOf5 !== true)
  .flatMap(([how, end]) => [true, false].map((cleanStart) => ({ how, end, cleanStart })));

describe("the will of a client of 3.1.1 is published at once", () => {
  it.each(ENDS_OF_4)("when $how, Clean Session $cleanStart [3 MQTT-3.1.2-8]", ({ end, cleanStart }) => {
    const { house, watcher } = watchWills();
    const client = house.connect({
      clientId: "c",
      version: 4,
      keepAliveSeconds: 10,
      cleanStart,
      will: willOf(),
    });
    end.end(client, house, 0);
    expectPublished(house, watcher, [0, "at-once"]);
    expectTold(house, [0, "at-once"], end.cause);
  });
});
