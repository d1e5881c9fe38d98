import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import staticFiles from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { API_ROOT } from "./contract/paths.ts";
import type { HttpDoorOptions } from "./door-options.ts";
import { isOfTheApi, pathOf, sendProblem } from "./error-handler.ts";
import { Problem } from "./problems.ts";

/** Where the page's build puts files whose names change with their content. */
const ASSETS = "/assets/";
const INDEX = "index.html";
/** How the build writes an address below the base path. */
const RELATIVE = '="./';
const OK = 200;
const NOT_FOUND = 404;
const NOT_BUILT = `The page is not built.

Run "npm run build" and start the server again. The broker and its API (${API_ROOT}) work without it.
`;

/** Serves the page: its files, and index.html for every address that is the page's own affair. */
export async function addPage(
  server: FastifyInstance,
  { pageDirectory, basePath }: Pick<HttpDoorOptions, "pageDirectory" | "basePath">,
): Promise<void> {
  const index = pageDirectory && indexOf(pageDirectory, basePath);
  if (pageDirectory !== undefined && index !== undefined) {
    await server.register(staticFiles, {
      root: pageDirectory,
      index: false,
      globIgnore: [INDEX],
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
    if (index !== undefined) {
      return reply.code(OK).type("text/html; charset=utf-8").header("cache-control", "no-cache").send(index);
    }
    return reply.code(NOT_FOUND).type("text/plain; charset=utf-8").send(NOT_BUILT);
  });
}

/** The page with its base path written in: an address of any depth finds its files. Undefined: it is not built. */
function indexOf(pageDirectory: string, basePath: string): string | undefined {
  const path = join(pageDirectory, INDEX);
  return existsSync(path) ? readFileSync(path, "utf8").replaceAll(RELATIVE, `="${basePath}`) : undefined;
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
