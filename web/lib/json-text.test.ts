import { describe, expect, it } from "vitest";
import { readJson, writeJson } from "./json-text.ts";

const rewrite = (text: string, indent = 0) => {
  const result = readJson(text);
  return result.isJson ? writeJson(result.node, indent) : result.problem;
};

describe("reading", () => {
  it.each(['{"a":[1,2,{"b":null}],"c":"x\\n"}', "[]", "{}", "-1.5e+10", '"\\u00e9"', "true"])(
    "takes %s",
    (text) => {
      expect(rewrite(text)).toBe(text);
    },
  );

  it("keeps what JSON.parse would lose", () => {
    expect(rewrite('{"id":12345678901234567890,"x":1.10}')).toBe('{"id":12345678901234567890,"x":1.10}');
    expect(rewrite('{"b":1,"2":2,"b":3,"1":4}')).toBe('{"b":1,"2":2,"b":3,"1":4}');
  });

  it.each(["", "{", "[1,]", '{"a" 1}', "01", "nul", "'a'", "1 2", '"\t"', "[1", '{"a":1,}', "NaN"])(
    "refuses %j",
    (text) => {
      expect(readJson(text).isJson).toBe(false);
      expect(() => JSON.parse(text)).toThrow();
    },
  );

  it("says where it stops", () => {
    expect(rewrite('{\n  "a": 1,\n  b: 2\n}')).toEqual({ offset: 14, line: 3, column: 3 });
  });

  it("reads strings of any length", () => {
    const long = JSON.stringify('x\\"'.repeat(1_000_000));
    expect(rewrite(long)).toBe(long);
  });

  it("refuses depths that nobody reads instead of failing", () => {
    expect(readJson("[".repeat(100_000)).isJson).toBe(false);
    expect(readJson("[".repeat(400) + "]".repeat(400)).isJson).toBe(true);
  });
});

it("writes values again, indented", () => {
  expect(rewrite('{"a":[1,{}],"b":[]}', 2)).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}');
});
