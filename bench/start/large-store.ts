import { openLmdbStore } from "../../server/adapters/store/lmdb/lmdb-store.ts";
import type { StoredMessage, StoreEvent } from "../../server/core/ports/store.ts";

/** Events that become safe together: about what a busy tick has. */
const EVENTS_AT_A_TIME = 2_000;
const PAYLOAD_BYTES = 100;
const DAY_SECONDS = 86_400;
const SITES = 1000;
const DEVICES = 50;

/** How much a store is filled with. */
export interface StoreSize {
  readonly retained: number;
  readonly sessions: number;
  /** Messages that wait, for all sessions together. */
  readonly queued: number;
  readonly seed: number;
}

/** Fills a new data directory, by the store itself: over MQTT it would take a quarter of an hour. */
export async function fillStore(directory: string, size: StoreSize): Promise<void> {
  const store = await openLmdbStore(directory, { durability: "commit" });
  store.listen({
    onCommitted: () => undefined,
    onFailed: (error) => {
      throw error;
    },
    onRecovered: () => undefined,
  });
  const { sessions } = await store.recover();
  // there are none, but until that is known the store keeps the file as it was
  for await (const _ of sessions);
  let epoch = 0;
  let inBatch = 0;
  for (const event of eventsOf(size)) {
    store.append(event);
    if (++inBatch < EVENTS_AT_A_TIME) continue;
    inBatch = 0;
    store.commit(++epoch);
    await new Promise(setImmediate);
  }
  store.commit(++epoch);
  await store.close();
}

function* eventsOf({ retained, sessions, queued, seed }: StoreSize): Generator<StoreEvent> {
  const random = randomBytes(seed);
  let number = 1;
  for (let at = 0; at < retained; at++)
    yield { type: "retainedSet", message: messageOf(number++, topicOf(at), random, true) };
  for (let at = 0; at < sessions; at++) yield* sessionOf(at);
  // in turns, as messages come: what waits for one session does not lie together
  for (let at = 0; at < queued; at++)
    yield {
      type: "messageQueued",
      clientId: clientIdOf(at % sessions),
      place: at + 1,
      message: messageOf(number++, topicOf(at % sessions), random, false),
      qos: 1,
      retain: false,
      subscriptionIdentifiers: [],
      sharedFilter: undefined,
    };
}

function* sessionOf(at: number): Generator<StoreEvent> {
  const clientId = clientIdOf(at);
  const options = { qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  const subscription = { ...options, filter: topicOf(at), subscriptionIdentifier: undefined };
  yield { type: "sessionStarted", clientId, userName: undefined, expirySeconds: DAY_SECONDS };
  yield { type: "subscribed", clientId, subscription };
  yield { type: "sessionLeft", clientId, at: Date.now() };
}

function messageOf(number: number, topic: string, random: () => Uint8Array, retain: boolean): StoredMessage {
  return {
    number,
    topic,
    payload: random(),
    qos: 1,
    retain,
    properties: new Uint8Array(0),
    expiresAt: undefined,
    receivedAt: Date.now(),
    publisher: { clientId: `gateway-${number % SITES}`, userName: undefined },
  };
}

/** Four levels, as in a building: sites, devices, and what they tell. */
function topicOf(at: number): string {
  const site = at % SITES;
  const device = Math.floor(at / SITES) % DEVICES;
  return `plant/site-${site}/device-${device}/value-${Math.floor(at / SITES / DEVICES)}`;
}

/** Whose a session is. */
export function clientIdOf(at: number): string {
  return `reader-${at}`;
}

/** Payloads by a linear congruence: the same for the same seed. */
function randomBytes(seed: number): () => Uint8Array {
  let state = seed >>> 0;
  return () => {
    const bytes = new Uint8Array(PAYLOAD_BYTES);
    for (let at = 0; at < bytes.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[at] = state >>> 24;
    }
    return bytes;
  };
}
