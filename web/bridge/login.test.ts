import { describe, expect, it } from "vitest";
import type { Me } from "../../server/adapters/http/contract/login.ts";
import { InsideClient } from "./inside-client.ts";
import { isRoleEnough, Login } from "./login.ts";

const ann: Me = { login: "password", user: { name: "ann", role: "look" } };
const nobody: Me = { login: "password" };

function problem(name: string, status: number, more: object = {}): Response {
  const document = { type: `/problems/${name}`, title: "", status, detail: "", ...more };
  return Response.json(document, { status });
}

/** A login whose server gives these answers, one after the other. */
function withAnswers(...answers: (Me | Response | "gone")[]) {
  const asked: string[] = [];
  let left = 0;
  const inside: InsideClient = new InsideClient(
    "http://b",
    async (url, init) => {
      asked.push(`${init?.method ?? "GET"} ${new URL(String(url)).pathname} ${init?.body ?? ""}`.trim());
      const answer = answers.shift();
      if (answer === undefined || answer === "gone") throw new TypeError("no server");
      return answer instanceof Response ? answer : Response.json(answer);
    },
    () => void login.check(),
  );
  const login = new Login(inside, () => left++);
  return { login, inside, asked, view: () => login.store.getState(), left: () => left };
}

describe("Login", () => {
  it("lets everybody in where none is asked for", async () => {
    const { login, view } = withAnswers({ login: "none" });
    await login.start("unused");
    expect(view()).toMatchObject({ phase: "in", user: undefined });
  });

  it("does not hide the page of a server that does not answer", async () => {
    const { login, view } = withAnswers("gone");
    await login.start(undefined);
    expect(view().phase).toBe("in");
  });

  it("takes the token where that is how one logs in", async () => {
    const user = { name: "admin", role: "admin" } as const;
    const { login, asked, view } = withAnswers({ login: "token" }, { login: "token", user });
    await login.start("t0ken");
    expect(asked).toEqual(["GET /api/v1/me", 'POST /api/v1/login {"token":"t0ken"}']);
    expect(view()).toMatchObject({ phase: "in", user });
  });

  it.each([
    [problem("wrong-login", 401), { outcome: "wrong" }],
    [problem("too-many-logins", 429, { retryAfterSeconds: 8 }), { outcome: "too-many", waitSeconds: 8 }],
    [problem("login-busy", 503), { outcome: "busy" }],
    ["gone" as const, { outcome: "unreachable" }],
  ])("says why an attempt failed (%#)", async (answer, result) => {
    const { login, view } = withAnswers(nobody, answer);
    await login.start(undefined);
    expect(await login.logIn({ name: "ann", password: "x" })).toEqual(result);
    expect(view()).toMatchObject({ phase: "out", isEnded: false });
  });

  it("goes out when the server wants a login again, and says that it ended", async () => {
    const { login, inside, view, left } = withAnswers(ann, problem("login-needed", 401), nobody, ann);
    await login.start(undefined);
    await inside.broker().catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect([view().phase, view().isEnded, left()]).toEqual(["out", true, 1]);
    expect(await login.logIn({ name: "ann", password: "x" })).toEqual({ outcome: "in" });
    expect(view()).toMatchObject({ phase: "in", isEnded: false });
  });
});

describe("isRoleEnough", () => {
  it("takes a role for those before it, and no login for all", () => {
    expect(isRoleEnough("look", "act")).toBe(false);
    expect(isRoleEnough("act", "act")).toBe(true);
    expect(isRoleEnough("act", "admin")).toBe(false);
    expect(isRoleEnough(undefined, "admin")).toBe(true);
  });
});
