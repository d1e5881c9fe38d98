import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { addPage } from "./page.ts";
import { rawRequest } from "./test-support/raw-request.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const PAGE = '<title>page</title><script src="/assets/index-a1b2.js"></script>';

async function createPage(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "vitrina-page-"));
  cleanUps.push(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, "assets"));
  await writeFile(
    join(directory, "index.html"),
    '<title>page</title><script src="./assets/index-a1b2.js"></script>',
  );
  await writeFile(join(directory, "icon.svg"), "<svg/>");
  await writeFile(join(directory, "assets", "index-a1b2.js"), "start();");
  return directory;
}

async function serve(pageDirectory: string | undefined, basePath = "/"): Promise<number> {
  const server: FastifyInstance = fastify();
  cleanUps.push(() => server.close());
  addPage(server, { pageDirectory, basePath });
  return Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
}

describe("the page", () => {
  it("is asked for anew each time, its hashed files never again", async () => {
    const port = await serve(await createPage());
    const index = await rawRequest(port, "/");
    expect(index).toMatchObject({ status: 200, body: PAGE });
    expect(index.headers).toMatchObject({
      "cache-control": "no-cache",
      "content-type": "text/html; charset=utf-8",
    });
    const asset = await rawRequest(port, "/assets/index-a1b2.js");
    expect(asset.body).toBe("start();");
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await rawRequest(port, "/icon.svg")).headers["cache-control"]).toBe("no-cache");
  });

  it("names its files below the base path", async () => {
    const port = await serve(await createPage(), "/vitrina/");
    for (const path of ["/", "/index.html", "/topics/a"]) {
      expect((await rawRequest(port, path)).body).toContain('src="/vitrina/assets/index-a1b2.js"');
    }
  });

  it("is not sent again to a browser that has the newest", async () => {
    const port = await serve(await createPage());
    for (const path of ["/", "/topics", "/icon.svg"]) {
      const { headers } = await rawRequest(port, path);
      const again = await rawRequest(port, path, { headers: { "if-none-match": String(headers.etag) } });
      expect(again).toMatchObject({ status: 304, body: "" });
      expect(again.headers.etag).toBe(headers.etag);
    }
  });

  it("answers HEAD with the head alone", async () => {
    const port = await serve(await createPage());
    for (const path of ["/", "/icon.svg", "/topics"]) {
      const { headers } = await rawRequest(port, path);
      const head = await rawRequest(port, path, { method: "HEAD" });
      expect(head).toMatchObject({ status: 200, body: "" });
      expect(head.headers["content-length"]).toBe(headers["content-length"]);
    }
  });

  it("does not show files whose names begin with a dot", async () => {
    const directory = await createPage();
    await writeFile(join(directory, ".built"), "stamp");
    const answer = await rawRequest(await serve(directory), "/.built");
    expect(answer.body).toBe(PAGE);
  });

  it.each([
    "/topics",
    "/topics/a/b.c",
    "/clients/x%2Fy?tab=queue",
    "/a/../../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
  ])("answers %s with its index, since addresses are its own affair", async (path) => {
    const answer = await rawRequest(await serve(await createPage()), path);
    expect(answer).toMatchObject({ status: 200, body: PAGE });
    expect(answer.headers["cache-control"]).toBe("no-cache");
  });

  it.each([
    ["GET", "/assets/index-old.js"],
    ["GET", "/assets/../../etc/passwd"],
    ["GET", "/api"],
    ["GET", "/api/v2/broker"],
    ["POST", "/topics"],
  ])("does not pass off its index as %s %s", async (method, path) => {
    const answer = await rawRequest(await serve(await createPage()), path, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(JSON.parse(answer.body)).toMatchObject({ type: "/problems/no-such-path", status: 404 });
  });

  it.each([undefined, "/nowhere/at/all"])(
    "says how to build it where there is none (%s)",
    async (directory) => {
      const answer = await rawRequest(await serve(directory), "/");
      expect(answer.status).toBe(404);
      expect(answer.headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(answer.body).toContain("npm run build");
    },
  );
});
