import { describe, expect, it } from "vitest";
import type { LoginEvent } from "../adapters/http/login/login-events.ts";
import { FakeClock } from "../core/test-support/fake-clock.ts";
import { EventLog } from "./event-log.ts";
import { createLogger } from "./log.ts";
import { loginLine } from "./login-lines.ts";

const address = "192.0.2.1";

function logged(event: LoginEvent): Record<string, unknown> {
  const lines: string[] = [];
  const log = new EventLog(createLogger("info", { write: (line) => lines.push(line) }), new FakeClock());
  log.write(loginLine(event));
  return JSON.parse(lines[0] ?? "{}");
}

describe("the log of logins", () => {
  it.each([
    [{ type: "loggedIn", user: "ann", role: "act", address }, "info", "page-login"],
    [{ type: "loggedOut", user: "ann", cause: "expired", address }, "info", "page-logout"],
    [{ type: "loginFailed", user: "ann", address }, "warn", "page-login-failed"],
    [{ type: "tokenUsed", token: "grafana", role: "look", address }, "info", "api-token-used"],
    [{ type: "tokenFailed", token: "old", address }, "warn", "api-token-failed"],
    [{ type: "heldOff", what: "logins", seconds: 2, address }, "warn", "page-logins-held-off"],
  ] as const)("has a line for %j", (event, level, code) => {
    const { type: _type, ...fields } = event;
    expect(logged(event)).toMatchObject({ level, code, ...fields });
  });

  it("shows a name that was made up to deceive harmlessly", () => {
    expect(logged({ type: "loginFailed", user: "\u001b[2J\n", address }).user).toBe("\\u{1b}[2J\\u{a}");
  });
});
