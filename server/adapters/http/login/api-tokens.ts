import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Clock } from "../../../core/ports/clock.ts";
import type { PageRole, PageUser } from "../../../core/ports/wire.ts";
import { Problem } from "../problems.ts";
import type { ClientOf } from "./client-of.ts";
import { LoginAttempts } from "./login-attempts.ts";
import type { TellLogin } from "./login-events.ts";
import type { PageSession } from "./page-sessions.ts";
import { TokenUses } from "./token-uses.ts";
import { tooManyLogins } from "./too-many-logins.ts";

const SECOND = 1000;
/** A bearer token of ours (RFC 6750 §2.1); any other is for a proxy in front of us. */
const BEARER = /^Bearer +(vit_\S*) *$/i;

/** A token that is known by its digest. */
export interface KnownToken {
  readonly name: string;
  readonly role: PageRole;
  /** Undefined: never. */
  readonly expiresAt: number | undefined;
  /** SHA-256 of the token. */
  readonly digest: Uint8Array;
}

/** The tokens with which scripts use the API, in place of a login. */
export class ApiTokens {
  readonly #clock: Clock;
  readonly #tell: TellLogin;
  readonly #clientOf: ClientOf;
  readonly #attempts: LoginAttempts;
  readonly #uses = new TokenUses();
  #grants: readonly Grant[] = [];

  constructor(clock: Clock, tokens: Iterable<KnownToken>, tell: TellLogin, clientOf: ClientOf) {
    this.#clock = clock;
    this.#tell = tell;
    this.#clientOf = clientOf;
    this.#attempts = new LoginAttempts(clock);
    this.replace(tokens);
  }

  /**
   * Who asks, by the token in the request; undefined: there is none of ours in it. Throws Problem for one that does not count.
   * Wrong ones keep no right one of the same address waiting: nobody guesses 256 bits, and a script with an old token is not
   * to shut out the others behind the same proxy.
   */
  find(request: IncomingMessage): PageSession | undefined {
    const token = BEARER.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) return undefined;
    const grant = this.#grantOf(token);
    const { address } = this.#clientOf(request);
    if (grant === undefined || grant.isOver(this.#clock.now())) throw this.#failed(grant, address);
    const { name, role } = grant.token;
    const isNews = this.#uses.isNews(name, address, this.#clock.now());
    if (isNews) this.#tell({ type: "tokenUsed", token: name, role, address });
    return grant;
  }

  #failed(grant: Grant | undefined, address: string): Problem {
    const earlier = this.#attempts.waitOf(address);
    if (earlier > 0) return tooManyLogins(earlier);
    this.#attempts.begin(address);
    this.#tell({ type: "tokenFailed", token: grant?.token.name, address });
    const wait = this.#attempts.waitOf(address);
    if (wait > 0) this.#tell({ type: "heldOff", what: "tokens", seconds: Math.ceil(wait / SECOND), address });
    return new Problem("wrong-token", wrongWords(grant));
  }

  /** From now on these count; what those opened that are gone, or have changed, is closed. */
  replace(tokens: Iterable<KnownToken>): void {
    const left = new Set(this.#grants);
    const grants: Grant[] = [];
    for (const token of tokens) {
      const kept = [...left].find((grant) => grant.isFor(token));
      if (kept !== undefined) left.delete(kept);
      grants.push(kept ?? new Grant(token, this.#clock));
    }
    this.#grants = grants;
    for (const grant of left) grant.end();
  }

  /** All are compared, each in constant time: how long it takes tells nothing of them. */
  #grantOf(token: string): Grant | undefined {
    const digest = createHash("sha256").update(token).digest();
    let found: Grant | undefined;
    for (const grant of this.#grants) if (timingSafeEqual(grant.token.digest, digest)) found = grant;
    return found;
  }
}

function wrongWords(grant: Grant | undefined): string {
  if (grant?.expiresAt === undefined) return "The token is none of those in the file of --api-tokens.";
  return `The token ${JSON.stringify(grant.user.name)} ended at ${new Date(grant.expiresAt).toISOString()}.`;
}

/** What a token gives for as long as it counts. */
class Grant implements PageSession {
  readonly token: KnownToken;
  readonly user: PageUser;
  readonly #listeners = new Set<() => void>();
  readonly #cancelExpiry: () => void;

  constructor(token: KnownToken, clock: Clock) {
    this.token = token;
    this.user = { name: token.name, role: token.role };
    const { expiresAt } = token;
    this.#cancelExpiry =
      expiresAt === undefined
        ? () => undefined
        : clock.after(Math.max(0, expiresAt - clock.now()), () => this.#close());
  }

  get expiresAt(): number | undefined {
    return this.token.expiresAt;
  }

  isOver(now: number): boolean {
    return this.expiresAt !== undefined && now >= this.expiresAt;
  }

  isFor({ name, role, expiresAt, digest }: KnownToken): boolean {
    const { token } = this;
    const isSame = name === token.name && role === token.role && expiresAt === token.expiresAt;
    return isSame && timingSafeEqual(digest, token.digest);
  }

  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  end(): void {
    this.#cancelExpiry();
    this.#close();
  }

  #close(): void {
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }
}
