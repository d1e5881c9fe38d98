import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "./problems.ts";
import { type PageOptions, type SortValue, selectPage } from "./select-page.ts";

interface Row {
  readonly name: string;
  readonly size: SortValue;
}

function options(changes: Partial<PageOptions<Row>> = {}): PageOptions<Row> {
  return {
    sort: "size",
    order: "asc",
    limit: 2,
    cursor: undefined,
    matches: () => true,
    value: (row) => row.size,
    key: (row) => row.name,
    ...changes,
  };
}

const rows: readonly Row[] = [
  { name: "c", size: 1 },
  { name: "a", size: 2 },
  { name: "d", size: undefined },
  { name: "b", size: 1 },
];

async function allPages(from: Iterable<Row>, changes: Partial<PageOptions<Row>>): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await selectPage(from, options({ ...changes, cursor }));
    names.push(...page.items.map((row) => row.name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return names;
}

describe("selectPage", () => {
  it("gives the first rows in order, how many there are, and where to go on", async () => {
    const page = await selectPage(rows, options());
    expect(page.items.map((row) => row.name)).toEqual(["b", "c"]);
    expect(page.total).toBe(4);
    expect(page.nextCursor).toBeDefined();
  });

  it("puts rows without a value last in ascending and first in descending order", async () => {
    expect(await allPages(rows, {})).toEqual(["b", "c", "a", "d"]);
    expect(await allPages(rows, { order: "desc" })).toEqual(["d", "a", "b", "c"]);
  });

  it("counts and gives only what matches", async () => {
    const page = await selectPage(rows, options({ limit: 10, matches: (row) => row.size === 1 }));
    expect(page).toEqual({ items: [rows[3], rows[0]], total: 2 });
  });

  it("goes on behind the last row even when that row is gone", async () => {
    const { nextCursor } = await selectPage(rows, options());
    const page = await selectPage(rows.slice(1, 3), options({ cursor: nextCursor }));
    expect(page.items.map((row) => row.name)).toEqual(["a", "d"]);
  });

  it.each(["nonsense", "", Buffer.from("[1,2]").toString("base64url")])(
    "refuses the cursor %j",
    async (cursor) => {
      await expect(selectPage(rows, options({ cursor }))).rejects.toBeInstanceOf(Problem);
    },
  );

  it("refuses the cursor of another order, and says which", async () => {
    const { nextCursor } = await selectPage(rows, options());
    await expect(selectPage(rows, options({ sort: "name", cursor: nextCursor }))).rejects.toThrow(
      "sorted by size asc, not by name asc",
    );
  });

  it("shows every row once, whatever the values, the order and the page size", async () => {
    const row = fc.record({
      name: fc.string(),
      size: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    });
    const list = fc.uniqueArray(row, { selector: ({ name }) => name, maxLength: 40 });
    const order = fc.constantFrom("asc" as const, "desc" as const);
    await fc.assert(
      fc.asyncProperty(list, order, fc.integer({ min: 1, max: 7 }), async (all, by, limit) => {
        const names = await allPages(all, { order: by, limit });
        expect(names.toSorted()).toEqual(all.map(({ name }) => name).toSorted());
        const whole = await selectPage(all, options({ order: by, limit: 100 }));
        expect(names).toEqual(whole.items.map(({ name }) => name));
      }),
    );
  });
});
