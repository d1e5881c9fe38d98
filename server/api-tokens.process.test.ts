import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endServers, runServer, type ServerProcess, startServer } from "./test-support/server-process.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-tokens-"));
  path = join(folder, "tokens");
});
afterEach(() => {
  endServers();
  rmSync(folder, { recursive: true });
});

async function addToken(role: string, name: string): Promise<string> {
  const { stdout } = await runServer(["api-token", "add", "--role", role, path, name]);
  return stdout.trim();
}

function ask(server: ServerProcess, route: string, token?: string): Promise<Response> {
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  return fetch(`http://127.0.0.1:${server.httpPort}${route}`, { ...(headers && { headers }) });
}

describe("a server with --api-tokens", () => {
  it("does not start without the file, or with a broken line, wherever it listens", async () => {
    expect(await runServer(["--api-tokens", path])).toEqual({
      code: 1,
      stdout: "",
      stderr: `vitrina: ${path}: there is no such file. "vitrina api-token add" makes one (users-file-unreadable)\n`,
    });
    writeFileSync(path, "\ngrafana:look\n");
    const { code, stderr } = await runServer(["--api-tokens", path]);
    expect(code).toBe(1);
    expect(stderr).toContain(`vitrina: ${path}, line 2: the token "grafana" is not name:role:expiry:digest`);
  });

  it("lets a script in by the token that the command printed, until a reload finds it gone", async () => {
    const [grafana, other] = [await addToken("look", "grafana"), await addToken("look", "other")];
    const server = await startServer(["--login", "always", "--api-tokens", path]);
    expect((await ask(server, "/metrics")).status).toBe(401);
    expect(await (await ask(server, "/metrics", grafana)).text()).toContain("vitrina_");
    expect(await server.logged("api-token-used")).toMatchObject({ token: "grafana", address: "127.0.0.1" });
    const stream = await ask(server, "/api/v1/events", grafana);
    await runServer(["api-token", "remove", path, "grafana"]);
    server.signal("SIGHUP");
    await server.logged("reloaded");
    expect(await stream.text()).toMatch(/^retry: /);
    expect((await ask(server, "/metrics", grafana)).status).toBe(401);
    expect((await ask(server, "/metrics", other)).status).toBe(200);
  });

  it("changes nothing on a broken file that is read again", async () => {
    const token = await addToken("look", "grafana");
    const server = await startServer(["--login", "always", "--api-tokens", path]);
    writeFileSync(path, "grafana\n");
    server.signal("SIGHUP");
    expect((await server.logged("reload-failed")).reason).toContain(`${path}, line 1: there is no colon`);
    expect((await ask(server, "/metrics", token)).status).toBe(200);
  });

  it("asks for nothing on a loopback address where it would not without", async () => {
    const token = await addToken("look", "grafana");
    const server = await startServer(["--api-tokens", path]);
    for (const given of [undefined, token, "vit_other"])
      expect((await ask(server, "/api/v1/broker", given)).status).toBe(200);
  });

  it("prints the token for a browser where others reach it and the page has no users", async () => {
    await addToken("look", "grafana");
    const server = await startServer(["--http-host", "0.0.0.0", "--api-tokens", path]);
    server.signal("SIGTERM");
    expect((await server.ended).stderr).toMatch(/#token=[\w-]{43} \(once, in one browser\)/);
  });
});
