import { expect, it } from "vitest";
import { mosquittoSub } from "./mosquitto-sub.ts";

const subscription = { filter: "a/+/it's", qos: 1, retainAsPublished: true } as const;

it("writes a subscription as a line for a terminal", () => {
  expect(mosquittoSub(subscription, "-h localhost -p 1883", 5)).toBe(
    `mosquitto_sub -h localhost -p 1883 -V mqttv5 -q 1 --retain-as-published -v -t 'a/+/it'\\''s'`,
  );
});

it("leaves out what 3.1.1 does not know", () => {
  expect(mosquittoSub(subscription, "-h localhost -p 1883", 4)).not.toContain("retain-as-published");
});
