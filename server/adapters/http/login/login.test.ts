import { afterEach, describe, expect, it } from "vitest";
import { cookieFrom, endVisits, HOUR, setCookie, token, typeOf, visit } from "../test-support/login-visit.ts";
import { openDoor } from "../test-support/open-door.ts";
import { FREE_ATTEMPTS } from "./login-attempts.ts";

afterEach(endVisits);

describe("without a login", () => {
  it.each([
    ["GET", "/api/v1/broker"],
    ["HEAD", "/api/v1/broker"],
    ["GET", "/api/v1/events"],
    ["GET", "/api/v1/retained"],
    ["DELETE", "/api/v1/retained?filter=%23"],
    ["POST", "/api/v1/publish"],
    ["POST", "/api/v1/session/disconnect?clientId=a"],
    ["DELETE", "/api/v1/session?clientId=a"],
    ["POST", "/api/v1/demo"],
    ["GET", "/metrics"],
    ["GET", "/%61pi/v1/broker"],
    ["GET", "/api/v1%2Fbroker/../broker"],
    ["GET", "/metric%73"],
  ])("%s %s gets nothing", async (method, path) => {
    const { ask } = await visit();
    const answer = await ask(method, path);
    expect([401, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/version|vitrina_/);
    const forged = await ask(method, path, { headers: { cookie: "vitrina-1=x; vitrina=x" } });
    expect(forged.status).toBe(answer.status);
  });

  it("every route asks for one but those that say otherwise", async () => {
    const { ask } = await visit();
    const { paths } = JSON.parse((await ask("GET", "/api/v1/openapi.json")).body) as {
      paths: Record<string, Record<string, { security?: unknown }>>;
    };
    const open = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) => (security ? [] : [`${method} ${path}`])),
    );
    expect(open.sort()).toEqual(["get /api/v1/me", "post /api/v1/login", "post /api/v1/logout"]);
    expect(paths["/api/v1/session"]?.delete?.security).toEqual([{ login: ["admin"] }, { token: ["admin"] }]);
    expect(paths["/api/v1/publish"]?.post?.security).toEqual([{ login: ["act"] }, { token: ["act"] }]);
  });

  it("health, the document and the way in are there", async () => {
    const { ask } = await visit();
    for (const path of ["/healthz", "/api/v1/openapi.json", "/api/v1/me"])
      expect((await ask("GET", path)).status).toBe(200);
    expect(JSON.parse((await ask("GET", "/api/v1/me")).body)).toEqual({ login: "password" });
  });
});

describe("a login", () => {
  it("gives a cookie that no script reads and no other site sends", async () => {
    const { ask, logIn, port } = await visit();
    const answer = await logIn({ name: "look", password: "secret" });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ user: { name: "look", role: "look" } });
    expect(setCookie(answer)).toMatch(
      new RegExp(`^vitrina-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=86400$`),
    );
    expect((await ask("GET", "/api/v1/broker", { headers: cookieFrom(answer) })).status).toBe(200);
  });

  it("gives a cookie for HTTPS only where that is asked for", async () => {
    const { logIn } = await visit(undefined, true);
    expect(setCookie(await logIn({ name: "look", password: "secret" }))).toMatch(/; Secure$/);
  });

  it("gives a cookie for HTTPS only where the request came so as far as a proxy", async () => {
    const { ask } = await visit();
    const body = { name: "look", password: "secret" };
    const over = async (proto: string) =>
      setCookie(await ask("POST", "/api/v1/login", { body, headers: { "x-forwarded-proto": proto } }));
    expect(await over("https")).toMatch(/; Secure$/);
    expect(await over("http")).not.toMatch(/Secure/);
  });

  it.each([{ name: "look", password: "wrong" }, { name: "nobody", password: "secret" }, { token: "t0ken" }])(
    "with %j fails, and says the same each time",
    async (body) => {
      const answer = await (await visit()).logIn(body);
      expect(answer.status).toBe(401);
      expect(answer.headers["set-cookie"]).toBeUndefined();
      expect(JSON.parse(answer.body)).toMatchObject({
        type: "/problems/wrong-login",
        detail: "The name or the password is wrong.",
      });
    },
  );

  it("is not told apart by a name that is long, nor taken from a form", async () => {
    const { logIn, ask } = await visit();
    expect((await logIn({ name: "a".repeat(2_000), password: "b" })).status).toBe(400);
    const form = { "content-type": "text/plain" };
    expect((await ask("POST", "/api/v1/login", { headers: form })).status).toBe(415);
  });

  it("makes a new secret each time, and ends the one before", async () => {
    const { ask, cookieOf } = await visit();
    const headers = await cookieOf("look");
    const body = { name: "act", password: "secret" };
    const next = cookieFrom(await ask("POST", "/api/v1/login", { headers, body }));
    expect(next.cookie).not.toBe(headers.cookie);
    expect((await ask("GET", "/api/v1/broker", { headers })).status).toBe(401);
    expect((await ask("GET", "/api/v1/broker", { headers: next })).status).toBe(200);
  });

  it("ends by logging out, and with it the streams that it opened", async () => {
    const { ask, cookieOf } = await visit();
    const headers = await cookieOf("look");
    const stream = ask("GET", "/api/v1/events", { headers });
    await ask("GET", "/api/v1/broker", { headers });
    const out = await ask("POST", "/api/v1/logout", { headers });
    expect(setCookie(out)).toMatch(/=; Path=\/; HttpOnly; SameSite=Strict; Max-Age=0$/);
    expect((await stream).status).toBe(200);
    expect((await ask("GET", "/api/v1/broker", { headers })).status).toBe(401);
  });

  it("ends for want of use, and at the latest after its whole time", async () => {
    const { ask, cookieOf, clock } = await visit();
    const headers = await cookieOf("look");
    const status = async () => (await ask("GET", "/api/v1/broker", { headers })).status;
    for (let hours = 0; hours < 23; hours++) {
      clock.advance(HOUR - 1);
      expect(await status()).toBe(200);
    }
    clock.advance(HOUR - 1);
    expect(await status()).toBe(200);
    clock.advance(25);
    expect(await status()).toBe(401);
    const other = await cookieOf("look");
    clock.advance(HOUR);
    expect((await ask("GET", "/api/v1/broker", { headers: other })).status).toBe(401);
  });

  it("that ends by its time closes its streams", async () => {
    const { ask, cookieOf, clock } = await visit();
    const headers = await cookieOf("look");
    const stream = ask("GET", "/api/v1/events", { headers });
    await ask("GET", "/api/v1/broker", { headers });
    clock.advance(HOUR);
    expect((await stream).status).toBe(200);
  });

  it("ends when its user is gone or has another password", async () => {
    const { ask, cookieOf, login } = await visit();
    const [look, act] = [await cookieOf("look"), await cookieOf("act")];
    login.endOf(new Set(["look"]));
    expect((await ask("GET", "/api/v1/broker", { headers: look })).status).toBe(401);
    expect((await ask("GET", "/api/v1/broker", { headers: act })).status).toBe(200);
  });
});

describe("a role", () => {
  it.each([
    ["look", 403, 403],
    ["act", 404, 403],
    ["admin", 404, 404],
  ])("%s: disconnecting answers %i, ending a session %i", async (name, disconnect, end) => {
    const { ask, cookieOf } = await visit();
    const headers = await cookieOf(name);
    const answers = [
      await ask("POST", "/api/v1/session/disconnect?clientId=a", { headers }),
      await ask("DELETE", "/api/v1/session?clientId=a", { headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([disconnect, end]);
    expect((await ask("GET", "/metrics", { headers })).status).toBe(200);
  });

  it.each([
    ["POST", "/api/v1/publish"],
    ["POST", "/api/v1/demo"],
    ["DELETE", "/api/v1/retained?filter=a"],
    ["POST", "/api/v1/retained/undo/x"],
  ])("look may not %s %s, and is told why", async (method, path) => {
    const { ask, cookieOf } = await visit();
    const answer = await ask(method, path, { headers: await cookieOf("look") });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({
      type: "/problems/role-not-enough",
      detail: "This takes the role act; you have the role look.",
    });
  });
});

describe("another page", () => {
  it.each(["https://evil.example", "http://127.0.0.1:2", "null"])("of %s gets nothing", async (origin) => {
    const { ask, cookieOf } = await visit();
    const headers = { ...(await cookieOf("admin")), origin };
    for (const [method, path] of [
      ["GET", "/api/v1/broker"],
      ["POST", "/api/v1/logout"],
      ["DELETE", "/api/v1/session?clientId=a"],
    ] as const) {
      const answer = await ask(method, path, { headers });
      expect([answer.status, typeOf(answer)]).toEqual([403, "/problems/origin-not-allowed"]);
    }
  });

  it("that is allowed does not use a login that the browser sends along", async () => {
    const { ask, cookieOf } = await visit();
    const headers = { ...(await cookieOf("admin")), origin: "http://127.0.0.1:1" };
    expect((await ask("GET", "/api/v1/broker", { headers })).status).toBe(401);
  });
});

describe("guessing", () => {
  it("is slowed down after some attempts, and the wait is said", async () => {
    const { logIn, clock } = await visit();
    const guess = () => logIn({ name: "look", password: "wrong" });
    for (let count = 0; count < FREE_ATTEMPTS; count++) expect((await guess()).status).toBe(401);
    const answer = await guess();
    expect([answer.status, answer.headers["retry-after"]]).toEqual([429, "1"]);
    expect(JSON.parse(answer.body)).toMatchObject({
      type: "/problems/too-many-logins",
      retryAfterSeconds: 1,
    });
    expect((await logIn({ name: "look", password: "secret" })).status).toBe(429);
    clock.advance(1);
    expect((await logIn({ name: "look", password: "secret" })).status).toBe(200);
    clock.advance(1);
    await guess();
    expect((await guess()).headers["retry-after"]).toBe("2");
  });

  it("from one address behind a proxy does not slow down another", async () => {
    const { ask } = await visit();
    const guess = (address: string) => {
      const body = { name: "look", password: "wrong" };
      return ask("POST", "/api/v1/login", { body, headers: { "x-forwarded-for": address } });
    };
    for (let count = 0; count < FREE_ATTEMPTS; count++) await guess("203.0.113.7");
    expect((await guess("203.0.113.7")).status).toBe(429);
    expect((await guess("203.0.113.8")).status).toBe(401);
  });

  it("counts attempts at the same time", async () => {
    const { logIn } = await visit();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => logIn({ name: "look", password: "wrong" })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(FREE_ATTEMPTS);
  });

  it("is not what a login is that has to wait for its turn", async () => {
    const { logIn } = await visit();
    for (let count = 0; count <= FREE_ATTEMPTS; count++)
      expect((await logIn({ name: "look", password: "later" })).status).toBe(503);
  });
});

describe("a token", () => {
  it("logs in one browser, once, until the server stops", async () => {
    const { ask, logIn, clock } = await visit(token);
    expect((await logIn({ token: "other" })).status).toBe(401);
    const headers = cookieFrom(await logIn({ token: "t0ken" }));
    const again = await logIn({ token: "t0ken" });
    expect([again.status, typeOf(again)]).toEqual([401, "/problems/wrong-login"]);
    clock.advance(1000 * HOUR);
    expect(JSON.parse((await ask("GET", "/api/v1/me", { headers })).body)).toEqual({
      login: "token",
      user: { name: "admin", role: "admin" },
    });
    expect((await logIn({ name: "admin", password: "t0ken" })).status).toBe(401);
  });
});

describe("a server that asks for no login", () => {
  it("says so, and lets everybody in", async () => {
    const door = await openDoor();
    expect(await door.get("/api/v1/me")).toEqual({ status: 200, body: { login: "none" } });
    expect((await door.get("/api/v1/broker")).status).toBe(200);
    expect((await door.send("POST", "/api/v1/logout")).status).toBe(200);
    expect((await door.send("POST", "/api/v1/login", { token: "x" })).status).toBe(400);
    await door.close();
  });
});
