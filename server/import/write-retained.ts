import type { PublishResult } from "../../protocol/client/client-options.ts";
import type { Publish } from "../../protocol/packets.ts";
import { StartError } from "../start-error.ts";
import { type BrokerLink, type LinkOptions, openLink } from "./broker-link.ts";

/** Messages that are sent and not yet acknowledged. */
const WINDOW = 64;
const FIRST_ERROR_CODE = 0x80;

/** What the broker said about the messages. */
export interface Written {
  readonly accepted: number;
  readonly refused: number;
  /** The first refusal, in words. */
  readonly refusal: string | undefined;
}

/** Publishes messages as retained ones at QoS 1 and waits until the broker has them all. Throws StartError. */
export async function writeRetained(options: LinkOptions, messages: Iterable<Publish>): Promise<Written> {
  const link = await openLink(options);
  const writer = new RetainedWriter(link);
  try {
    for (const message of messages) await writer.write(message);
    return await writer.finished();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const reason = options.signal.aborted ? "stopped" : error.message;
    const { accepted } = writer.written;
    throw new StartError(error.code, `${reason}; ${accepted} retained messages were written before`);
  } finally {
    link.close();
  }
}

class RetainedWriter {
  readonly #link: BrokerLink;
  #written: Written = { accepted: 0, refused: 0, refusal: undefined };
  #unanswered = 0;
  #onAnswer = (): void => undefined;

  constructor(link: BrokerLink) {
    this.#link = link;
  }

  get written(): Written {
    return this.#written;
  }

  async write({ topic, payload, properties }: Publish): Promise<void> {
    await this.#until(WINDOW - 1);
    this.#unanswered += 1;
    const message = { topic, payload, qos: 1, retain: true, properties } as const;
    this.#link.publish(message, (result) => this.#answered(topic, result));
  }

  async finished(): Promise<Written> {
    await this.#until(0);
    return this.#written;
  }

  async #until(unanswered: number): Promise<void> {
    while (this.#unanswered > unanswered) {
      const answer = new Promise<void>((resolve) => {
        this.#onAnswer = resolve;
      });
      await Promise.race([answer, this.#link.failed]);
    }
  }

  #answered(topic: string, { reasonCode, reasonString }: PublishResult): void {
    // its connection is lost, which the link tells
    if (reasonCode === undefined) return;
    this.#unanswered -= 1;
    const { accepted, refused, refusal } = this.#written;
    if (reasonCode < FIRST_ERROR_CODE) this.#written = { accepted: accepted + 1, refused, refusal };
    else {
      const words = reasonString === undefined ? "" : ` (${reasonString})`;
      const first = refusal ?? `${topic}: 0x${reasonCode.toString(16)}${words}`;
      this.#written = { accepted, refused: refused + 1, refusal: first };
    }
    this.#onAnswer();
  }
}
