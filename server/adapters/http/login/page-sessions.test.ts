import { describe, expect, it } from "vitest";
import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import { MAXIMUM_PAGE_SESSIONS, PageSessions } from "./page-sessions.ts";

const ann = { name: "ann", role: "look" } as const;

describe("PageSessions", () => {
  it("lets the one that was used longest ago give way", () => {
    const sessions = new PageSessions(new FakeClock(), () => undefined);
    const first = sessions.open(ann, "192.0.2.1", undefined);
    const second = sessions.open(ann, "192.0.2.1", undefined);
    let ended = 0;
    second.session.onEnd(() => ended++);
    for (let count = 2; count < MAXIMUM_PAGE_SESSIONS; count++) sessions.open(ann, "192.0.2.1", undefined);
    expect(sessions.find(first.id)?.user).toBe(ann);
    sessions.open(ann, "192.0.2.1", undefined);
    expect([sessions.find(second.id), ended]).toEqual([undefined, 1]);
    expect(sessions.find(first.id)?.user).toBe(ann);
  });

  it("tells its end once, and not to who has gone", () => {
    const sessions = new PageSessions(new FakeClock(), () => undefined);
    const { id, session } = sessions.open(ann, "192.0.2.1", undefined);
    const told: string[] = [];
    session.onEnd(() => told.push("here"));
    session.onEnd(() => told.push("gone"))();
    sessions.end(id);
    sessions.end(id);
    expect(told).toEqual(["here"]);
  });
});
