import { describe, expect, it } from "vitest";
import { InsideError } from "./inside-client.ts";
import { InsideList, LIST_PAGE_ROWS } from "./inside-list.ts";

interface Row {
  readonly id: string;
  readonly value: number;
}

/** A list of the broker's in the order of its ids; a cursor is the id that was last. */
function setUp(count: number) {
  const broker = {
    rows: Array.from({ length: count }, (_, at): Row => ({ id: String(at * 10).padStart(6, "0"), value: 0 })),
    reads: 0,
    isDown: false,
  };
  const list = new InsideList<Row>((row) => row.id);
  const read = async (cursor: string | undefined, limit: number) => {
    broker.reads++;
    if (broker.isDown) throw new InsideError("no answer", undefined);
    const rest = broker.rows.filter((row) => cursor === undefined || row.id > cursor);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      total: broker.rows.length,
      ...(rest.length > limit && last ? { nextCursor: last.id } : {}),
    };
  };
  const settled = async () => {
    for (let before = -1; before !== broker.reads; ) {
      before = broker.reads;
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  };
  return {
    broker,
    list,
    view: () => list.store.getState(),
    ids: () => list.store.getState().rows.map((row) => row.id),
    open: async () => {
      list.open(read);
      await settled();
    },
    when: async (act: () => void) => {
      act();
      await settled();
    },
  };
}

describe("a long list", () => {
  it("reads a page, and the next when it is scrolled to", async () => {
    const { list, broker, view, open, when } = setUp(3 * LIST_PAGE_ROWS);
    await open();
    expect(view()).toMatchObject({ state: "ready", total: 3 * LIST_PAGE_ROWS });
    expect(view().rows).toHaveLength(LIST_PAGE_ROWS);
    await when(() => list.show(LIST_PAGE_ROWS - 10, 40));
    expect(view().rows).toHaveLength(2 * LIST_PAGE_ROWS);
    expect(broker.reads).toBe(2);
  });

  it("reads all up to its end when that is jumped to", async () => {
    const { list, view, open, when } = setUp(3 * LIST_PAGE_ROWS);
    await open();
    await when(() => list.show(3 * LIST_PAGE_ROWS - 20, 20));
    expect(view().rows).toHaveLength(3 * LIST_PAGE_ROWS);
  });

  it("reads again only what is on the screen", async () => {
    const { list, broker, view, open, when } = setUp(3 * LIST_PAGE_ROWS);
    await open();
    await when(() => list.show(LIST_PAGE_ROWS + 10, 20));
    broker.reads = 0;
    broker.rows = broker.rows.map((row) => ({ ...row, value: 1 }));
    await when(() => list.refresh());
    expect(broker.reads).toBe(1);
    expect(view().rows[LIST_PAGE_ROWS + 10]?.value).toBe(1);
    expect(view().rows[10]?.value).toBe(0);
  });

  it("keeps the objects of rows in which nothing changed", async () => {
    const { list, broker, view, open, when } = setUp(2);
    await open();
    const before = view().rows;
    broker.rows = broker.rows.map((row, at) => ({ ...row, value: at }));
    await when(() => list.refresh());
    expect(view().rows[0]).toBe(before[0]);
    expect(view().rows[1]).not.toBe(before[1]);
    expect(view().rows[1]?.value).toBe(1);
  });

  it("shows no row twice and loses none when rows come between its pages", async () => {
    const { list, broker, ids, open, when } = setUp(2 * LIST_PAGE_ROWS);
    await open();
    await when(() => list.show(0, 2 * LIST_PAGE_ROWS + 2));
    broker.rows = [...broker.rows, { id: "000015", value: 0 }, { id: "000025", value: 0 }].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    await when(() => list.refresh());
    expect(ids()).toEqual(broker.rows.map((row) => row.id));
  });

  it("grows shorter with the broker's", async () => {
    const { list, broker, view, open, when } = setUp(LIST_PAGE_ROWS + 5);
    await open();
    await when(() => list.show(LIST_PAGE_ROWS, 5));
    broker.rows = broker.rows.slice(0, 3);
    await when(() => list.refresh());
    expect(view()).toMatchObject({ total: 3 });
    expect(view().rows).toHaveLength(3);
  });

  it("keeps what it has when the broker does not answer, and goes on when it does", async () => {
    const { list, broker, view, open, when } = setUp(3);
    await open();
    broker.isDown = true;
    await when(() => list.refresh());
    expect(view()).toMatchObject({ state: "failed", error: { message: "no answer" } });
    expect(view().rows).toHaveLength(3);
    broker.isDown = false;
    await when(() => list.refresh());
    expect(view()).toMatchObject({ state: "ready", error: undefined });
  });
});

describe("a list that is held", () => {
  it("renews values in place; none comes, goes or moves", async () => {
    const { list, broker, view, ids, open, when } = setUp(3);
    await open();
    list.hold(true);
    broker.rows = [
      { id: "000000", value: 7 },
      { id: "000005", value: 0 },
      { id: "000020", value: 0 },
    ];
    await when(() => list.refresh());
    expect(ids()).toEqual(["000000", "000010", "000020"]);
    expect(view().rows[0]?.value).toBe(7);
    expect(view()).toMatchObject({ waiting: 2, goneKeys: new Set(["000010"]) });
    list.hold(false);
    expect(ids()).toEqual(["000000", "000005", "000020"]);
    expect(view()).toMatchObject({ waiting: 0, goneKeys: new Set() });
  });

  it("gives way to another order at once: the reader asked for it", async () => {
    const { list, view, open, when } = setUp(3);
    await open();
    list.hold(true);
    await when(() => list.open(async () => ({ items: [{ id: "b", value: 0 }], total: 1 })));
    expect(view().rows.map((row) => row.id)).toEqual(["b"]);
  });

  it("goes on below what it shows when that is scrolled to", async () => {
    const { list, view, open, when } = setUp(2 * LIST_PAGE_ROWS);
    await open();
    list.hold(true);
    await when(() => list.show(LIST_PAGE_ROWS - 5, 40));
    expect(view().rows.length).toBeGreaterThan(LIST_PAGE_ROWS);
    expect(view().rows[LIST_PAGE_ROWS]?.id).toBe(String(LIST_PAGE_ROWS * 10).padStart(6, "0"));
  });
});
