import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import { clientOf } from "../test-support/login-visit.ts";
import { openDoor, type TestDoor } from "../test-support/open-door.ts";
import { type RawAnswer, rawRequest } from "../test-support/raw-request.ts";
import { ApiTokens, type KnownToken } from "./api-tokens.ts";
import { FREE_ATTEMPTS } from "./login-attempts.ts";
import type { LoginEvent } from "./login-events.ts";
import { PageLogin } from "./page-login.ts";

const HOUR = 3_600;
const PAGE = "http://127.0.0.1:1";

const doors: TestDoor[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** The name, the role and the token's own text are one word. */
function known(role: KnownToken["role"], changes: Partial<KnownToken> = {}): KnownToken {
  const digest = createHash("sha256").update(`vit_${role}`).digest();
  return { name: role, role, expiresAt: undefined, digest, ...changes };
}

interface Visit {
  readonly clock: FakeClock;
  readonly tokens: ApiTokens;
  readonly told: readonly LoginEvent[];
  ask(token: string | undefined, path?: string, more?: Ask): Promise<RawAnswer>;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

async function visit(...given: readonly KnownToken[]): Promise<Visit> {
  const clock = new FakeClock();
  const all = given.length > 0 ? given : [known("look"), known("act"), known("admin")];
  const told: LoginEvent[] = [];
  const tell = (event: LoginEvent) => void told.push(event);
  const tokens = new ApiTokens(clock, all, tell, clientOf);
  const login = new PageLogin({
    clock,
    doorkeeper: { kind: "token", token: "once", user: { name: "admin", role: "admin" } },
    lifetime: { idle: HOUR * 1000, total: HOUR * 1000 },
    isCookieSecure: false,
    basePath: "/",
    clientOf,
    tokens,
    tell,
  });
  const door = await openDoor({ login, areAddressesAllowed: true, allowedOrigins: [PAGE] });
  doors.push(door);
  const port = Number(new URL(door.base).port);
  const ask: Visit["ask"] = (token, path = "/api/v1/broker", { method = "GET", headers = {} } = {}) =>
    rawRequest(port, path, {
      method,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    });
  return { clock, tokens, told, ask };
}

function typeOf({ body }: RawAnswer): unknown {
  return (JSON.parse(body) as { type?: unknown }).type;
}

describe("a token of the API", () => {
  it("is enough by itself, for the API and for /metrics", async () => {
    const { ask } = await visit();
    expect((await ask("vit_look")).status).toBe(200);
    expect((await ask("vit_look", "/metrics")).body).toContain("vitrina_");
    expect(JSON.parse((await ask("vit_look", "/api/v1/me")).body)).toMatchObject({
      user: { name: "look", role: "look" },
    });
  });

  it.each([
    ["vit_look", 403, 403],
    ["vit_act", 404, 403],
    ["vit_admin", 404, 404],
  ])("%s: disconnecting answers %i, ending a session %i", async (token, disconnect, end) => {
    const { ask } = await visit();
    const answers = [
      await ask(token, "/api/v1/session/disconnect?clientId=a", { method: "POST" }),
      await ask(token, "/api/v1/session?clientId=a", { method: "DELETE" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([disconnect, end]);
  });

  it.each(["vit_other", "vit_", "vit_look2"])("that is none (%s) gets nothing", async (token) => {
    const { ask } = await visit();
    const answer = await ask(token);
    expect([answer.status, typeOf(answer)]).toEqual([401, "/problems/wrong-token"]);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="vitrina"');
  });

  it.each(["Bearer eyJhbGciOi", "Basic YWRtaW46YWRtaW4=", "Bearer"])(
    "is told apart from %s, which is for a proxy",
    async (authorization) => {
      const { ask } = await visit();
      for (let count = 0; count <= FREE_ATTEMPTS; count++) {
        const answer = await ask(undefined, "/metrics", { headers: { authorization } });
        expect([answer.status, typeOf(answer)]).toEqual([401, "/problems/login-needed"]);
      }
    },
  );

  it("goes before the cookie that stands beside it", async () => {
    const { ask } = await visit();
    expect((await ask("vit_other", undefined, { headers: { cookie: "vitrina-1=x" } })).status).toBe(401);
    expect((await ask("vit_look", undefined, { headers: { cookie: "vitrina-1=x" } })).status).toBe(200);
  });

  it("counts for an allowed page, which may send it, and for no other", async () => {
    const { ask } = await visit();
    const headers = { origin: PAGE };
    const preflight = await ask(undefined, undefined, { method: "OPTIONS", headers });
    expect(preflight.headers["access-control-allow-headers"]).toContain("Authorization");
    expect((await ask("vit_look", undefined, { headers })).status).toBe(200);
    expect((await ask("vit_look", undefined, { headers: { origin: "https://evil.example" } })).status).toBe(
      403,
    );
  });

  it("ends at its time, is told so, and closes the stream that it opened", async () => {
    const { ask, clock } = await visit(known("look", { expiresAt: new FakeClock().now() + HOUR * 1000 }));
    const stream = ask("vit_look", "/api/v1/events");
    expect((await ask("vit_look")).status).toBe(200);
    clock.advance(HOUR);
    expect((await stream).body).toMatch(/^retry: /);
    const { status, body } = await ask("vit_look");
    expect(status).toBe(401);
    expect(JSON.parse(body).detail).toMatch(/^The token "look" ended at 20\d\d-/);
  });

  it.each([
    ["is gone", []],
    ["has another role", [known("look", { role: "act" })]],
    ["has another end", [known("look", { expiresAt: new FakeClock().now() + 1 })]],
  ])("whose line %s closes what it opened; others go on", async (_what, renewed) => {
    const { ask, tokens } = await visit(known("look"), known("act"));
    const streams = [ask("vit_look", "/api/v1/events"), ask("vit_act", "/api/v1/events")];
    await ask("vit_look");
    tokens.replace([...renewed, known("act")]);
    expect((await streams[0])?.status).toBe(200);
    const isOpen = await Promise.race([streams[1]?.then(() => false), ask("vit_act").then(() => true)]);
    expect(isOpen).toBe(true);
  });
});

describe("what operators are told", () => {
  const address = "127.0.0.1";

  it("is the first use of a token from an address, and the next after an hour without one", async () => {
    const { ask, clock, told } = await visit();
    for (let count = 0; count < 5; count++) {
      await ask("vit_look", "/metrics");
      clock.advance(HOUR - 1);
    }
    expect(told).toEqual([{ type: "tokenUsed", token: "look", role: "look", address }]);
    clock.advance(1);
    await ask("vit_look", "/metrics");
    expect(told).toHaveLength(2);
  });

  it("is the address of the client, not that of a proxy in front of us", async () => {
    const { ask, told } = await visit();
    const headers = { "x-forwarded-for": "203.0.113.7" };
    await ask("vit_look", "/metrics", { headers });
    await ask("vit_x", "/metrics", { headers });
    expect(told.map(({ address: from }) => from)).toEqual(["203.0.113.7", "203.0.113.7"]);
  });

  it("is a token that does not count, by its name where it has one, and that others have to wait", async () => {
    const { ask, clock, told } = await visit(known("look", { expiresAt: new FakeClock().now() + 1000 }));
    clock.advance(1);
    await ask("vit_look");
    for (let count = 0; count < FREE_ATTEMPTS; count++) await ask("vit_x");
    expect(told[0]).toEqual({ type: "tokenFailed", token: "look", address });
    expect(told[1]).toEqual({ type: "tokenFailed", token: undefined, address });
    expect(told.slice(FREE_ATTEMPTS)).toEqual([{ type: "heldOff", what: "tokens", seconds: 1, address }]);
  });
});

describe("guessing tokens", () => {
  it("is slowed down as guessing passwords is, and keeps no right one waiting", async () => {
    const { ask, clock } = await visit();
    for (let count = 0; count < FREE_ATTEMPTS; count++) expect((await ask("vit_x")).status).toBe(401);
    const answer = await ask("vit_x");
    expect([answer.status, typeOf(answer), answer.headers["retry-after"]]).toEqual([
      429,
      "/problems/too-many-logins",
      "1",
    ]);
    expect((await ask("vit_look")).status).toBe(200);
    clock.advance(1);
    expect((await ask("vit_x")).status).toBe(401);
    expect((await ask("vit_x")).headers["retry-after"]).toBe("2");
  });
});

describe("the OpenAPI document", () => {
  it("tells of tokens in place of a login", async () => {
    const { ask } = await visit();
    const document = JSON.parse((await ask(undefined, "/api/v1/openapi.json")).body);
    expect(document.components.securitySchemes.token).toMatchObject({ type: "http", scheme: "bearer" });
    expect(document.paths["/api/v1/broker"].get.security).toEqual([{ login: ["look"] }, { token: ["look"] }]);
  });
});
