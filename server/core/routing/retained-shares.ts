import { type Message, messageBytes } from "./message.ts";

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

  add(message: Message): void {
    if (message.topic.isBrokers) return;
    const { userName } = message.publisher;
    const share = this.#byUser.get(userName) ?? { ...NOTHING };
    this.#byUser.set(userName, share);
    share.messages++;
    share.bytes += messageBytes(message);
  }

  remove(message: Message): void {
    const { userName } = message.publisher;
    const share = message.topic.isBrokers ? undefined : this.#byUser.get(userName);
    if (share === undefined) return;
    share.messages--;
    share.bytes -= messageBytes(message);
    if (share.messages === 0) this.#byUser.delete(userName);
  }
}
