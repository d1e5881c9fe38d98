import type { Limits } from "./ports/limits.ts";
import type { Session } from "./session/session.ts";

/** The connected clients of each user, to bound how many a user has; who came in without a user name is nobody's. */
export class UserConnections {
  readonly #maximum: number;
  readonly #byUser = new Map<string, Set<Session>>();

  constructor({ maximumConnectionsPerUser }: Limits) {
    this.#maximum = maximumConnectionsPerUser;
  }

  enter(session: Session): void {
    const { userName } = session;
    if (userName === undefined || !Number.isFinite(this.#maximum)) return;
    const others = this.#byUser.get(userName) ?? new Set();
    this.#byUser.set(userName, others.add(session));
  }

  leave(session: Session): void {
    const { userName } = session;
    if (userName === undefined) return;
    const others = this.#byUser.get(userName);
    others?.delete(session);
    if (others?.size === 0) this.#byUser.delete(userName);
  }

  /** Whether this user may have one more connected client, which takes the place of `former`. */
  hasRoom(userName: string | undefined, former: Session | undefined): boolean {
    const others = userName === undefined ? undefined : this.#byUser.get(userName);
    if (others === undefined) return true;
    const given = former !== undefined && others.has(former) ? 1 : 0;
    return others.size - given < this.#maximum;
  }
}
