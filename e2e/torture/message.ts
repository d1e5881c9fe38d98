import { NO_PROPERTIES, type Properties, type QoS } from "../../protocol/packets.ts";
import type { Receiver } from "./receiver.ts";
import type { Timeline } from "./timeline.ts";

/** Lengths of what stands behind a payload's number, bytes; now and then one is large. */
const FILLING = 300;
const LARGE_FILLING = 6_000;
const LARGE_EACH = 50;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** Of a history: the first events of a message that has many. */
const MOST_EVENTS = 60;

/** Messages of one publisher on one topic at one QoS, numbered from 1: MQTT keeps the order of these. */
export interface Stream {
  /** `publisher:topic:qos` */
  readonly id: string;
  readonly topic: string;
  readonly qos: QoS;
  /** Its messages have properties, which are to arrive wherever MQTT 5.0 is spoken. */
  readonly hasProperties: boolean;
  /** The number that was given last. */
  last: number;
  /** Those that are not settled yet. */
  readonly messages: Map<number, Message>;
}

/** A message that was sent, or may have been. */
export interface Message {
  readonly stream: Stream;
  readonly number: number;
  /** Its place in the order of all that happened. */
  readonly sentAt: number;
  /** The same of the moment at which it was acknowledged first. */
  acknowledgedAt: number | undefined;
  /** It went out again with DUP: at QoS 1 there may be several of it. */
  isRepeated: boolean;
  /** A will whose connection has not ended. */
  isArmed: boolean;
  readonly receivedBy: Set<Receiver>;
  readonly events: { readonly at: number; readonly what: string }[];
}

/** Adds to a message's history. */
export function note(message: Message, what: string): void {
  if (message.events.length < MOST_EVENTS) message.events.push({ at: performance.now(), what });
}

/** The payload of a message: it names its stream and number, and is the same whenever it is made. */
export function payloadOf({ id }: Stream, number: number): Buffer {
  const length = number % LARGE_EACH === 0 ? LARGE_FILLING : (number * 7_919) % FILLING;
  const letter = LETTERS[number % LETTERS.length] as string;
  return Buffer.from(`${id} ${number} ${letter.repeat(length)}`);
}

/** The properties of a message, where its publisher can send some. */
export function propertiesOf({ id, hasProperties }: Stream, number: number): Properties {
  return hasProperties ? { contentType: id, userProperties: [["number", String(number)]] } : NO_PROPERTIES;
}

/** What a payload says of itself; undefined if it is none of ours. */
export function readPayload(payload: Uint8Array): { id: string; number: number } | undefined {
  const [id, number] = Buffer.from(payload).toString("latin1").split(" ", 2);
  return id === undefined || !/^\d+$/.test(number ?? "") ? undefined : { id, number: Number(number) };
}

/** Names a message. */
export function nameOf({ stream, number }: Message): string {
  return `message ${number} of ${stream.id}`;
}

/** What happened to a message, with the ends of the broker between, line by line. */
export function historyOf({ events }: Message, timeline: Timeline): string[] {
  const from = events[0]?.at ?? 0;
  const lines = [...events, ...timeline.between(from, performance.now())].toSorted((a, b) => a.at - b.at);
  return lines
    .slice(0, MOST_EVENTS)
    .map(({ at, what }) => `${(at - from).toFixed(1).padStart(9)} ms  ${what}`);
}
