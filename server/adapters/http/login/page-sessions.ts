import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../../core/ports/clock.ts";
import type { PageUser } from "../../../core/ports/wire.ts";
import type { LoginEnd, TellLogin } from "./login-events.ts";

/** Logins that are open at the same time; the one that was used longest ago gives way. */
export const MAXIMUM_PAGE_SESSIONS = 1_000;
const ID_BYTES = 32;

/** How long a login lasts, in milliseconds. */
export interface LoginLifetime {
  /** Without a request. */
  readonly idle: number;
  /** In all. */
  readonly total: number;
}

/** Somebody who is logged in to the page. */
export interface PageSession {
  readonly user: PageUser;
  /** Undefined: when the server stops. */
  readonly expiresAt: number | undefined;
  /** Calls when the login ends, by itself or not, so that what was opened with it closes; returns what takes that back. */
  onEnd(listener: () => void): () => void;
}

/** Who is logged in, by the secret in their cookie. Only its digest is kept. */
export class PageSessions {
  readonly #clock: Clock;
  readonly #tell: TellLogin;
  /** By digest, the one that was used longest ago first. */
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock, tell: TellLogin) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Logs somebody in from an address; `lifetime` undefined: until the server stops. Returns the secret. */
  open(
    user: PageUser,
    address: string,
    lifetime: LoginLifetime | undefined,
  ): { id: string; session: PageSession } {
    const oldest = this.#sessions.keys().next();
    if (this.#sessions.size >= MAXIMUM_PAGE_SESSIONS && !oldest.done) this.#end(oldest.value, "crowded-out");
    const id = randomBytes(ID_BYTES).toString("base64url");
    const key = digestOf(id);
    const session = new Session(user, address, this.#clock.now(), lifetime);
    this.#sessions.set(key, session);
    this.#watch(key, session);
    this.#tell({ type: "loggedIn", user: user.name, role: user.role, address });
    return { id, session };
  }

  /** Whose secret this is; being asked keeps the login from ending for want of use. */
  find(id: string): PageSession | undefined {
    const key = digestOf(id);
    const session = this.#sessions.get(key);
    const now = this.#clock.now();
    if (session === undefined || now >= session.endsAt) return undefined;
    session.usedAt = now;
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    return session;
  }

  /** Its user has logged out. */
  end(id: string): void {
    this.#end(digestOf(id), "logged-out");
  }

  /** Ends the logins of these users. */
  endOf(names: ReadonlySet<string>): void {
    for (const [key, { user }] of this.#sessions) if (names.has(user.name)) this.#end(key, "user-changed");
  }

  #end(key: string, cause: LoginEnd): void {
    const session = this.#sessions.get(key);
    if (session === undefined) return;
    this.#sessions.delete(key);
    session.close();
    this.#tell({ type: "loggedOut", user: session.user.name, cause, address: session.address });
  }

  #watch(key: string, session: Session): void {
    const left = session.endsAt - this.#clock.now();
    if (left === Number.POSITIVE_INFINITY) return;
    session.cancelWatch = this.#clock.after(left, () => {
      if (this.#clock.now() >= session.endsAt) this.#end(key, "expired");
      else this.#watch(key, session);
    });
  }
}

class Session implements PageSession {
  readonly user: PageUser;
  readonly address: string;
  readonly expiresAt: number | undefined;
  usedAt: number;
  cancelWatch: () => void = () => undefined;
  readonly #idle: number;
  readonly #listeners = new Set<() => void>();

  constructor(user: PageUser, address: string, now: number, lifetime: LoginLifetime | undefined) {
    this.user = user;
    this.address = address;
    this.usedAt = now;
    this.expiresAt = lifetime && now + lifetime.total;
    this.#idle = lifetime?.idle ?? Number.POSITIVE_INFINITY;
  }

  get endsAt(): number {
    return Math.min(this.usedAt + this.#idle, this.expiresAt ?? Number.POSITIVE_INFINITY);
  }

  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.cancelWatch();
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }
}

/** What is looked up is a digest: how long that takes tells nothing of a secret that is there. */
function digestOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url");
}
