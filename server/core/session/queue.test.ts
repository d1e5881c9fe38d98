import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Queue } from "./queue.ts";

describe("a queue", () => {
  it("gives back in order what it was given, like a plain list", () => {
    const step = fc.oneof(fc.nat(), fc.constantFrom("shift", "peek", "clear", "remove"));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = new Queue<number>();
        const list: number[] = [];
        for (const action of steps) {
          if (action === "shift") expect(queue.shift()).toBe(list.shift());
          else if (action === "peek") expect(queue.peek()).toBe(list[0]);
          else if (action === "clear") {
            queue.clear();
            list.length = 0;
          } else if (action === "remove") {
            const isOut = (item: number): boolean => item % 2 === 0;
            queue.remove(isOut);
            list.splice(0, list.length, ...list.filter((item) => !isOut(item)));
          } else if (typeof action === "number") {
            queue.push(action);
            list.push(action);
          }
          expect([queue.size, [...queue]]).toEqual([list.length, list]);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("holds and gives back a hundred thousand", () => {
    const queue = new Queue<number>();
    for (let number = 0; number < 100_000; number++) queue.push(number);
    let sum = 0;
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) sum += item;
    expect([sum, queue.size]).toEqual([4_999_950_000, 0]);
  });
});
