import { FakeClock } from "../../../core/test-support/fake-clock.ts";
import type { ClientOf } from "../login/client-of.ts";
import type { LoginEvent } from "../login/login-events.ts";
import { type Doorkeeper, PageLogin } from "../login/page-login.ts";
import { openDoor, type TestDoor } from "./open-door.ts";
import { type RawAnswer, rawRequest } from "./raw-request.ts";

/** Seconds. */
export const HOUR = 3_600;
const lifetime = { idle: HOUR * 1000, total: 24 * HOUR * 1000 };
/** The name is the role. */
const passwords: Doorkeeper = {
  kind: "password",
  check: async (name, password) =>
    password === "secret" && (name === "look" || name === "act" || name === "admin")
      ? { name, role: name }
      : password === "later"
        ? "busy"
        : "wrong",
};
/** One token, for one browser. */
export const token: Doorkeeper = { kind: "token", token: "t0ken", user: { name: "admin", role: "admin" } };

/** Says of each request what its own headers say. */
export const clientOf: ClientOf = ({ headers }) => ({
  address: String(headers["x-forwarded-for"] ?? "127.0.0.1"),
  isHttps: headers["x-forwarded-proto"] === "https",
});

const doors: TestDoor[] = [];

/** Closes what {@link visit} opened. */
export async function endVisits(): Promise<void> {
  for (const door of doors.splice(0)) await door.close();
}

/** A door with a login, and what a test asks of it. */
export interface Visit {
  readonly port: number;
  readonly clock: FakeClock;
  readonly login: PageLogin;
  readonly told: readonly LoginEvent[];
  ask(
    method: string,
    path: string,
    more?: { headers?: Record<string, string>; body?: unknown },
  ): Promise<RawAnswer>;
  logIn(body: object): Promise<RawAnswer>;
  /** The cookie of somebody who is in. */
  cookieOf(name: string): Promise<Record<string, string>>;
}

/** Opens a door whose users have the password "secret", unless another doorkeeper is given. */
export async function visit(doorkeeper = passwords, isCookieSecure = false): Promise<Visit> {
  const clock = new FakeClock();
  const told: LoginEvent[] = [];
  const tell = (event: LoginEvent) => void told.push(event);
  const login = new PageLogin({
    clock,
    doorkeeper,
    lifetime,
    isCookieSecure,
    basePath: "/",
    clientOf,
    tell,
  });
  const door = await openDoor({ login, areAddressesAllowed: true, allowedOrigins: ["http://127.0.0.1:1"] });
  doors.push(door);
  const port = Number(new URL(door.base).port);
  const ask: Visit["ask"] = (method, path, { headers = {}, body } = {}) =>
    rawRequest(port, path, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const logIn = (body: object) => ask("POST", "/api/v1/login", { body });
  const cookieOf = async (name: string) => cookieFrom(await logIn({ name, password: "secret" }));
  return { port, clock, login, told, ask, logIn, cookieOf };
}

/** The cookie that an answer sets, with its attributes. */
export function setCookie({ headers }: RawAnswer): string {
  return String(headers["set-cookie"]);
}

/** The header with which a browser sends it back. */
export function cookieFrom(answer: RawAnswer): Record<string, string> {
  return { cookie: setCookie(answer).split(";", 1)[0] ?? "" };
}

/** The type of a problem. */
export function typeOf({ body }: RawAnswer): unknown {
  return (JSON.parse(body) as { type?: unknown }).type;
}
