import fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { errorHandler } from "./error-handler.ts";
import { addGuard } from "./guard.ts";
import { rawRequest } from "./test-support/raw-request.ts";

const log = { warn: () => {}, error: () => {} };
const servers: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(frameAncestors: readonly string[] = []): Promise<number> {
  const server = fastify();
  servers.push(server);
  server.setErrorHandler(errorHandler(log));
  addGuard(server, {
    areAddressesAllowed: false,
    allowedHosts: ["broker.lan"],
    allowedOrigins: ["https://tools.example"],
    frameAncestors,
  });
  server.route({
    method: ["GET", "POST", "DELETE"],
    url: "/api/v1/thing",
    handler: async () => ({ done: true }),
  });
  server.get("/page.js", async () => "start();");
  return Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
}

describe("the guard", () => {
  it.each(["evil.example", "evil.example:80", "localhost.evil.example"])(
    "refuses a request to the host %j, whatever it asks for",
    async (host) => {
      const port = await serve();
      for (const path of ["/api/v1/thing", "/page.js", "/nothing"]) {
        const answer = await rawRequest(port, path, { headers: { host } });
        expect(answer.status).toBe(421);
        expect(JSON.parse(answer.body)).toMatchObject({ type: "/problems/host-not-allowed" });
      }
    },
  );

  it.each([
    [[], "'none'", "DENY"],
    [["self"], "'self'", "SAMEORIGIN"],
    [["self", "https://panel.home"], "'self' https://panel.home", undefined],
    [["https://panel.home:8443"], "https://panel.home:8443", undefined],
  ])("says that %j may frame the page", async (frameAncestors, sources, forOldBrowsers) => {
    const { headers } = await rawRequest(await serve(frameAncestors), "/page.js");
    expect(headers["content-security-policy"]).toMatch(new RegExp(`; frame-ancestors ${sources}$`));
    expect(headers["x-frame-options"]).toBe(forOldBrowsers);
  });

  it("takes an allowed host", async () => {
    expect(await rawRequest(await serve(), "/page.js", { headers: { host: "broker.lan:99" } })).toMatchObject(
      {
        status: 200,
      },
    );
  });

  it.each(["GET", "POST", "DELETE"])("refuses %s from a page of another origin", async (method) => {
    const answer = await rawRequest(await serve(), "/api/v1/thing", {
      method,
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ type: "/problems/origin-not-allowed" });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("refuses an origin that is hidden", async () => {
    const answer = await rawRequest(await serve(), "/api/v1/thing", {
      method: "POST",
      headers: { origin: "null" },
    });
    expect(answer.status).toBe(403);
  });

  it("takes our own origin, and requests without one", async () => {
    const port = await serve();
    const headers = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect((await rawRequest(port, "/api/v1/thing", { method: "POST", headers })).status).toBe(200);
    expect((await rawRequest(port, "/api/v1/thing", { method: "POST" })).status).toBe(200);
  });

  it("lets an allowed origin ask first, act and read", async () => {
    const port = await serve();
    const headers = { origin: "https://tools.example" };
    const preflight = await rawRequest(port, "/api/v1/thing", { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-methods"]).toContain("DELETE");
    const answer = await rawRequest(port, "/api/v1/thing", { method: "DELETE", headers });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBe("https://tools.example");
  });

  it("lets no script but the page's own run, and no other page frame it", async () => {
    const { headers } = await rawRequest(await serve(), "/page.js");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
  });
});
