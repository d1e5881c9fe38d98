import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isHostAllowed, isOriginAllowed } from "./allowed-hosts.ts";
import { isOfTheApi } from "./error-handler.ts";
import { Problem } from "./problems.ts";

/**
 * Styles inline: Radix (scroll lock) and CodeMirror (themes) put style elements into the page. Scripts never.
 * Any WebSocket: the page may attach to any broker.
 */
const CONTENT_SECURITY_POLICY: readonly string[] = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const SAFE_METHODS: readonly string[] = ["GET", "HEAD"];
const NO_CONTENT = 204;
/** How long a browser may remember the answer to a preflight request, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** The word for our own origin among those that may frame the page. */
const SELF = "self";

interface Allowed {
  readonly allowedHosts: readonly string[];
  readonly areAddressesAllowed: boolean;
  readonly allowedOrigins: readonly string[];
  /** Who may show the page in a frame: origins, and "self". */
  readonly frameAncestors: readonly string[];
}

/** Looks at every request before anything else does: the name it asked for, and the page it comes from. */
export function addGuard(server: FastifyInstance, allowed: Allowed): void {
  const headers = { ...SECURITY_HEADERS, ...framingHeaders(allowed.frameAncestors) };
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(headers);
    checkHost(request, allowed);
    return checkOrigin(request, reply, allowed);
  });
}

/** X-Frame-Options is for what knows no frame-ancestors; it has no word for a list of origins (RFC 7034 §2.1). */
function framingHeaders(frameAncestors: readonly string[]): Readonly<Record<string, string>> {
  const sources = frameAncestors.map((each) => (each.toLowerCase() === SELF ? "'self'" : each));
  const ancestors = `frame-ancestors ${sources.length === 0 ? "'none'" : sources.join(" ")}`;
  const policy = { "content-security-policy": [...CONTENT_SECURITY_POLICY, ancestors].join("; ") };
  if (sources.length === 0) return { ...policy, "x-frame-options": "DENY" };
  return sources.every((each) => each === "'self'") ? { ...policy, "x-frame-options": "SAMEORIGIN" } : policy;
}

function checkHost(request: FastifyRequest, { allowedHosts, areAddressesAllowed }: Allowed): void {
  const { host } = request.headers;
  if (isHostAllowed(host, allowedHosts, areAddressesAllowed)) return;
  throw new Problem(
    "host-not-allowed",
    `The Host header is "${host ?? ""}". Use a loopback address, or add the name to --allowed-hosts.`,
  );
}

/** The page of another origin may neither read from the API nor change anything (Fetch §3.2), unless it is allowed. */
async function checkOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  { allowedOrigins }: Allowed,
): Promise<FastifyReply | undefined> {
  const { origin, host } = request.headers;
  if (origin === undefined) return undefined;
  reply.header("vary", "Origin");
  if (!isOriginAllowed(origin, host, allowedOrigins)) {
    if (SAFE_METHODS.includes(request.method) && !isOfTheApi(request)) return undefined;
    throw new Problem(
      "origin-not-allowed",
      `The request comes from a page of ${origin}. Add that to --allowed-origins if it may ask.`,
    );
  }
  reply.header("access-control-allow-origin", origin).header("cross-origin-resource-policy", "cross-origin");
  if (request.method !== "OPTIONS") return undefined;
  return reply
    .headers({
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type, Last-Event-ID",
      "access-control-max-age": String(PREFLIGHT_SECONDS),
    })
    .code(NO_CONTENT)
    .send();
}
