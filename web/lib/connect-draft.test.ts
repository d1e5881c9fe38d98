import { describe, expect, it } from "vitest";
import {
  type ConnectDraft,
  connectDraftOf,
  connectOptionsFrom,
  connectProblems,
  isSendable,
  NEW_CONNECT_DRAFT,
  NEW_WILL,
} from "./connect-draft.ts";

const FULL: ConnectDraft = {
  ...NEW_CONNECT_DRAFT,
  clientId: "c",
  userName: "u",
  password: "p",
  isScram: true,
  cleanStart: false,
  sessionExpirySeconds: 60,
  receiveMaximum: 10,
  maximumPacketBytes: 1000,
  topicAliasMaximum: 5,
  givesTopicAliases: true,
  asksResponseInformation: true,
  refusesProblemInformation: true,
  userProperties: [
    { id: 0, name: "a", value: "1" },
    { id: 1, name: "a", value: "2" },
  ],
  will: {
    ...NEW_WILL,
    topic: "w",
    payload: "bye",
    qos: 2,
    retain: true,
    delaySeconds: 5,
    properties: { ...NEW_WILL.properties, contentType: "text/plain", expiry: "60" },
  },
};

describe("a draft of CONNECT", () => {
  it("says what it holds, user properties in order and repeated", () => {
    expect(connectOptionsFrom(FULL, "ws://b", "c")).toEqual({
      url: "ws://b",
      version: 5,
      clientId: "c",
      userName: "u",
      password: "p",
      keepAliveSeconds: 30,
      cleanStart: false,
      sessionExpirySeconds: 60,
      givesTopicAliases: true,
      authenticationMethod: "SCRAM-SHA-256",
      properties: {
        receiveMaximum: 10,
        maximumPacketSize: 1000,
        topicAliasMaximum: 5,
        requestResponseInformation: 1,
        requestProblemInformation: 0,
        userProperties: [
          ["a", "1"],
          ["a", "2"],
        ],
      },
      will: {
        topic: "w",
        payload: new TextEncoder().encode("bye"),
        qos: 2,
        retain: true,
        delaySeconds: 5,
        properties: { contentType: "text/plain", messageExpiryInterval: 60 },
      },
    });
  });

  it("comes back from what was asked", () => {
    expect(connectDraftOf(connectOptionsFrom(FULL, "ws://b", "c"))).toEqual(FULL);
    expect(connectDraftOf(connectOptionsFrom(NEW_CONNECT_DRAFT, "ws://b", ""))).toEqual(NEW_CONNECT_DRAFT);
  });

  it("says nothing of what it does not hold", () => {
    expect(connectOptionsFrom(NEW_CONNECT_DRAFT, "ws://b", "c").properties).toEqual({});
  });

  it.each([
    ["no topic", { topic: "" }],
    ["a topic with a wildcard", { topic: "a/#" }],
    ["a property that is wrong", { topic: "a", properties: { ...NEW_WILL.properties, expiry: "x" } }],
  ])("is not sent with a will that has %s", (_, will) => {
    expect(isSendable(connectProblems({ ...FULL, will: { ...NEW_WILL, ...will } }))).toBe(false);
  });

  it("is not sent with a property without a name, which 3.1.1 does not send at all", () => {
    const userProperties = [{ id: 4, name: "", value: "x" }];
    const draft = { ...NEW_CONNECT_DRAFT, userProperties };
    expect(connectProblems(draft).namelessIds).toEqual([4]);
    expect(isSendable(connectProblems({ ...draft, version: 4 }))).toBe(true);
  });
});
