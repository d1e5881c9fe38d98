import type { Topic } from "./topic.ts";

/** What the retained messages of one user come to. */
export interface RetainedShare {
  messages: number;
  bytes: number;
}

const NOTHING: Readonly<RetainedShare> = { messages: 0, bytes: 0 };

/** How much of the retained messages is whose, by the user name of their authors; all without one are one user. */
export class RetainedShares {
  readonly #byUser = new Map<string | undefined, RetainedShare>();

  of(userName: string | undefined): Readonly<RetainedShare> {
    return this.#byUser.get(userName) ?? NOTHING;
  }

  /** What the broker itself tells is nobody's. */
  add(userName: string | undefined, bytes: number, topic?: Topic): void {
    if (topic?.isBrokers) return;
    const share = this.#byUser.get(userName) ?? { ...NOTHING };
    this.#byUser.set(userName, share);
    share.messages++;
    share.bytes += bytes;
  }

  remove(userName: string | undefined, bytes: number, topic: Topic): void {
    const share = topic.isBrokers ? undefined : this.#byUser.get(userName);
    if (share === undefined) return;
    share.messages--;
    share.bytes -= bytes;
    if (share.messages === 0) this.#byUser.delete(userName);
  }
}
