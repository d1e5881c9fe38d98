import { apiPaths } from "./contract/paths.ts";
import { Problem } from "./problems.ts";

/** The answer about a client id that has no session. */
export function noSuchSession(clientId: string): Problem {
  return new Problem(
    "no-such-session",
    `No session has the client id "${clientId}". It may have ended; GET ${apiPaths.sessions} lists those there are.`,
  );
}
