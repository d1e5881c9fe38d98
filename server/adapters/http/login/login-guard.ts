import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PAGE_ROLES, type PageRole } from "../../../core/ports/wire.ts";
import { API_ROOT, METRICS_PATH } from "../contract/paths.ts";
import { Problem } from "../problems.ts";
import type { PageLogin } from "./page-login.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may ask: everybody, or who has this role or a higher one. */
    readonly role?: PageRole | "everybody";
  }
}

const CHALLENGE = "www-authenticate";
const HOW_TO_ENTER =
  'Log in to the page, POST a login to /api/v1/login, or send the header "Authorization: Bearer vit_…" with a token of --api-tokens.';
const SAFE_METHODS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/** A route that asks for no login. */
export const forEverybody = { config: { role: "everybody" } } as const;
/** A route that changes nothing though it is asked with POST. */
export const forLooking = { config: { role: "look" } } as const;
/** A route for who may act. */
export const forActing = { config: { role: "act" } } as const;

/** Lets nobody through who is not logged in, or whose role is not enough. */
export function addLoginGuard(server: FastifyInstance, login: PageLogin | undefined): void {
  if (login === undefined) return;
  server.addHook("onRequest", async (request, reply) => {
    const { url, config, method } = request.routeOptions;
    const needed = roleNeeded({ url, role: config.role, method });
    if (needed !== "everybody") checkRole(request, reply, login, needed);
  });
}

/**
 * What the route that was found asks for; the address as it was written is not looked at, since it can be written in many
 * ways. A route of the API that says nothing is for looking if it changes nothing, else for an admin. The page itself holds
 * no data.
 */
export function roleNeeded(route: {
  readonly url: string | undefined;
  readonly role: PageRole | "everybody" | undefined;
  readonly method: string | readonly string[] | undefined;
}): PageRole | "everybody" {
  const { url, role, method } = route;
  if (role !== undefined) return role;
  if (url === undefined || !(url.startsWith(API_ROOT) || url === METRICS_PATH)) return "everybody";
  const methods = typeof method === "string" ? [method] : (method ?? []);
  return methods.length > 0 && methods.every((one) => SAFE_METHODS.includes(one)) ? "look" : "admin";
}

function checkRole(request: FastifyRequest, reply: FastifyReply, login: PageLogin, needed: PageRole): void {
  // what a 401 has to say (RFC 6750 §3)
  if (login.takesTokens) reply.header(CHALLENGE, 'Bearer realm="vitrina"');
  const session = login.visitorOf(request.raw);
  if (session === undefined) throw new Problem("login-needed", HOW_TO_ENTER);
  reply.removeHeader(CHALLENGE);
  const { role } = session.user;
  if (PAGE_ROLES.indexOf(role) >= PAGE_ROLES.indexOf(needed)) return;
  throw new Problem("role-not-enough", `This takes the role ${needed}; you have the role ${role}.`);
}
