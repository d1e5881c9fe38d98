import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../../server/adapters/http/contract/events.ts";
import { english } from "../../texts/en/catalogue.ts";
import { lifeOf } from "./life.ts";
import { sessionDetail } from "./test-support/session.ts";

const peer = { transport: "tcp", listener: "mqtt", address: "10.1.4.7", port: 40_001 } as const;
const away = { isConnected: false, peer: undefined } as const;

function connected(at: number, clientId = "press-7"): LiveEvent {
  return { type: "clientConnected", at, clientId, version: 5, peer, sessionPresent: true, cleanStart: false };
}

describe("the life of a client", () => {
  it("joins the ends that the broker keeps with what the page has seen, the newest first", () => {
    const disconnects = [
      { at: 20, cause: "keep-alive-timeout", detail: "silent for 90 s" },
      { at: 5, cause: "normal", reasonCode: 0, detail: "" },
    ] as const;
    const session = sessionDetail({ ...away, disconnects: [...disconnects] });
    const steps = lifeOf(session, [connected(10)], english);
    expect(steps.map(({ at, sign }) => [at, sign])).toEqual([
      [20, "away"],
      [10, "connected"],
      [5, "away"],
    ]);
    expect(steps[0]).toMatchObject({ text: "fell silent", clause: "3.1.2.10", detail: "silent for 90 s" });
    expect(steps[2]?.text).toBe("left on purpose (0x00)");
  });

  it("tells of an end once, though the page saw it too", () => {
    const end = { at: 20, cause: "normal", detail: "" } as const;
    const seen: LiveEvent = { type: "clientDisconnected", clientId: "press-7", ...end };
    expect(lifeOf(sessionDetail({ ...away, disconnects: [end] }), [seen], english)).toHaveLength(1);
  });

  it("tells how a session before this one ended, when the page saw it", () => {
    const seen: LiveEvent = {
      type: "clientDisconnected",
      clientId: "press-7",
      at: 9,
      cause: "taken-over",
      detail: "",
    };
    expect(lifeOf(sessionDetail(away), [seen], english)).toMatchObject([{ at: 9, text: "taken over" }]);
  });

  it("leaves out what happened to others", () => {
    expect(lifeOf(sessionDetail(away), [connected(10, "press-8")], english)).toEqual([]);
  });

  it("tells of a warning in words", () => {
    const code = "receive-maximum-exceeded";
    const seen: LiveEvent = { type: "clientWarned", at: 9, clientId: "press-7", code, detail: "" };
    const what = english.clients.warnings[code].what;
    expect(lifeOf(sessionDetail(away), [seen], english)).toMatchObject([
      { at: 9, sign: "bad", text: what, clause: "3.3.4" },
    ]);
  });

  it("begins with the connection of now, seen or not", () => {
    const session = sessionDetail({ since: 1_000 });
    expect(lifeOf(session, [], english)).toMatchObject([{ at: 1_000, sign: "connected" }]);
    expect(lifeOf(session, [connected(1_000)], english)).toHaveLength(1);
  });
});
