import type { FaultKind, Subject } from "./faults.ts";
import type { Mark } from "./journal-watch.ts";
import type { Message } from "./message.ts";

/**
 * How much may be wrong after files were damaged, by what the broker says of it: so many things (records that could not be
 * read, and those that it dropped for them), or what came after a mark, or anything of what can be lost.
 */
export type Terms =
  | { readonly kind: "counted"; readonly most: number }
  | { readonly kind: "since"; readonly mark: Mark }
  | { readonly kind: "any" };

/** Whoever counts what is missing may count these; of all else nothing is ever permitted. */
const COUNTED: ReadonlySet<FaultKind> = new Set([
  "lost",
  "duplicated",
  "out of order",
  "session lost",
  "subscription",
  "retained value",
]);
/** What was changed or removed may be as it was before. */
const OUTDATED: ReadonlySet<FaultKind> = new Set([
  ...COUNTED,
  "without subscription",
  "session outlived its expiry",
  "will",
]);

/** What is not put down to the broker after its files were damaged, as far as it has told of it. */
export class Leeway {
  readonly terms: Terms;
  /** When the damage was done, in the order of all that happens. */
  readonly #damagedAt: number;
  readonly #permitted = new Set<unknown>();

  constructor(terms: Terms, damagedAt: number) {
    this.terms = terms;
    this.#damagedAt = damagedAt;
  }

  /** So many different things were permitted. */
  get permitted(): number {
    return this.#permitted.size;
  }

  /** What is more than the broker has told of; undefined: nothing. */
  get excess(): string | undefined {
    const { terms, permitted } = this;
    return terms.kind === "counted" && permitted > terms.most
      ? `${permitted} things are missing or came again, though the broker told of ${terms.most} records`
      : undefined;
  }

  permits(kind: FaultKind, what: string, about: Subject | undefined): boolean {
    const kinds = this.terms.kind === "counted" ? COUNTED : OUTDATED;
    if (!kinds.has(kind) || !this.#mayBe(kind, about)) return false;
    this.#permitted.add(keyOf(kind, what, about));
    return true;
  }

  #mayBe(kind: FaultKind, about: Subject | undefined): boolean {
    // as the broker has told what it has, and the clients go by it
    if (kind === "subscription" && about === undefined) return false;
    if (kind === "out of order") return about !== undefined && "stream" in about && this.#mayComeLate(about);
    return this.terms.kind !== "since" || about === undefined || isSince(this.terms.mark, kind, about);
  }

  /** It was sent again by its publisher, and the first one is lost; or it will be, and may be taken for a new one. */
  #mayComeLate({ stream, isRepeated, sentAt, acknowledgedAt = Number.POSITIVE_INFINITY }: Message): boolean {
    if (stream.qos === 1 && isRepeated) return true;
    return sentAt < this.#damagedAt && acknowledgedAt > this.#damagedAt;
  }
}

/** Whether what is missing can have come after the mark. */
function isSince(mark: Mark, kind: FaultKind, about: Subject): boolean {
  if ("stream" in about) return kind !== "lost" || (about.acknowledgedAt ?? mark.order + 1) > mark.order;
  if ("topic" in about) {
    const kept = mark.retained.get(about.topic) ?? 0;
    return about.number === undefined ? about.topic.last > kept : about.number >= kept;
  }
  return about.heldSince === undefined || about.heldSince > mark.order;
}

/** A record that is lost may cost several clients a will, or bring all of them a message again; but each its own place in a queue. */
function keyOf(kind: FaultKind, what: string, about: Subject | undefined): unknown {
  if (about === undefined) return what;
  if ("topic" in about) return about.topic;
  const isForAll = "stream" in about && (kind !== "lost" || about.stream.topic.includes("/will/"));
  return isForAll ? about : what;
}
