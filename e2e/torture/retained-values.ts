import type { QoS } from "../../protocol/packets.ts";
import { chance, type Random } from "../fuzz/random.ts";

/** The branch of all retained values. */
export const RETAINED_FILTER = "torture/retained/#";
/** Of a hundred settings of a value, so many clear it. */
const CLEARS = 25;
const NO_PAYLOAD = new Uint8Array(0);

/** A topic whose retained value one publisher sets, always at the same QoS. */
export interface RetainedTopic {
  readonly name: string;
  readonly qos: 1 | 2;
  readonly publisher: string;
  last: number;
  /** The last one that was acknowledged, and all after it: whether they set a value or clear it. */
  candidates: Candidate[];
}

/** A topic and the number of the value that it has; undefined: none. */
export interface Finding {
  readonly topic: RetainedTopic;
  readonly number: number | undefined;
}

interface Candidate {
  readonly number: number;
  readonly isSet: boolean;
}

/** What retained values there must be, or may be, by what their publishers saw acknowledged. */
export class RetainedValues {
  readonly #topics = new Map<string, RetainedTopic>();

  add(publisher: string, name: string, qos: QoS): void {
    const candidates = [{ number: 0, isSet: false }];
    this.#topics.set(name, { name, qos: qos === 2 ? 2 : 1, publisher, last: 0, candidates });
  }

  topicsOf(publisher: string): RetainedTopic[] {
    return [...this.#topics.values()].filter((topic) => topic.publisher === publisher);
  }

  get topics(): Iterable<RetainedTopic> {
    return this.#topics.values();
  }

  named(name: string): RetainedTopic | undefined {
    return this.#topics.get(name);
  }

  /** All were cleared by somebody else. */
  cleared(): void {
    for (const topic of this.topics) topic.candidates = [{ number: topic.last, isSet: false }];
  }

  /** A value goes out, or an empty payload, which clears it. */
  sent(topic: RetainedTopic, random: Random): { number: number; payload: Uint8Array } {
    const number = ++topic.last;
    const isSet = !chance(random, CLEARS);
    topic.candidates.push({ number, isSet });
    return { number, payload: isSet ? Buffer.from(`${topic.name} ${number}`) : NO_PAYLOAD };
  }

  /** What was before it cannot be there any more. */
  acknowledged(topic: RetainedTopic, number: number): void {
    topic.candidates = topic.candidates.filter((candidate) => candidate.number >= number);
  }
}

/** What a retained value is, read from its payload: its number. */
export function retainedNumber({ name }: RetainedTopic, payload: Uint8Array): number | undefined {
  const [said, number, ...more] = Buffer.from(payload).toString("latin1").split(" ");
  return said === name && more.length === 0 ? Number(number) : undefined;
}
