import { describe, expect, it } from "vitest";
import { Turns } from "./turns.ts";

/** Work that ends when a test says so, with the names of what has begun. */
function workshop(): { begun: string[]; work(name: string): () => Promise<string>; end(name: string): void } {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => (): Promise<string> => {
    begun.push(name);
    return new Promise((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name) => ends.get(name)?.() };
}

describe("turns", () => {
  it("are taken at once while there are some, and in order when one becomes free", async () => {
    const { begun, work, end } = workshop();
    const turns = new Turns(2, 10);
    const [a, , c] = ["a", "b", "c", "d"].map((name) => turns.take(work(name)));
    expect(begun).toEqual(["a", "b"]);
    end("a");
    expect(await a).toBe("a");
    await Promise.resolve();
    expect(begun).toEqual(["a", "b", "c"]);
    end("c");
    await c;
    await Promise.resolve();
    expect(begun).toEqual(["a", "b", "c", "d"]);
  });

  it("are not given when too many wait", () => {
    const { begun, work } = workshop();
    const turns = new Turns(1, 1);
    expect(["a", "b", "c"].map((name) => turns.take(work(name)) !== undefined)).toEqual([true, true, false]);
    expect(begun).toEqual(["a"]);
  });

  it("go on after work that failed", async () => {
    const turns = new Turns(1, 1);
    const failed = turns.take(() => Promise.reject(new Error("no")));
    const next = turns.take(() => Promise.resolve("next"));
    await expect(failed).rejects.toThrow("no");
    expect(await next).toBe("next");
    expect(await turns.take(() => Promise.resolve("last"))).toBe("last");
  });
});
