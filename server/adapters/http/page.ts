import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { API_ROOT } from "./contract/paths.ts";
import type { HttpDoorOptions } from "./door-options.ts";
import { isOfTheApi, pathOf, sendProblem } from "./error-handler.ts";
import { INDEX, type PageFile, readPageFiles } from "./page-files.ts";
import { Problem } from "./problems.ts";

/** Where the page's build puts files whose names change with their content. */
const ASSETS = "/assets/";
const NO_FILES: ReadonlyMap<string, PageFile> = new Map();
const Status = { Ok: 200, NotModified: 304, NotFound: 404 } as const;
const NOT_BUILT = `The page is not built.

Run "npm run build" and start the server again. The broker and its API (${API_ROOT}) work without it.
`;

/** Serves the page: its files, and index.html for every address that is the page's own affair. */
export function addPage(
  server: FastifyInstance,
  { pageDirectory, basePath }: Pick<HttpDoorOptions, "pageDirectory" | "basePath">,
): void {
  const files = pageDirectory === undefined ? NO_FILES : readPageFiles(pageDirectory, basePath);
  for (const [address, file] of files) {
    server.get(address, { schema: { hide: true } }, (request, reply) => send(request, reply, address, file));
  }
  const index = files.get(INDEX);
  server.setNotFoundHandler((request, reply) => {
    if (!isOfThePage(request)) return sendProblem(reply, noSuchPath(request));
    if (index !== undefined) return send(request, reply, INDEX, index);
    return reply.code(Status.NotFound).type("text/plain; charset=utf-8").send(NOT_BUILT);
  });
}

/** A browser asks anew each time, but for files whose names change with their content, and is told if it has the newest. */
function send(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  address: string,
  { body, contentType, etag }: PageFile,
): FastifyReply {
  const caching = address.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache";
  reply.headers({ "cache-control": caching, etag });
  if (headers["if-none-match"] === etag) return reply.code(Status.NotModified).send();
  return reply.code(Status.Ok).type(contentType).send(body);
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
