import fc from "fast-check";
import { expect, it } from "vitest";
import { ExpiryHeap } from "./expiry-heap.ts";

type Item = { readonly expiresAt: number };

const timeOf = ({ expiresAt }: Item): number => expiresAt;

it("has the first to expire on top, whatever was added and taken out", () => {
  const step = fc.record({ isAdded: fc.boolean(), at: fc.nat(20), which: fc.nat() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const heap = new ExpiryHeap(timeOf);
      const kept: Item[] = [];
      for (const { isAdded, at, which } of steps) {
        if (isAdded) {
          const message = { expiresAt: at };
          heap.add(message);
          kept.push(message);
        } else if (kept.length > 0) {
          heap.remove(kept.splice(which % kept.length, 1)[0] as Item);
        }
        const times = kept.map(({ expiresAt }) => expiresAt);
        expect([heap.size, heap.first?.expiresAt]).toEqual([
          kept.length,
          times.length === 0 ? undefined : Math.min(...times),
        ]);
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

it("does not mind being asked to take out what it does not have", () => {
  const heap = new ExpiryHeap(timeOf);
  heap.remove({ expiresAt: 1 });
  expect(heap.first).toBeUndefined();
});
