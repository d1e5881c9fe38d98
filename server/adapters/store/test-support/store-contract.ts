import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  Store,
  StoredMessage,
  StoredSubscription,
  StoredWill,
  StoreEvent,
} from "../../../core/ports/store.ts";
import { readRecovered } from "../../../core/test-support/in-parts.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const publisher = { clientId: "press-7", userName: undefined };

const message: StoredMessage = {
  number: 1,
  topic: "factory/press/state",
  payload: bytes("run"),
  qos: 1,
  retain: true,
  properties: new Uint8Array(0),
  expiresAt: undefined,
  receivedAt: 1000,
  publisher,
};

const subscription: StoredSubscription = {
  filter: "factory/#",
  qos: 2,
  noLocal: false,
  retainAsPublished: true,
  retainHandling: 0,
  subscriptionIdentifier: 7,
};

const will: StoredWill = {
  message: {
    topic: "factory/panel/state",
    payload: bytes("lost"),
    qos: 1,
    retain: false,
    properties: new Uint8Array(0),
    publisher: { clientId: "panel", userName: "ann" },
    messageExpiryInterval: 60,
  },
  delaySeconds: 5,
  dueAt: undefined,
};

const clientId = "panel";
const packetId = 3;

/** One of every event, as a session lives through them. */
const LIFE: readonly StoreEvent[] = [
  { type: "sessionStarted", clientId, userName: "ann", expirySeconds: 3600 },
  { type: "willArmed", clientId, will },
  { type: "sessionExpiryChanged", clientId, expirySeconds: 60 },
  { type: "subscribed", clientId, subscription },
  { type: "unsubscribed", clientId, filter: subscription.filter },
  { type: "retainedSet", message },
  { type: "retainedCleared", topic: message.topic },
  {
    type: "messageQueued",
    clientId,
    place: 1,
    message,
    qos: 2,
    subscriptionIdentifiers: [7],
    retain: false,
    sharedFilter: "$share/group/factory/#",
  },
  { type: "deliveryStarted", clientId, place: 1, messageNumber: 1, packetId },
  { type: "deliveryReleased", clientId, packetId },
  { type: "deliveryEnded", clientId, packetId },
  {
    type: "messageQueued",
    clientId,
    place: 2,
    message: { ...message, number: 2 },
    qos: 1,
    subscriptionIdentifiers: [],
    retain: false,
  },
  { type: "messageDropped", clientId, place: 2, messageNumber: 2 },
  { type: "packetIdReceived", clientId, packetId },
  { type: "packetIdReleased", clientId, packetId },
  { type: "willEnded", clientId },
  {
    type: "willLogged",
    will: {
      at: 1500,
      clientId,
      topic: will.message.topic,
      payload: will.message.payload,
      qos: 1,
      retain: false,
      outcome: "fired",
      cause: "connection-lost",
      due: "at-once",
    },
  },
  { type: "totalsCounted", totals: { since: 1000, counts: { packetsSent: 7 } } },
  { type: "sessionLeft", clientId, at: 2000 },
  { type: "sessionEnded", clientId },
];

/** What every store does; a durable one has more to show. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name} as a store`, () => {
    let store: Store;
    let committed: number[];

    beforeEach(async () => {
      store = await open();
      committed = [];
      store.listen({
        onCommitted: (epoch) => committed.push(epoch),
        onFailed: (error) => {
          throw error;
        },
        onRecovered: () => undefined,
      });
    });
    afterEach(() => store.close());

    it("recovers nothing from an empty place, and numbers messages from 1 on", async () => {
      const recovered = await readRecovered(await store.recover());
      expect({
        sessions: [...recovered.sessions],
        retained: [...recovered.retained],
        endedWills: [...recovered.endedWills],
        totals: recovered.totals,
        next: recovered.nextMessageNumber,
        place: recovered.nextPlace,
      }).toEqual({ sessions: [], retained: [], endedWills: [], totals: undefined, next: 1, place: 1 });
    });

    it("has an empty batch safe at once", () => {
      expect(store.commit(1)).toBe(true);
      expect(committed).toEqual([]);
    });

    it("takes every event and makes its batch safe", async () => {
      for (const [index, event] of LIFE.entries()) {
        store.append(event);
        if (!store.commit(index + 1)) await until(() => committed.includes(index + 1));
      }
    });

    it("is done with all that was appended when it has closed", async () => {
      for (const event of LIFE) store.append(event);
      store.commit(1);
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate);
}
