import { expect, it } from "vitest";
import { Changes } from "./changes.ts";
import { RETAINED } from "./tables.ts";

const BODY_BYTES = 5000;
const message = {
  number: 1,
  topic: "t",
  payload: new Uint8Array(BODY_BYTES),
  qos: 1,
  retain: true,
  properties: new Uint8Array(0),
  expiresAt: undefined,
  receivedAt: 1000,
  publisher: { clientId: "p", userName: undefined },
} as const;

it("weighs the bodies that its records carry", () => {
  const changes = new Changes();
  changes.set(RETAINED, "rt", message);
  expect(changes.bytes).toBeGreaterThan(BODY_BYTES);
});

it("weighs the last change of a key, and what was taken back not at all", () => {
  const changes = new Changes();
  changes.set(RETAINED, "rt", message);
  const once = changes.bytes;
  changes.set(RETAINED, "rt", message);
  expect(changes.bytes).toBe(once);
  changes.add(RETAINED, "ru", message);
  changes.remove("ru");
  expect(changes.bytes).toBe(once);
  changes.remove("rt");
  expect(changes.bytes).toBeLessThan(BODY_BYTES);
});

it("weighs the same whether changes came in one batch or in two", () => {
  const [one, first, second] = [new Changes(), new Changes(), new Changes()];
  for (const changes of [one, first]) {
    changes.add(RETAINED, "rt", message);
    changes.remove("u1");
  }
  for (const changes of [one, second]) {
    changes.remove("rt");
    changes.set(RETAINED, "ru", message);
    changes.remove("u2");
  }
  first.absorb(second);
  expect([first.size, first.bytes]).toEqual([one.size, one.bytes]);
});
