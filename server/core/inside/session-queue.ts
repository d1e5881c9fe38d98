import type { WindowEntry } from "../../../protocol/flow/outbound-window.ts";
import type { Context } from "../context.ts";
import type { QueuedMessageRecord, QueueEntryRecord, SessionQueue } from "../ports/inside-queue.ts";
import { type Delivery, messageBytes, NEVER } from "../routing/message.ts";
import type { Session } from "../session/session.ts";

/** Enough to know a message again; the whole is not read for a list. */
const PAYLOAD_START_BYTES = 128;

const NEXT_TO_DROP = {
  "drop-newest": "arriving",
  "drop-oldest": "oldest",
  "refuse-publisher": "none",
} as const;

/** Where a list goes on, from the id of its last entry. */
type Cursor =
  /** Behind a place of the store, or a number of ours. */
  | { readonly kind: "p" | "m"; readonly number: number }
  /** Behind a released packet id. */
  | { readonly kind: "r"; readonly number: number };

/** Lists the queues of sessions, in pages that do not read what is not shown. */
export class QueueReader {
  /** Numbers of deliveries that no store has given a place: in the order in which they were first seen, which is that of the queue. */
  readonly #numbers = new WeakMap<Delivery, number>();
  #lastNumber = 0;

  /** So many of a session's, behind the one with this id. */
  read(
    { limits, outgoing, policy }: Context,
    session: Session,
    after: string | undefined,
    limit: number,
  ): SessionQueue {
    const { window, queue, queuedBytes } = session;
    const entries: QueueEntryRecord[] = [];
    let hasMore = false;
    for (const entry of this.#entries(session, after === undefined ? undefined : cursorOf(after))) {
      hasMore = entries.length === limit;
      if (hasMore) break;
      entries.push(entry);
    }
    const [oldest] = queue.behind(0);
    return {
      entries,
      hasMore,
      inflight: window.size,
      waiting: { messages: queue.size, bytes: queuedBytes },
      maximum: { messages: limits.maximumQueuedMessages, bytes: limits.maximumQueuedBytes },
      onFullQueue: policy.onFullQueue,
      full: outgoing.backlog.limitOf(session, 1),
      nextToDrop: NEXT_TO_DROP[policy.onFullQueue],
      oldestId: oldest && this.#idOf(oldest),
    };
  }

  /** First those of which only the packet id is left, then what was sent, then what waits. */
  *#entries(session: Session, cursor: Cursor | undefined): Generator<QueueEntryRecord> {
    const isReleasedDone = cursor !== undefined && cursor.kind !== "r";
    if (!isReleasedDone) yield* releasedBehind(session, cursor?.number);
    const isBehind = this.#behind(cursor);
    for (const entry of session.window.entries()) {
      const { message, state } = entry;
      if (state === "published" && message !== undefined && isBehind(message)) {
        yield { ...this.#entryOf(message), inflight: inflightOf(entry) };
      }
    }
    // those that no store knows of have no place, and stand behind all that have one
    const place = cursor?.kind === "p" ? cursor.number : cursor?.kind === "m" ? NEVER : 0;
    for (const delivery of session.queue.behind(place)) if (isBehind(delivery)) yield this.#entryOf(delivery);
  }

  #behind(cursor: Cursor | undefined): (delivery: Delivery) => boolean {
    if (cursor === undefined || cursor.kind === "r") return () => true;
    const { kind, number } = cursor;
    if (kind === "p") return ({ place }) => place === 0 || place > number;
    return (delivery) => delivery.place === 0 && this.#numberOf(delivery) > number;
  }

  #entryOf(delivery: Delivery): QueueEntryRecord {
    return {
      id: this.#idOf(delivery),
      qos: delivery.qos,
      inflight: undefined,
      message: messageOf(delivery),
    };
  }

  #idOf(delivery: Delivery): string {
    return delivery.place > 0 ? `p${delivery.place}` : `m${this.#numberOf(delivery)}`;
  }

  #numberOf(delivery: Delivery): number {
    const known = this.#numbers.get(delivery);
    if (known !== undefined) return known;
    this.#lastNumber++;
    this.#numbers.set(delivery, this.#lastNumber);
    return this.#lastNumber;
  }
}

function cursorOf(id: string): Cursor {
  return { kind: id.charAt(0) as Cursor["kind"], number: Number(id.slice(1)) };
}

function* releasedBehind({ window }: Session, packetId: number | undefined): Generator<QueueEntryRecord> {
  let isBehind = packetId === undefined;
  for (const entry of window.entries()) {
    if (entry.state !== "released") continue;
    if (isBehind) {
      yield {
        id: `r${entry.packetId}`,
        qos: entry.qos,
        inflight: inflightOf(entry),
        message: undefined,
      };
    }
    isBehind ||= entry.packetId === packetId;
  }
}

function inflightOf({ packetId, qos, state }: WindowEntry<Delivery>): QueueEntryRecord["inflight"] {
  return { packetId, awaits: state === "released" ? "PUBCOMP" : qos === 1 ? "PUBACK" : "PUBREC" };
}

function messageOf({
  message,
  retain,
  subscriptionIdentifiers,
  sharedFilter,
}: Delivery): QueuedMessageRecord {
  const { topic, payload, receivedAt, expiresAt, publisher } = message;
  return {
    topic: topic.name,
    retain,
    bytes: messageBytes(message),
    payloadBytes: payload.length,
    payloadStart: payload.subarray(0, PAYLOAD_START_BYTES),
    receivedAt,
    expiresAt: expiresAt === NEVER ? undefined : expiresAt,
    publisher,
    subscriptionIdentifiers,
    sharedFilter,
  };
}
