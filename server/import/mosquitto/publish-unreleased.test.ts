import { describe, expect, it } from "vitest";
import type { RecoveredSession, StoredSubscription, StoreEvent } from "../../core/ports/store.ts";
import { foldEvents } from "../../core/test-support/fold-events.ts";
import { inParts } from "../../core/test-support/in-parts.ts";
import { DatabaseBytes, State, type TestMessage } from "../test-support/database-bytes.ts";
import { TemporaryDatabase } from "../test-support/temporary-database.ts";
import { DatabaseFile } from "./database-file.ts";
import { publishUnreleased } from "./publish-unreleased.ts";
import { surveyDatabase } from "./survey.ts";
import { Translation } from "./translation.ts";

const NOW = 2_000_000_000_000;
const NOBODY = { hasSession: () => false, hasRetained: () => false };

const database = new TemporaryDatabase();

function session(
  clientId: string,
  ...subscriptions: readonly Partial<StoredSubscription>[]
): RecoveredSession {
  const options = {
    filter: "t",
    qos: 2,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  return {
    clientId,
    userName: undefined,
    expirySeconds: 100,
    leftAt: 0,
    subscriptions: subscriptions.map((each) => ({ ...options, subscriptionIdentifier: undefined, ...each })),
    receivedPacketIds: [],
    deliveries: [],
    waiting: { messages: 0, bytes: 0, expiresAt: undefined, isShared: false, afterPlace: 0 },
    will: undefined,
  };
}

/** What becomes of messages that "sender" has not released. */
async function publish(messages: readonly Omit<TestMessage, "key">[], ...sessions: RecoveredSession[]) {
  const bytes = new DatabaseBytes();
  for (const [key, message] of messages.entries())
    bytes.message({ qos: 2, clientId: "sender", ...message, key });
  bytes.client({ clientId: "sender" });
  for (const key of messages.keys())
    bytes.clientMessage({
      clientId: "sender",
      key,
      direction: "in",
      qos: 2,
      packetId: key + 1,
      state: State.WaitForPubrel,
    });
  const file = new DatabaseFile(database.write(bytes.bytes));
  try {
    const survey = await surveyDatabase(file, NOW);
    const translation = new Translation({ file, survey, target: NOBODY, isKeeping: false, now: NOW });
    const there = inParts({ ...foldEvents([]), sessions });
    const events = await publishUnreleased(translation, { ...there, nextMessageNumber: 5, nextPlace: 20 });
    return { events, tally: translation.tally };
  } finally {
    file.close();
  }
}

const told = (events: readonly StoreEvent[]) =>
  events.map((event) =>
    event.type === "messageQueued"
      ? [event.clientId, event.message.payload.toString(), event.qos]
      : [event.type],
  );

describe("a message that its publisher has not released", () => {
  it("is queued for all who have subscribed, in the order in which it came, with their QoS", async () => {
    const { events, tally } = await publish(
      [{ payload: "1" }, { payload: "2" }, { topic: "other" }],
      session("a"),
      session("b", { qos: 1 }),
      session("c", { qos: 0 }),
      session("d", { filter: "x" }),
      session("e", { filter: "+" }),
    );
    expect(told(events)).toEqual([
      ["b", "1", 1],
      ["b", "2", 1],
      ["e", "1", 2],
      ["e", "2", 2],
      ["e", "", 2],
    ]);
    expect(events).toMatchObject([20, 21, 22, 23, 24].map((place) => ({ place })));
    expect(tally.published).toBe(3);
  });

  it("goes once to who has several subscriptions, with all their identifiers", async () => {
    const overlapping = [
      { qos: 0, subscriptionIdentifier: 1 },
      { filter: "#", qos: 1, subscriptionIdentifier: 2, retainAsPublished: true },
    ] as const;
    const { events } = await publish([{ retain: true, payload: "x" }], session("a", ...overlapping));
    expect(events).toMatchObject([
      { type: "retainedSet", message: { number: 5, retain: true } },
      {
        type: "messageQueued",
        qos: 1,
        retain: true,
        subscriptionIdentifiers: [1, 2],
        message: { number: 5 },
      },
    ]);
  });

  it("is not sent back to its publisher that wants none of its own", async () => {
    const { events } = await publish(
      [{}],
      session("sender", { noLocal: true }),
      session("a", { noLocal: true }),
    );
    expect(told(events)).toEqual([["a", "", 2]]);
  });

  it("goes to one of those who share a subscription", async () => {
    const filter = "$share/group/t";
    const { events } = await publish([{}], session("a", { filter }), session("b", { filter }, {}));
    expect(events).toMatchObject([
      { clientId: "a", sharedFilter: filter },
      { clientId: "b", sharedFilter: undefined },
    ]);
  });

  it("clears what is retained where it is empty, and is gone where it has expired", async () => {
    const { events, tally } = await publish(
      [{ retain: true }, { expiresAt: NOW / 1000 }],
      session("d", { filter: "x" }),
    );
    expect(events).toEqual([{ type: "retainedCleared", topic: "t" }]);
    expect(tally).toMatchObject({ published: 1, expiredMessages: 1 });
  });
});
