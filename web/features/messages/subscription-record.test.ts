import { expect, it } from "vitest";
import { NEW_SUBSCRIPTION, numberedSubscription, subscriptionsFrom } from "./subscription-record.ts";

const draft = { ...NEW_SUBSCRIPTION, filter: "a/#" };

it("gives the smallest free number and its colour", () => {
  const first = numberedSubscription(draft, []);
  const third = { ...first, key: "3" };
  expect(numberedSubscription(draft, [first, third])).toMatchObject({ key: "2", colour: 1, isEnabled: true });
});

it("takes up what the browser kept, and leaves out what is no subscription", () => {
  const kept = numberedSubscription(draft, []);
  const stored: unknown = JSON.parse(
    JSON.stringify([kept, { ...kept, filter: "a/#/b" }, { ...kept, qos: 7 }, { key: "9" }, null]),
  );
  expect(subscriptionsFrom(stored)).toEqual([kept]);
  expect(subscriptionsFrom("nonsense")).toEqual([]);
});
