import { describe, expect, it } from "vitest";
import type { SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import { formatOf } from "../../lib/format.ts";
import { english } from "../../texts/en/catalogue.ts";
import { consequencesOf } from "./consequences.ts";
import { connectFlags, sessionDetail } from "./test-support/session.ts";

const texts = english.clients.actions;

function say(session: SessionDetail, action: "disconnect" | "end") {
  return consequencesOf(session, action, texts, formatOf("en")).join(" ");
}

const willRecord = {
  clientId: "press-7",
  topic: "press-7/state",
  payload: "",
  payloadBytes: 0,
  qos: 1,
  retain: true,
  delaySeconds: 30,
  state: "armed",
} as const;

describe("what disconnecting means", () => {
  it("is told for client, will and session", () => {
    const words = say(sessionDetail({ willRecord }), "disconnect");
    expect(words).toContain(texts.disconnectSends);
    expect(words).toMatch(/press-7\/state is published 30.s later/);
    expect(words).toMatch(/stays for 1.h/);
  });

  it("publishes the will at once when there is no session to wait with", () => {
    const words = say(sessionDetail({ willRecord, isDurable: false }), "disconnect");
    expect(words).toContain(texts.willFires("press-7/state"));
    expect(words).toContain(texts.sessionGoes);
  });

  it("is a closed connection for MQTT 3.1.1, whose session stays until somebody ends it", () => {
    const connect = connectFlags({ version: 4, grantedSessionExpirySeconds: "unlimited" });
    const words = say(sessionDetail({ connect }), "disconnect");
    expect(words).toContain(texts.disconnectCuts);
    expect(words).toContain(texts.sessionStaysForever);
  });
});

describe("what ending a session means", () => {
  it("says how much goes", () => {
    const words = say(sessionDetail({ subscriptions: 1, queuedMessages: 1_200 }), "end");
    expect(words).toContain("1 subscription and 1,200 waiting messages are deleted");
    expect(words).toContain(texts.endDisconnects);
  });

  it("says nothing of a connection when there is none", () => {
    const words = say(sessionDetail({ isConnected: false, willRecord }), "end");
    expect(words).not.toContain(texts.endDisconnects);
    expect(words).toContain(texts.endWillNow("press-7/state"));
  });
});
