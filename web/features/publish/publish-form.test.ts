import { describe, expect, it } from "vitest";
import { EMPTY_FORM, propertyCount, readForm, topicProblem, withDraft } from "./publish-form.ts";

const properties = EMPTY_FORM.properties;

describe("the publish form", () => {
  it.each([
    ["", { kind: "empty" }],
    ["a/+", { kind: "wildcard" }],
    ["a\0", { kind: "nul" }],
    ["a\ud800", { kind: "surrogate" }],
    ["x".repeat(65_536), { kind: "tooLong", bytes: 65_536 }],
    ["a/b", undefined],
  ])("judges topic %#", (topic, problem) => {
    expect(topicProblem(topic)).toEqual(problem);
  });

  it("becomes a message with its properties", () => {
    const user = [{ id: 0, name: "unit", value: "C" }];
    const filled = { contentType: "text/plain", correlationData: "0x00ff", expiry: "60", user };
    const form = { ...EMPTY_FORM, topic: "a", payload: "1", properties: { ...properties, ...filled } };
    expect(readForm(form, true).message).toEqual({
      topic: "a",
      payload: Uint8Array.of(0x31),
      qos: 0,
      retain: false,
      properties: {
        contentType: "text/plain",
        correlationData: Uint8Array.of(0, 0xff),
        messageExpiryInterval: 60,
        userProperties: [["unit", "C"]],
      },
    });
    expect(propertyCount(form)).toBe(4);
    expect(readForm(form, false).message?.properties).toEqual({});
  });

  it("says what is wrong with each property", () => {
    const wrong = {
      ...properties,
      expiry: "4294967296",
      responseTopic: "a/#",
      correlationData: "0x0z",
      user: [{ id: 7, name: "", value: "" }],
    };
    const { problems, message } = readForm({ ...EMPTY_FORM, topic: "a", properties: wrong }, true);
    expect(message).toBeUndefined();
    expect(problems).toEqual({
      isExpiryWrong: true,
      isResponseTopicWrong: true,
      correlation: { place: 4 },
      namelessIds: [7],
    });
  });

  it("does not call bytes text that are none", () => {
    const form = { ...EMPTY_FORM, topic: "a", mode: "hex", payload: "ff" } as const;
    const claimed = { ...form, properties: { ...properties, payloadFormat: "text" as const } };
    expect(readForm(claimed, true).problems).toEqual({ isTextIndicatorWrong: true });
  });

  it("is filled by a view, and keeps what that leaves out", () => {
    const before = { ...EMPTY_FORM, payload: "old", qos: 1 } as const;
    expect(withDraft(before, { topic: "b" })).toEqual({ ...before, topic: "b" });
    const answer = { correlationData: Uint8Array.of(0xff), userProperties: [["a", "b"]] } as const;
    const filled = withDraft(before, { topic: "b", payload: Uint8Array.of(0), properties: answer });
    expect(filled).toMatchObject({ mode: "hex", payload: "00", qos: 1 });
    expect(filled.properties).toMatchObject({
      correlationData: "0xff",
      user: [{ id: 0, name: "a", value: "b" }],
    });
  });
});
