import type { QoS } from "../../protocol/packets.ts";
import { matches } from "../../protocol/topics/match.ts";
import type { Held } from "./faults.ts";
import type { Message, Stream } from "./message.ts";

/** A subscription as its client knows it; the numbers are places in the order of all that happened. */
export interface Interest extends Held {
  readonly topicFilter: string;
  /** SUBACK has come. */
  heldSince: number | undefined;
  /** UNSUBSCRIBE was sent. */
  isLeaving: boolean;
  /** UNSUBACK has come, or the session has ended. */
  endedAt: number | undefined;
}

/**
 * Who gets each message once: a client with ordinary subscriptions, however they overlap, or all members of a shared
 * subscription together.
 */
export class Receiver {
  readonly name: string;
  readonly qos: QoS;
  readonly isShared: boolean;
  /** Acknowledged messages that it has not got yet. */
  readonly owed = new Set<Message>();
  /** The highest number that it got, of each stream. */
  readonly highest = new Map<Stream, number>();
  #interests: Interest[] = [];

  constructor(name: string, qos: QoS, isShared: boolean) {
    this.name = name;
    this.qos = qos;
    this.isShared = isShared;
  }

  /** SUBSCRIBE goes out. */
  add(topicFilter: string): Interest {
    const interest = { topicFilter, heldSince: undefined, isLeaving: false, endedAt: undefined };
    this.#interests.push(interest);
    return interest;
  }

  /** Whether it had a subscription for the message, and was sure of it, since before the message was sent. */
  mustGet({ stream, sentAt }: Message): boolean {
    return this.#interests.some(
      ({ topicFilter, heldSince, isLeaving, endedAt }) =>
        heldSince !== undefined &&
        heldSince < sentAt &&
        !isLeaving &&
        endedAt === undefined &&
        matches(topicFilter, stream.topic),
    );
  }

  /** Whether it may have had a subscription for the message at some time after it was sent. */
  mayGet({ stream, sentAt }: Message): boolean {
    return this.#interests.some(
      ({ topicFilter, endedAt }) =>
        (endedAt === undefined || endedAt > sentAt) && matches(topicFilter, stream.topic),
    );
  }

  /** Forgets subscriptions that have ended: no message that is still to come was sent before. */
  forgetEnded(): void {
    this.#interests = this.#interests.filter(({ endedAt }) => endedAt === undefined);
  }
}
