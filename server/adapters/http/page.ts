import { existsSync } from "node:fs";
import { join } from "node:path";
import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { API_ROOT } from "./contract/paths.ts";
import { isOfTheApi, pathOf, sendProblem } from "./error-handler.ts";
import { Problem } from "./problems.ts";

/** Where the page's build puts files whose names change with their content. */
const ASSETS = "/assets/";
const NOT_FOUND = 404;
const NOT_BUILT = `The page is not built.

Run "npm run build" and start the server again. The broker and its API (${API_ROOT}) work without it.
`;

/** Serves the page: its files, and index.html for every address that is the page's own affair. */
export async function addPage(server: FastifyInstance, pageDirectory: string | undefined): Promise<void> {
  const isBuilt = pageDirectory !== undefined && existsSync(join(pageDirectory, "index.html"));
  if (isBuilt) {
    await server.register(staticFiles, {
      root: pageDirectory,
      // The files are listed once at the start: a request can name no other.
      wildcard: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isImmutable = path.startsWith(join(pageDirectory, ASSETS));
        response.setHeader("cache-control", isImmutable ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  server.setNotFoundHandler((request, reply) => {
    if (!isOfThePage(request)) return sendProblem(reply, noSuchPath(request));
    if (isBuilt) return reply.sendFile("index.html");
    return reply.code(NOT_FOUND).type("text/plain; charset=utf-8").send(NOT_BUILT);
  });
}

function isOfThePage(request: FastifyRequest): boolean {
  const isReading = request.method === "GET" || request.method === "HEAD";
  return isReading && !isOfTheApi(request) && !pathOf(request).startsWith(ASSETS);
}

function noSuchPath(request: FastifyRequest): Problem {
  return new Problem(
    "no-such-path",
    `${request.method} ${pathOf(request)} is not served here; ${API_ROOT}/openapi.json lists what is.`,
  );
}
