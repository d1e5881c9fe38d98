import { describe, expect, it } from "vitest";
import type { StoreEvent } from "../../core/ports/store.ts";
import { DatabaseBytes, State } from "../test-support/database-bytes.ts";
import { TemporaryDatabase } from "../test-support/temporary-database.ts";
import { DatabaseFile } from "./database-file.ts";
import { surveyDatabase } from "./survey.ts";
import type { Tally } from "./tally.ts";
import { Translation } from "./translation.ts";

const NOW = 2_000_000_000_000;
const SECONDS = NOW / 1000;

const database = new TemporaryDatabase();

interface There {
  readonly sessions?: readonly string[];
  readonly topics?: readonly string[];
  readonly isKeeping?: boolean;
}

async function translate(
  { bytes }: DatabaseBytes,
  { sessions = [], topics = [], isKeeping = false }: There = {},
): Promise<{ events: StoreEvent[]; tally: Tally }> {
  const file = new DatabaseFile(database.write(bytes));
  const target = {
    hasSession: (clientId: string) => sessions.includes(clientId),
    hasRetained: (topic: string) => topics.includes(topic),
  };
  try {
    const survey = await surveyDatabase(file, NOW);
    const translation = new Translation({ file, survey, target, isKeeping, now: NOW });
    return {
      events: [...translation.events({ nextMessageNumber: 50, nextPlace: 70 })],
      tally: translation.tally,
    };
  } finally {
    file.close();
  }
}

/** What says something in a test: who, what, and in which state. */
function said(event: StoreEvent): unknown[] {
  switch (event.type) {
    case "messageQueued":
      return [
        event.type,
        event.clientId,
        event.place,
        event.message.payload.toString(),
        event.message.number,
        event.qos,
      ];
    case "deliveryStarted":
      return [event.type, event.clientId, event.place, event.messageNumber, event.packetId];
    case "deliveryReleased":
    case "packetIdReceived":
      return [event.type, event.clientId, event.packetId];
    case "retainedSet":
      return [event.type, event.message.topic, event.message.number, event.message.retain];
    default:
      return [event.type];
  }
}

describe("a database in the events of our store", () => {
  it("has a session, then what is in flight by its packet ids, then what waits", async () => {
    const queue = new DatabaseBytes()
      .message({ key: 1, payload: "released", qos: 2 })
      .message({ key: 2, payload: "sent", qos: 2 })
      .message({ key: 3, payload: "waits" })
      .client({ clientId: "c", userName: "ann" })
      .clientMessage({ clientId: "c", key: 1, qos: 2, packetId: 5, state: State.WaitForPubcomp, dup: true })
      .clientMessage({ clientId: "c", key: 2, qos: 2, packetId: 6, state: State.WaitForPubrec, dup: true })
      .clientMessage({ clientId: "c", key: 3, packetId: 7, properties: "020b05" })
      .subscription({ clientId: "c", filter: "t" });
    const { events, tally } = await translate(queue);
    expect(events.slice(0, 2)).toMatchObject([
      { type: "sessionStarted", clientId: "c", userName: "ann", expirySeconds: 0xffff_ffff },
      { type: "sessionLeft", clientId: "c", at: expect.any(Number) },
    ]);
    expect(events.slice(2).map(said)).toEqual([
      ["messageQueued", "c", 70, "released", 50, 2],
      ["deliveryStarted", "c", 70, 50, 5],
      ["deliveryReleased", "c", 5],
      ["messageQueued", "c", 71, "sent", 51, 2],
      ["deliveryStarted", "c", 71, 51, 6],
      ["messageQueued", "c", 72, "waits", 52, 1],
      ["subscribed"],
    ]);
    expect(events[7]).toMatchObject({
      subscriptionIdentifiers: [5],
      message: { publisher: { clientId: "publisher" } },
    });
    expect(tally).toMatchObject({ sessions: 1, subscriptions: 1, inFlight: 2, waiting: 1, missing: 0 });
  });

  it("gives a message one number for all who have it", async () => {
    const shared = new DatabaseBytes()
      .message({ key: 1, payload: "both", retain: true, topic: "r" })
      .client({ clientId: "a" })
      .clientMessage({ clientId: "a", key: 1 })
      .client({ clientId: "b" })
      .clientMessage({ clientId: "b", key: 1 })
      .retained(1);
    expect((await translate(shared)).events.slice(4).map(said)).toEqual([
      ["messageQueued", "a", 70, "both", 50, 1],
      ["messageQueued", "b", 71, "both", 50, 1],
      ["retainedSet", "r", 50, true],
    ]);
  });

  it("lets wait what stands as in flight behind what waits, or has another's packet id", async () => {
    const odd = new DatabaseBytes()
      .message({ key: 1 })
      .client({ clientId: "c" })
      .clientMessage({ clientId: "c", key: 1, packetId: 1, state: State.WaitForPuback })
      .clientMessage({ clientId: "c", key: 1, packetId: 1, state: State.WaitForPuback })
      .clientMessage({ clientId: "c", key: 1, packetId: 2, state: State.WaitForPuback });
    const { events, tally } = await translate(odd);
    expect(events.filter(({ type }) => type === "deliveryStarted")).toHaveLength(1);
    expect(tally).toMatchObject({ inFlight: 1, waiting: 2 });
  });

  it("leaves behind what has expired, but for what was sent, and what nobody keeps", async () => {
    const old = new DatabaseBytes()
      .message({ key: 1, expiresAt: SECONDS })
      .message({ key: 2, topic: "$own" })
      .client({ clientId: "c" })
      .client({ clientId: "ended", expirySeconds: 0 })
      .clientMessage({ clientId: "c", key: 1, packetId: 3, state: State.WaitForPuback })
      .clientMessage({ clientId: "c", key: 1 })
      .clientMessage({ clientId: "c", key: 2, qos: 0 })
      .clientMessage({ clientId: "ended", key: 2 })
      .clientMessage({ clientId: "unknown", key: 2 })
      .subscription({ clientId: "unknown", filter: "a" })
      .retained(1)
      .retained(2);
    const { events, tally } = await translate(old);
    expect(events.map(({ type }) => type)).toEqual([
      "sessionStarted",
      "sessionLeft",
      "messageQueued",
      "deliveryStarted",
    ]);
    expect(tally).toMatchObject({
      endedSessions: 1,
      expiredMessages: 2,
      atQoS0: 1,
      internal: 1,
      missing: 2,
      inFlight: 1,
    });
  });

  it("notes what clients have sent and not released, once by each packet id", async () => {
    const incoming = {
      clientId: "c",
      key: 1,
      direction: "in",
      qos: 2,
      packetId: 9,
      state: State.WaitForPubrel,
    } as const;
    const twice = new DatabaseBytes()
      .message({ key: 1, qos: 2 })
      .client({ clientId: "c" })
      .clientMessage(incoming)
      .clientMessage(incoming);
    expect((await translate(twice)).events.slice(2).map(said)).toEqual([["packetIdReceived", "c", 9]]);
  });

  const both = () =>
    new DatabaseBytes()
      .message({ key: 1, topic: "r", payload: "x", retain: true })
      .client({ clientId: "c" })
      .clientMessage({ clientId: "c", key: 1 })
      .subscription({ clientId: "c", filter: "a" })
      .retained(1);

  it("ends the sessions that are there already", async () => {
    const { events } = await translate(both(), { sessions: ["c"], topics: ["r"] });
    expect(events.map(({ type }) => type)).toEqual([
      "sessionEnded",
      "sessionStarted",
      "sessionLeft",
      "messageQueued",
      "subscribed",
      "retainedSet",
    ]);
  });

  it("leaves alone what is there where that is to be kept", async () => {
    const { events, tally } = await translate(both(), { sessions: ["c"], topics: ["r"], isKeeping: true });
    expect(events).toEqual([]);
    expect(tally).toMatchObject({ keptSessions: 1, keptTopics: 1, sessions: 0, retained: 0 });
  });
});
