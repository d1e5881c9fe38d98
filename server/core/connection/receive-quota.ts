import type { Flusher } from "./flusher.ts";
import type { Outbox } from "./outbox.ts";

/** Answers of one tick: how many, and how many bytes had been sent to the client when the last of them has left. */
interface Answers {
  readonly epoch: number;
  sentAt: number;
  count: number;
}

/*
 * What a client may send is bounded by what it has not been told yet (MQTT 5.0 §4.9), and it is told when an answer
 * leaves, not when it is made: answers wait for the end of the tick, for the store, and for a wire that is full. So
 * the answers that still wait here count, together with the QoS 2 packet ids that are not released. All of a tick's
 * answers leave together, so they are counted together. Ids that an earlier connection left behind do not count until
 * they are sent anew: the quota begins anew with each connection.
 */

/** How many QoS 1 and 2 messages of a connection the client has not seen finished. */
export class ReceiveQuota {
  readonly #outbox: Outbox;
  readonly #flusher: Flusher;
  #answers: Answers[] = [];
  #inherited: Set<number> | undefined = undefined;

  constructor(outbox: Outbox, flusher: Flusher) {
    this.#outbox = outbox;
    this.#flusher = flusher;
  }

  /** The session brings packet ids of an earlier connection. */
  inherit(received: ReadonlySet<number> | undefined): void {
    if (received !== undefined && received.size > 0) this.#inherited = new Set(received);
  }

  /** A packet id of the session is used on this connection: sent again, or released. */
  take(packetId: number): void {
    this.#inherited?.delete(packetId);
  }

  /** An answer that ends an exchange was put into the outbox just now: PUBACK, PUBCOMP or a refusing PUBREC. */
  answered(): void {
    const { epoch } = this.#flusher;
    const sentAt = this.#outbox.sentBytes + this.#outbox.waitingBytes;
    const last = this.#answers.at(-1);
    if (last?.epoch === epoch) {
      last.sentAt = sentAt;
      last.count++;
    } else {
      this.#forgetSent();
      this.#answers.push({ epoch, sentAt, count: 1 });
    }
  }

  /** Messages that the client has not seen finished, beside one that has just come; `received`: ids not released. */
  unfinished(received: number): number {
    this.#forgetSent();
    let count = received - (this.#inherited?.size ?? 0);
    for (const answers of this.#answers) count += answers.count;
    return count;
  }

  #forgetSent(): void {
    const { sentBytes } = this.#outbox;
    while (this.#answers.length > 0 && this.#answers[0]!.sentAt <= sentBytes) this.#answers.shift();
  }
}
