import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../../../core/ports/clock.ts";
import type { PageUser } from "../../../core/ports/wire.ts";
import { isOwnOrigin } from "../allowed-hosts.ts";
import type { LoginRequest, Me } from "../contract/login.ts";
import { Problem } from "../problems.ts";
import type { ApiTokens } from "./api-tokens.ts";
import type { ClientOf } from "./client-of.ts";
import { LoginAttempts } from "./login-attempts.ts";
import type { TellLogin } from "./login-events.ts";
import { type LoginLifetime, type PageSession, PageSessions } from "./page-sessions.ts";
import { tooManyLogins } from "./too-many-logins.ts";

const SECOND = 1000;
/** As long as browsers keep a cookie (RFC 6265bis §5.5), in seconds. */
const LONGEST_COOKIE_SECONDS = 400 * 24 * 3600;
const GONE = 0;

/** Who may log in to the page: users with passwords, or whoever has the token that was printed at the start. */
export type Doorkeeper =
  | {
      readonly kind: "password";
      readonly check: (name: string, password: string) => Promise<PageUser | "wrong" | "busy">;
    }
  | { readonly kind: "token"; readonly token: string; readonly user: PageUser };

export interface PageLoginOptions {
  readonly clock: Clock;
  readonly doorkeeper: Doorkeeper;
  /** Of a login with a password; that with the token lasts until the server stops. */
  readonly lifetime: LoginLifetime;
  /** Whether browsers may send the cookie over HTTPS only, even where nobody says that the request came so. */
  readonly isCookieSecure: boolean;
  /** Below which path the page is asked for, with a slash at both ends: other pages of the host do not get the cookie. */
  readonly basePath: string;
  readonly clientOf: ClientOf;
  /** For scripts; undefined: there are none. */
  readonly tokens?: ApiTokens | undefined;
  readonly tell: TellLogin;
}

/** What a login gives the browser: a cookie, and who it is now. */
export interface LoggedIn {
  readonly cookie: string;
  readonly me: Me;
}

/** The login of the page and the API. */
export class PageLogin {
  readonly #options: PageLoginOptions;
  readonly #sessions: PageSessions;
  readonly #attempts: LoginAttempts;
  #isTokenUsed = false;

  constructor(options: PageLoginOptions) {
    this.#options = options;
    this.#sessions = new PageSessions(options.clock, options.tell);
    this.#attempts = new LoginAttempts(options.clock);
  }

  /**
   * Who asks, by the cookie; undefined: nobody who is logged in. The cookie counts for our own page alone: a page on another
   * port of this machine is the same site to a browser, and sends it along.
   */
  sessionOf(request: IncomingMessage): PageSession | undefined {
    const { origin, host } = request.headers;
    if (origin !== undefined && !isOwnOrigin(origin, host)) return undefined;
    const id = cookieOf(request);
    return id === undefined ? undefined : this.#sessions.find(id);
  }

  /**
   * Who asks, by a token or the cookie; undefined: nobody who is known. A token is said on purpose, so it goes before the cookie,
   * and counts whatever page sends it. Throws Problem for one that does not count.
   */
  visitorOf(request: IncomingMessage): PageSession | undefined {
    return this.#options.tokens?.find(request) ?? this.sessionOf(request);
  }

  get takesTokens(): boolean {
    return this.#options.tokens !== undefined;
  }

  /** Who asks, in the words of the API. */
  meOf(request: IncomingMessage): Me {
    return this.#tell(this.visitorOf(request));
  }

  /** Throws Problem when it does not fit, or has to wait. */
  async logIn(request: IncomingMessage, login: LoginRequest): Promise<LoggedIn> {
    const { address } = this.#options.clientOf(request);
    const wait = this.#attempts.waitOf(address);
    if (wait > 0) throw tooManyLogins(wait);
    this.#attempts.begin(address);
    const user = await this.#check(login);
    if (user === "wrong") throw this.#failed(login, address);
    this.#attempts.takeBack(address);
    if (user === "busy") throw new Problem("login-busy", "Other logins are being checked; try again.");
    this.logOut(request);
    const { id, session } = this.#sessions.open(user, address, this.#lifetime);
    const lasts = this.#lifetime === undefined ? LONGEST_COOKIE_SECONDS : this.#lifetime.total / SECOND;
    return { cookie: this.#cookie(request, id, lasts), me: this.#tell(session) };
  }

  /** Ends the login whose cookie this is; returns the cookie that takes it from the browser. */
  logOut(request: IncomingMessage): string {
    const id = cookieOf(request);
    if (id !== undefined) this.#sessions.end(id);
    return this.#cookie(request, "", GONE);
  }

  /** Ends the logins of users who are gone, or have another password or role. */
  endOf(names: ReadonlySet<string>): void {
    this.#sessions.endOf(names);
  }

  get #lifetime(): LoginLifetime | undefined {
    return this.#options.doorkeeper.kind === "token" ? undefined : this.#options.lifetime;
  }

  async #check(login: LoginRequest): Promise<PageUser | "wrong" | "busy"> {
    const { doorkeeper } = this.#options;
    if (doorkeeper.kind === "password")
      return "name" in login ? doorkeeper.check(login.name, login.password) : "wrong";
    if (!("token" in login) || this.#isTokenUsed || !isSame(login.token, doorkeeper.token)) return "wrong";
    this.#isTokenUsed = true;
    return doorkeeper.user;
  }

  #failed(login: LoginRequest, address: string): Problem {
    const { tell } = this.#options;
    tell({ type: "loginFailed", user: "name" in login ? login.name : undefined, address });
    const wait = this.#attempts.waitOf(address);
    if (wait > 0) tell({ type: "heldOff", what: "logins", seconds: Math.ceil(wait / SECOND), address });
    return new Problem("wrong-login", this.#wrongWords());
  }

  #wrongWords(): string {
    return this.#options.doorkeeper.kind === "password"
      ? "The name or the password is wrong."
      : "The token is wrong, or has logged in a browser already. A new one is printed when the server starts.";
  }

  #tell(session: PageSession | undefined): Me {
    const { kind: login } = this.#options.doorkeeper;
    return session === undefined ? { login } : { login, user: session.user, expiresAt: session.expiresAt };
  }

  #cookie(request: IncomingMessage, value: string, seconds: number): string {
    const { isCookieSecure, basePath, clientOf } = this.#options;
    const secure = isCookieSecure || clientOf(request).isHttps ? "; Secure" : "";
    return `${cookieName(request)}=${value}; Path=${basePath}; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
  }
}

/** Browsers tell no ports apart: two servers on one machine would take each other's cookie away. */
function cookieName({ socket }: IncomingMessage): string {
  return `vitrina-${socket.localPort}`;
}

function cookieOf(request: IncomingMessage): string | undefined {
  const name = `${cookieName(request)}=`;
  const pair = request.headers.cookie?.split(";").find((one) => one.trim().startsWith(name));
  return pair?.trim().slice(name.length);
}

function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
