import { z } from "zod";
import { type Api, problemResponses } from "../api.ts";
import { loginRequest, me } from "../contract/login.ts";
import { apiPaths } from "../contract/paths.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forEverybody } from "../login/login-guard.ts";
import { Problem } from "../problems.ts";

const tags = ["login"];
const OPEN = { login: "none" } as const;

/** Logging in and out, and who one is; these ask for no login. */
export function addLoginRoutes(api: Api, { login }: HttpDoorOptions): void {
  const response = { 200: me, ...problemResponses };
  api.get(
    apiPaths.me,
    { ...forEverybody, schema: { summary: "Who asks, and how one logs in", tags, response } },
    async ({ raw }) => login?.meOf(raw) ?? OPEN,
  );
  api.post(
    apiPaths.login,
    {
      ...forEverybody,
      schema: {
        summary: "Log in; the answer sets the cookie that the other requests are to carry",
        tags,
        body: loginRequest,
        response,
      },
    },
    async ({ raw, body }, reply) => {
      if (login === undefined) throw new Problem("invalid-request", "This server asks for no login.");
      const { cookie, me } = await login.logIn(raw, body);
      reply.header("set-cookie", cookie);
      return me;
    },
  );
  api.post(
    apiPaths.logout,
    {
      ...forEverybody,
      schema: { summary: "Log out", tags, body: z.unknown().optional(), response },
    },
    async ({ raw }, reply) => {
      if (login === undefined) return OPEN;
      const cookie = login.logOut(raw);
      reply.header("set-cookie", cookie);
      return login.meOf(raw);
    },
  );
}
