import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EndedWillRecord, KEPT_ENDED_WILLS } from "../../../core/ports/ended-will.ts";
import type { Store, StoreEvent } from "../../../core/ports/store.ts";
import { foldEvents } from "../../../core/test-support/fold-events.ts";
import { type ReadRecovered, readRecovered } from "../../../core/test-support/in-parts.ts";
import { describeContents } from "./described-contents.ts";
import { RandomLife } from "./random-life.ts";

const RUNS = 25;
const MOST_STEPS = 400;
/** One choice among so many is to commit. */
const COMMITS = 4;

const ENDED_WILL: EndedWillRecord = {
  at: 0,
  clientId: "panel",
  topic: "plant/panel/state",
  payload: new Uint8Array([1]),
  qos: 0,
  retain: false,
  outcome: "fired",
  cause: "connection-lost",
  due: "at-once",
};

/** Opens the store of a directory. */
export type OpenStore = (directory: string) => Promise<Store>;

/** What a store does that outlives its process; `isQuiet`: between commits its files can be copied as a death leaves them. */
export function describeDurableStore(name: string, open: OpenStore, { isQuiet = true } = {}): void {
  describe(`${name} as a store that lasts`, () => {
    let root: string;
    let directories = 0;
    let committed: number;

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), "vitrina-store-"));
      committed = 0;
    });
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    const directory = (): string => join(root, `data-${directories++}`);

    async function openAt(path: string): Promise<Store> {
      const store = await open(path);
      store.listen({
        onCommitted: (epoch) => {
          committed = Math.max(committed, epoch);
        },
        onFailed: (error) => {
          throw error;
        },
        onRecovered: () => undefined,
      });
      return store;
    }

    async function commit(store: Store, epoch: number): Promise<void> {
      if (!store.commit(epoch)) while (committed < epoch) await new Promise(setImmediate);
    }

    /** What a start in this directory takes up. */
    async function contentsOf(path: string) {
      const store = await openAt(path);
      const recovered = await readRecovered(await store.recover());
      const contents = describeContents(recovered, store);
      await store.close();
      return { contents, recovered };
    }

    /** As the death of the process leaves it. */
    async function contentsAfterDeath(path: string) {
      const remains = directory();
      cpSync(path, remains, { recursive: true });
      return (await contentsOf(remains)).contents;
    }

    it("takes up after a stop and after a death what was committed, whatever happened, life after life", async () => {
      const choices = fc.array(fc.nat({ max: 2 ** 30 }), { maxLength: MOST_STEPS, size: "max" });
      await fc.assert(
        fc.asyncProperty(choices, fc.nat({ max: MOST_STEPS }), async (chosen, stopAt) => {
          const path = directory();
          const told: StoreEvent[] = [];
          const life = new RandomLife((count) => (chosen[at++] ?? 0) % count);
          let store = await openAt(path);
          await store.recover();
          let at = 0;
          let epoch = 1;
          let hasStopped = false;
          while (at < chosen.length) {
            const event = life.next();
            if (event !== undefined) {
              store.append(event);
              told.push(event);
            }
            if ((chosen[at++] ?? 0) % COMMITS === 0) {
              await commit(store, epoch++);
              await new Promise(setImmediate);
            }
            if (!hasStopped && at > stopAt) {
              hasStopped = true;
              await store.close();
              store = await openAt(path);
              await store.recover();
            }
          }
          await commit(store, epoch);
          const expected = describeContents(foldEvents(told), pagesOf(told));
          if (isQuiet) expect(await contentsAfterDeath(path)).toEqual(expected);
          await store.close();
          const { contents, recovered } = await contentsOf(path);
          expect(contents).toEqual(expected);
          expectFreeNumbers(recovered, foldEvents(told));
        }),
        { numRuns: RUNS },
      );
    }, 60_000);

    it("keeps the last wills that ended, over several lives, and no more of them", async () => {
      const path = directory();
      const half = KEPT_ENDED_WILLS / 2;
      for (const [from, to] of [
        [0, 2 * half],
        [2 * half, 3 * half],
      ] as const) {
        const store = await openAt(path);
        for (let at = from; at < to; at++) store.append({ type: "willLogged", will: { ...ENDED_WILL, at } });
        await commit(store, to);
        await store.close();
      }
      const { endedWills } = (await contentsOf(path)).contents;
      expect(endedWills.map(({ at }) => at)).toEqual(
        Array.from({ length: KEPT_ENDED_WILLS }, (_, index) => half + index),
      );
    });
  });
}

/** The queues that a store has which has seen these events. */
export function pagesOf(told: readonly StoreEvent[]): Pick<Store, "waiting"> {
  const folded = foldEvents(told);
  return {
    waiting: (clientId, afterPlace, limit) =>
      folded
        .waiting(clientId)
        .filter(({ place }) => place > afterPlace)
        .slice(0, limit),
  };
}

/** Numbers that were given are not given again. */
function expectFreeNumbers(recovered: ReadRecovered, folded: ReadRecovered): void {
  expect(recovered.nextMessageNumber).toBeGreaterThanOrEqual(folded.nextMessageNumber);
  expect(recovered.nextPlace).toBeGreaterThanOrEqual(folded.nextPlace);
}
