import type { Problem as ProblemDocument } from "./contract.ts";

/** Every way in which the API says no: its stable name, status and title. Rows in docs/inside-api.md. */
const PROBLEMS = {
  "invalid-request": [400, "The request does not fit"],
  "invalid-topic": [400, "Not a topic name"],
  "invalid-filter": [400, "Not a topic filter"],
  "invalid-cursor": [400, "Not a cursor of this list"],
  "login-needed": [401, "Nobody is logged in"],
  "wrong-login": [401, "The login does not fit"],
  "wrong-token": [401, "The token does not count"],
  "role-not-enough": [403, "The role does not allow it"],
  "reserved-topic": [403, "The topic belongs to the broker"],
  "origin-not-allowed": [403, "The request comes from a foreign page"],
  "no-such-path": [404, "There is nothing here"],
  "no-such-session": [404, "There is no such session"],
  "no-such-retained-message": [404, "There is no such retained message"],
  "no-such-undo": [404, "There is nothing to undo"],
  "no-demo": [404, "This server has no demo"],
  "no-trace": [404, "There is no trace"],
  "no-acl-file": [404, "There is no ACL file"],
  "not-connected": [409, "The client is not connected"],
  "trace-running": [409, "A trace is running"],
  "reload-failed": [409, "A file cannot be used"],
  "acl-file-unreadable": [409, "The ACL file cannot be read"],
  "body-too-large": [413, "The body is too large"],
  "content-type-not-supported": [415, "The body is not JSON"],
  "too-many-logins": [429, "Too many logins failed"],
  "host-not-allowed": [421, "This server does not go by that name"],
  "queue-full": [507, "A queue has no room"],
  "internal-error": [500, "The server failed"],
  "login-busy": [503, "Too many logins wait"],
  "too-many-streams": [503, "Too many event streams are open"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

/** The stable name of a problem; its `type` is `/problems/<name>`. */
export type ProblemName = keyof typeof PROBLEMS;

/** A request that cannot be answered as asked; becomes a problem document (RFC 9457). */
export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(
    name: ProblemName,
    detail: string,
    errors?: ProblemDocument["errors"],
    retryAfterSeconds?: number,
  ) {
    super(detail);
    this.name = "Problem";
    const [status, title] = PROBLEMS[name];
    this.document = { type: `/problems/${name}`, title, status, detail, ...(errors && { errors }) };
    if (retryAfterSeconds !== undefined) this.document.retryAfterSeconds = retryAfterSeconds;
  }
}
