import { setImmediate as nextTurn } from "node:timers/promises";
import type { Action, ExplainingAcl, RightsDesk, Subject } from "../../core/ports/access.ts";
import type { Inside } from "../../core/ports/inside.ts";
import type { ChangedClient, RightsChange } from "../../core/ports/inside-rights.ts";
import type { RightsChanges, RightsLine, RightsPreview } from "./contract/access.ts";

/** So long others wait for their turn, in milliseconds. */
const TURN_MILLISECONDS = 4;

/** What would change if `text` were the file of rights: everything that is there is asked, a few milliseconds at a time. */
export async function previewRights(
  inside: Inside,
  desk: RightsDesk,
  text: string,
  limit: number,
): Promise<Omit<RightsPreview, "source">> {
  const isSame = desk.file?.inForce() === text;
  const read = desk.read(text);
  if (read.kind === "problems") {
    const items = read.problems.slice(0, limit).map(({ line, reason: detail }) => ({ line, detail }));
    return { isSame, problems: { items, total: read.problems.length } };
  }
  const tally = new Tally(read.rights, limit);
  let turnEnds = performance.now() + TURN_MILLISECONDS;
  for (const change of inside.rights.changesBy(read.rights)) {
    if (change !== undefined) tally.add(change);
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + TURN_MILLISECONDS;
  }
  return { isSame, problems: { items: [], total: 0 }, changes: tally.changes() };
}

type Queue = RightsChanges["queues"]["items"][number];

/** Counts changes and keeps the first of each kind. */
class Tally {
  readonly #next: ExplainingAcl;
  readonly #limit: number;
  readonly #sessions = new Set<string>();
  readonly #subscriptions: RightsChanges["subscriptions"] = { items: [], total: 0 };
  readonly #retainedSilenced: RightsChanges["retainedSilenced"] = { items: [], total: 0 };
  readonly #retainedHeard: RightsChanges["retainedHeard"] = { items: [], total: 0 };
  readonly #willsSilenced: RightsChanges["willsSilenced"] = { items: [], total: 0 };
  readonly #willsHeard: RightsChanges["willsHeard"] = { items: [], total: 0 };
  readonly #queues: { items: Queue[]; total: number; messages: number } = {
    items: [],
    total: 0,
    messages: 0,
  };
  /** The messages of one session come one after the other. */
  #queue: Queue | undefined;

  constructor(next: ExplainingAcl, limit: number) {
    this.#next = next;
    this.#limit = limit;
  }

  add(change: RightsChange): void {
    switch (change.kind) {
      case "subscriptionEnds": {
        const { client, filter, topicFilter } = change;
        this.#sessions.add(client.clientId);
        const line = () => this.#lineOn(client, "subscribe", topicFilter);
        this.#keep(this.#subscriptions, () => ({ ...shown(client), filter, line: line() }));
        return;
      }
      case "messageDropped":
        this.#sessions.add(change.client.clientId);
        this.#addMessage(change.client, change.bytes);
        return;
      case "retainedSilenced":
      case "retainedHeard": {
        const { author, topic } = change;
        const list = change.kind === "retainedHeard" ? this.#retainedHeard : this.#retainedSilenced;
        const { clientId, userName } = author;
        this.#keep(list, () => ({ topic, clientId, userName, line: this.#lineOn(author, "publish", topic) }));
        return;
      }
      case "willSilenced":
      case "willHeard": {
        const { client, topic, kind } = change;
        if (kind === "willSilenced") this.#sessions.add(client.clientId);
        const list = kind === "willHeard" ? this.#willsHeard : this.#willsSilenced;
        this.#keep(list, () => ({ ...shown(client), topic, line: this.#lineOn(client, "publish", topic) }));
      }
    }
  }

  changes(): RightsChanges {
    return {
      sessions: this.#sessions.size,
      subscriptions: this.#subscriptions,
      queues: this.#queues,
      retainedSilenced: this.#retainedSilenced,
      willsSilenced: this.#willsSilenced,
      retainedHeard: this.#retainedHeard,
      willsHeard: this.#willsHeard,
    };
  }

  #keep<T>(list: { items: T[]; total: number }, item: () => T): void {
    if (list.total++ < this.#limit) list.items.push(item());
  }

  #addMessage(client: ChangedClient, bytes: number): void {
    this.#queues.messages++;
    if (this.#queue?.clientId !== client.clientId) {
      const queue = { ...shown(client), messages: 0, bytes: 0 };
      this.#queue = queue;
      this.#keep(this.#queues, () => queue);
    }
    this.#queue.messages++;
    this.#queue.bytes += bytes;
  }

  #lineOn(subject: Subject, action: Action, topic: string): RightsLine | undefined {
    const { decider } = this.#next.explain(subject, action, topic);
    return decider.by === "line" ? decider.line : undefined;
  }
}

function shown({ clientId, userName, isConnected }: ChangedClient): ChangedClient {
  return { clientId, userName, isConnected };
}
