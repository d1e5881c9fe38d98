import { describe, expect, it } from "vitest";
import type { Delivery } from "../routing/message.ts";
import { Topic } from "../routing/topic.ts";
import { WaitingQueue } from "./waiting-queue.ts";

const PAGE = 3;
const NOTHING = new Uint8Array(0);

function delivery(place: number): Delivery {
  const message = {
    number: place,
    topic: new Topic("t", NOTHING, 0),
    payload: NOTHING,
    qos: 1,
    retain: false,
    properties: NOTHING,
    expiresAt: Number.POSITIVE_INFINITY,
    receivedAt: 0,
    publisher: { clientId: "p", userName: undefined },
  } as const;
  const rest = { qos: 1, retain: false, subscriptionIdentifiers: [], sharedFilter: undefined } as const;
  return { ...rest, message, place };
}

/** A queue of so many, over a store that has those which it was told of and counts how often it is asked. */
function queueOf(count: number) {
  const kept = new Map<number, Delivery>();
  let reads = 0;
  const queue = new WaitingQueue((afterPlace, limit) => {
    reads++;
    return [...kept.values()].filter(({ place }) => place > afterPlace).slice(0, limit);
  }, PAGE);
  const add = (place: number): void => {
    queue.push(delivery(place));
    kept.set(place, delivery(place));
  };
  for (let place = 1; place <= count; place++) add(place);
  return { queue, kept, add, reads: () => reads };
}

function drain(queue: WaitingQueue): number[] {
  const places: number[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) places.push(next.place);
  return places;
}

describe("a queue that a store keeps", () => {
  it("gives what it took in order, wherever it lies", () => {
    const { queue, add } = queueOf(8);
    queue.leave(7);
    add(9);
    expect([queue.size, [...queue].map(({ place }) => place)]).toEqual([9, [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(queue.size).toBe(0);
  });

  it("asks the store only for what has left the memory, a page at a time", () => {
    const { queue, reads } = queueOf(8);
    queue.leave(8);
    expect([queue.isLong, reads()]).toEqual([false, 0]);
    drain(queue);
    expect(reads()).toBe(2);
  });

  it("asks nobody while the store has nothing that can be read", () => {
    const { queue, reads } = queueOf(8);
    expect(queue.isLong).toBe(true);
    expect([drain(queue), reads()]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], 0]);
  });

  it("is not long while it has no more than a page, or no place in a store", () => {
    expect(queueOf(PAGE).queue.isLong).toBe(false);
    const queue = new WaitingQueue(() => [], PAGE);
    for (let count = 0; count < 2 * PAGE; count++) queue.push(delivery(0));
    expect([queue.isLong, queue.size]).toEqual([false, 2 * PAGE]);
  });

  it("goes on behind the place at which a start has found it", () => {
    const { kept } = queueOf(8);
    const queue = new WaitingQueue(
      (afterPlace, limit) => [...kept.values()].filter(({ place }) => place > afterPlace).slice(0, limit),
      PAGE,
    );
    queue.restore(6, 2);
    expect([queue.size, drain(queue)]).toEqual([6, [3, 4, 5, 6, 7, 8]]);
  });

  it("takes out of all its parts what somebody else gets", () => {
    const { queue, kept } = queueOf(10);
    queue.leave(8);
    queue.remove(({ place }) => place % 2 === 0 && kept.delete(place));
    expect([queue.size, drain(queue)]).toEqual([5, [1, 3, 5, 7, 9]]);
  });

  it("has everything in memory before the store forgets it", () => {
    const { queue, kept } = queueOf(8);
    queue.leave(6);
    queue.load();
    kept.clear();
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("says so when the store has less than it was given", () => {
    const { queue, kept } = queueOf(8);
    queue.leave(8);
    kept.clear();
    expect(() => drain(queue)).toThrow("the store has lost 5 messages of a queue");
  });
});

describe("a queue that is looked at from a place on", () => {
  const behind = (queue: WaitingQueue, place: number) =>
    [...queue.behind(place)].map((delivery) => delivery.place);

  it.each([0, 1, 3, 4, 5, 7, 8])("gives what stands behind %d, wherever that lies", (place) => {
    const { queue } = queueOf(8);
    queue.leave(6);
    expect(behind(queue, place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].slice(place));
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("reads one page of what only the store has, when no more is taken", () => {
    const { queue, reads } = queueOf(20);
    queue.leave(20);
    const [first] = queue.behind(15);
    expect([first?.place, reads()]).toEqual([16, 1]);
  });

  it("gives those that no store knows of behind those that have a place", () => {
    const { queue } = queueOf(2);
    queue.push(delivery(0));
    expect(behind(queue, 1)).toEqual([2, 0]);
  });
});
