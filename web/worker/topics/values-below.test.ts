import { describe, expect, it } from "vitest";
import { createWorkspace } from "../test-support/workspace.ts";
import { valuesBelow } from "./values-below.ts";

describe("the values below a path", () => {
  const { index, history, tree, message } = createWorkspace();
  message("$SYS/broker/uptime", "1 seconds");
  message("$SYS/broker/clients/total", "3");
  message("$SYS/broker/uptime", "2 seconds");
  message("house/temperature", "21");

  const read = (path: string, limit = 10) => valuesBelow(index, history, tree.lists.all, path, limit);

  it("are the last of each topic, and of none beside it", () => {
    const { values, isCut } = read("$SYS");
    expect(values.map(({ topic, preview }) => [topic, preview])).toEqual([
      ["$SYS/broker/clients/total", "3"],
      ["$SYS/broker/uptime", "2 seconds"],
    ]);
    expect(isCut).toBe(false);
  });

  it("are cut at a limit, and say so", () => {
    expect(read("$SYS", 1)).toMatchObject({ values: [{ topic: "$SYS/broker/clients/total" }], isCut: true });
  });

  it("are none below a path that nobody has spoken on", () => {
    expect(read("$SYS/brokers")).toEqual({ values: [], isCut: false });
  });
});
