import { createStore, type StoreApi } from "zustand/vanilla";
import type { LoginRequest, Me, PageRole } from "../../server/adapters/http/contract/login.ts";
import { type InsideClient, InsideError } from "./inside-client.ts";

/** Whether the page may show what is inside. */
export interface LoginView {
  /** `asking`: not known yet; `out`: somebody has to log in first. */
  readonly phase: "asking" | "out" | "in";
  readonly kind: Me["login"];
  /** Undefined where no login is asked for, or nobody is in. */
  readonly user: Me["user"];
  /** A login of this tab ended by itself. */
  readonly isEnded: boolean;
}

/** What became of an attempt to log in. */
export type LoginResult =
  | { readonly outcome: "in" | "wrong" | "busy" | "unreachable" }
  | { readonly outcome: "too-many"; readonly waitSeconds: number };

/** The login of the page: asked for once at the start, and again when the server wants one. */
export class Login {
  readonly store: StoreApi<LoginView> = createStore<LoginView>(() => ({
    phase: "asking",
    kind: "none",
    user: undefined,
    isEnded: false,
  }));
  readonly #inside: InsideClient;
  readonly #onOut: () => void;

  constructor(inside: InsideClient, onOut: () => void) {
    this.#inside = inside;
    this.#onOut = onOut;
  }

  /** Asks who one is; a `token` logs in where that is how. */
  async start(token: string | undefined): Promise<void> {
    await this.check();
    const { phase, kind } = this.store.getState();
    if (token !== undefined && phase === "out" && kind === "token") await this.logIn({ token });
  }

  /** Asks again who one is. A server that does not answer is no reason to hide what is there. */
  async check(): Promise<void> {
    const me = await this.#inside.me().catch(() => undefined);
    if (me !== undefined) this.#apply(me);
    else if (this.store.getState().phase === "asking") this.store.setState({ phase: "in" });
  }

  async logIn(request: LoginRequest): Promise<LoginResult> {
    try {
      this.#apply(await this.#inside.logIn(request));
      return { outcome: "in" };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Does not tell the page: who logs out reloads it, so that nothing of what was seen stays. */
  async logOut(): Promise<void> {
    await this.#inside.logOut();
  }

  #apply({ login: kind, user }: Me): void {
    const before = this.store.getState();
    const isIn = kind === "none" || user !== undefined;
    const isEnded = !isIn && (before.isEnded || before.phase === "in");
    if (isEnded && before.phase === "in") this.#onOut();
    this.store.setState({ phase: isIn ? "in" : "out", kind, user, isEnded });
  }
}

function failureOf(error: unknown): LoginResult {
  const problem = error instanceof InsideError ? error.problem : undefined;
  switch (problem?.type) {
    case "/problems/too-many-logins":
      return { outcome: "too-many", waitSeconds: problem.retryAfterSeconds ?? 1 };
    case "/problems/login-busy":
      return { outcome: "busy" };
    case undefined:
      return { outcome: "unreachable" };
    default:
      return { outcome: "wrong" };
  }
}

/** Whether a role is enough; without a login everything is allowed. */
export function isRoleEnough(role: PageRole | undefined, needed: PageRole): boolean {
  const order: readonly PageRole[] = ["look", "act", "admin"];
  return role === undefined || order.indexOf(role) >= order.indexOf(needed);
}
