import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Delivery, NEVER } from "../routing/message.ts";
import { Topic } from "../routing/topic.ts";
import { type QueueWalk, WaitingQueue } from "./waiting-queue.ts";

const PAGE = 3;
const NOTHING = new Uint8Array(0);

function delivery(place: number, expiresAt = NEVER, payload = NOTHING): Delivery {
  const message = {
    number: place,
    topic: new Topic("t", NOTHING, 0),
    payload,
    qos: 1,
    retain: false,
    properties: NOTHING,
    expiresAt,
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
  const ask = (afterPlace: number, limit: number): Delivery[] => {
    reads++;
    return [...kept.values()].filter(({ place }) => place > afterPlace).slice(0, limit);
  };
  const queue = new WaitingQueue(ask, PAGE);
  const add = (place: number, expiresAt?: number, sharedFilter?: string): void => {
    const added = { ...delivery(place, expiresAt), sharedFilter };
    queue.push(added);
    kept.set(place, added);
  };
  for (let place = 1; place <= count; place++) add(place);
  return { queue, kept, add, ask, reads: () => reads };
}

function drain(queue: WaitingQueue): number[] {
  const places: number[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) places.push(next.place);
  return places;
}

/** Goes through it all; returns the places looked at by each. */
function walkOver(
  queue: WaitingQueue,
  isOut: (delivery: Delivery) => boolean,
  between = () => {},
): number[][] {
  const walk: QueueWalk = { after: undefined, isForShared: false };
  const steps: number[][] = [];
  for (;;) {
    const places: number[] = [];
    const looked = queue.walk(walk, (each) => {
      places.push(each.place);
      return isOut(each);
    });
    if (looked === 0) return steps;
    steps.push(places);
    between();
  }
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
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    // the last page has room, and is kept for what comes
    expect(reads()).toBe(1);
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

  it("has fewer messages in a page where they are large", () => {
    const queue = new WaitingQueue(() => [], PAGE);
    const large = new Uint8Array(200 * 1024);
    for (let place = 1; place <= 4; place++) queue.push(delivery(place, NEVER, large));
    const sizes = walkOver(queue, () => false).map((places) => places.length);
    expect([sizes, queue.isLong]).toEqual([[2, 2], true]);
  });

  it("goes on behind the place at which a start has found it", () => {
    const { ask } = queueOf(8);
    const queue = new WaitingQueue(ask, PAGE);
    queue.restore(6, 2, NEVER, false);
    expect([queue.size, drain(queue)]).toEqual([6, [3, 4, 5, 6, 7, 8]]);
  });

  it("takes out of all its parts what somebody else gets", () => {
    const { queue, kept } = queueOf(10);
    queue.leave(8);
    walkOver(queue, ({ place }) => place % 2 === 0 && kept.delete(place));
    expect([queue.size, drain(queue)]).toEqual([5, [1, 3, 5, 7, 9]]);
  });

  it("has everything in memory before the store forgets it", () => {
    const { queue, kept } = queueOf(8);
    queue.leave(6);
    queue.load(false);
    kept.clear();
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("keeps in memory only what others may get before the store forgets a session that ends", () => {
    const { queue, add, reads } = queueOf(6);
    add(7, NEVER, "$share/g/t");
    queue.leave(6);
    queue.load(true);
    expect([reads(), [...queue.shared()].map(({ place }) => place)]).toEqual([0, [7]]);
  });

  it("says so when the store has less than it was given", () => {
    const { queue, kept } = queueOf(8);
    queue.leave(8);
    kept.clear();
    expect(() => drain(queue)).toThrow("the store has lost 3 messages of a queue");
  });

  it("reads only pages of which something has expired", () => {
    const { queue, kept, add, reads } = queueOf(6);
    add(7, 10);
    add(8, 50);
    for (const place of [9, 10, 11, 12]) add(place, 10 * place);
    queue.leave(12);
    const out: number[] = [];
    const removeExpired = (now: number): number =>
      queue.removeExpired(now, ({ place }) => {
        kept.delete(place);
        out.push(place);
      });
    expect([queue.expiresAt, removeExpired(9), reads()]).toEqual([10, 0, 0]);
    expect([removeExpired(10), removeExpired(10), reads(), queue.expiresAt]).toEqual([3, 0, 1, 50]);
    expect([out, drain(queue)]).toEqual([[7], [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]]);
  });

  it("looks at what a start has found page by page, until it knows when what is left expires", () => {
    const { ask, kept, add } = queueOf(6);
    for (const place of [7, 8]) add(place, 10 * place);
    const queue = new WaitingQueue(ask, PAGE);
    queue.restore(8, 0, 70, false);
    const drop = ({ place }: Delivery): unknown => kept.delete(place);
    const looked = [1, 2, 3, 4].map(() => queue.removeExpired(70, drop));
    expect([looked, queue.size, queue.expiresAt]).toEqual([[3, 3, 2, 0], 7, 80]);
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

describe("a walk through a queue", () => {
  it("looks at a page at a time, each once, whatever is taken out", () => {
    const { queue, kept } = queueOf(8);
    queue.leave(8);
    const steps = walkOver(queue, ({ place }) => place < 5 && kept.delete(place));
    expect([steps, drain(queue)]).toEqual([
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8],
      ],
      [5, 6, 7, 8],
    ]);
  });

  it("goes on with what is there while the queue is emptied and filled", () => {
    const { queue, add } = queueOf(8);
    queue.leave(8);
    let last = 8;
    const seen = walkOver(
      queue,
      () => false,
      () => {
        for (let times = 0; times < 2; times++) queue.shift();
        if (last < 10) add(++last);
      },
    );
    expect(new Set(seen.flat())).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  });
});

it("is what a plain list would be, whatever comes, goes, expires and leaves the memory", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("push" as const), expiresAt: fc.constantFrom(NEVER, NEVER, 5, 9) }),
    fc.record({ kind: fc.constant("shift" as const) }),
    fc.record({ kind: fc.constant("leave" as const) }),
    fc.record({ kind: fc.constant("load" as const) }),
    fc.record({ kind: fc.constant("expire" as const), now: fc.constantFrom(4, 5, 9) }),
    fc.record({ kind: fc.constant("remove" as const), part: fc.integer({ min: 2, max: 4 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { queue, kept, add } = queueOf(0);
      let plain: Delivery[] = [];
      let place = 0;
      const takeOut = (isOut: (delivery: Delivery) => boolean): void => {
        plain = plain.filter((each) => !isOut(each));
      };
      for (const each of steps) {
        if (each.kind === "push") {
          add(++place, each.expiresAt);
          plain.push(kept.get(place) as Delivery);
        } else if (each.kind === "shift") {
          const first = queue.shift();
          expect(first?.place).toBe(plain.shift()?.place);
          if (first !== undefined) kept.delete(first.place);
        } else if (each.kind === "leave") queue.leave(place);
        else if (each.kind === "load") queue.load(false);
        else if (each.kind === "expire") {
          while (queue.removeExpired(each.now, (out) => kept.delete(out.place)) > 0);
          takeOut(({ message }) => message.expiresAt <= each.now);
          expect(queue.expiresAt).toBeGreaterThan(each.now);
        } else {
          walkOver(queue, (out) => out.place % each.part === 0 && kept.delete(out.place));
          takeOut((out) => out.place % each.part === 0);
        }
        expect([queue.size, [...queue].map((left) => left.place)]).toEqual([
          plain.length,
          plain.map((left) => left.place),
        ]);
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});
