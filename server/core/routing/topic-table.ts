import { readUtf8, utf8ByteLength, writeUtf8 } from "../../../protocol/bytes/utf8.ts";
import { MqttError } from "../../../protocol/errors.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { topicNameError } from "../../../protocol/topics/validate.ts";
import { hashTopic, Topic } from "./topic.ts";

/** What a topic name may be here, beside what the specification says. */
export interface TopicLimits {
  readonly maximumTopicBytes: number;
  readonly maximumTopicLevels: number;
}

const SLASH = 0x2f;
/** A character of one UTF-16 unit has at most so many bytes in UTF-8, one of two has four. */
const MOST_BYTES_PER_UNIT = 3;
/** Slots of one generation; a power of two. Half of them are filled before a new generation begins. */
const SLOTS = 1 << 16;
/** Bytes of the names of one generation: longer names are remembered too, but fewer of them. */
const GENERATION_BYTES = 16 * 1024 * 1024;
/** A name that finds no free slot within so many is not remembered: crafted collisions cost a lookup, not a scan. */
const MAXIMUM_PROBES = 32;

/**
 * The topic names seen lately, found by their bytes: a name is decoded and validated once, not once a message.
 *
 * Two generations of an open-addressing hash table bound its memory: when the young one is half full, or its names
 * are too many bytes, it becomes the old one, and what is used again moves back. A table keyed by string would have to make that string for every
 * message (50 ns by a native call); hashing and comparing 20 bytes in place takes half of that.
 */
export class TopicTable {
  readonly #limits: TopicLimits;
  #young: (Topic | undefined)[] = new Array(SLOTS).fill(undefined);
  #old: (Topic | undefined)[] = new Array(SLOTS).fill(undefined);
  #youngCount = 0;
  #youngBytes = 0;
  readonly #generationBytes: number;

  constructor(limits: TopicLimits, generationBytes = GENERATION_BYTES) {
    this.#limits = limits;
    this.#generationBytes = generationBytes;
  }

  /** The topic whose name is buffer[start..end). Throws MqttError when that is not a topic name. */
  find(buffer: Uint8Array, start: number, end: number): Topic {
    const hash = hashTopic(buffer, start, end);
    const known = lookup(this.#young, hash, buffer, start, end);
    if (known !== undefined) return known;
    const older = lookup(this.#old, hash, buffer, start, end);
    const topic = older ?? this.#create(hash, buffer, start, end);
    this.#remember(topic);
    return topic;
  }

  /** The same by name. */
  named(name: string): Topic {
    const bytes = new Uint8Array(utf8ByteLength(name));
    writeUtf8(bytes, 0, name);
    return this.find(bytes, 0, bytes.length);
  }

  /** A topic of the broker's own: what limits clients does not bind it. */
  own(name: string): Topic {
    const bytes = new Uint8Array(utf8ByteLength(name));
    writeUtf8(bytes, 0, name);
    const hash = hashTopic(bytes, 0, bytes.length);
    const known = lookup(this.#young, hash, bytes, 0, bytes.length);
    if (known !== undefined) return known;
    const topic = new Topic(name, bytes, hash);
    this.#remember(topic);
    return topic;
  }

  /** Throws MqttError where a topic name is longer or deeper than is allowed here. */
  expectAllowed(name: string): void {
    const { maximumTopicBytes, maximumTopicLevels } = this.#limits;
    const isShort =
      name.length * MOST_BYTES_PER_UNIT <= maximumTopicBytes && name.length < maximumTopicLevels;
    if (isShort) return;
    this.#expectAllowed(utf8ByteLength(name), name.split("/").length);
  }

  #expectAllowed(bytes: number, levels: number): void {
    const { maximumTopicBytes, maximumTopicLevels } = this.#limits;
    if (bytes > maximumTopicBytes) {
      throw new MqttError(
        ReasonCode.TopicNameInvalid,
        `topic name of ${bytes} bytes, allowed are ${maximumTopicBytes} (maximum-topic-bytes)`,
      );
    }
    if (levels > maximumTopicLevels) {
      throw new MqttError(
        ReasonCode.TopicNameInvalid,
        `topic name of more than ${maximumTopicLevels} levels (maximum-topic-levels)`,
      );
    }
  }

  #create(hash: number, buffer: Uint8Array, start: number, end: number): Topic {
    this.#expectAllowed(end - start, countLevels(buffer, start, end));
    const name = readUtf8(buffer, start, end);
    const error = topicNameError(name);
    if (error !== undefined)
      throw new MqttError(ReasonCode.TopicNameInvalid, error, { clause: "5 MQTT-3.3.2-2" });
    return new Topic(name, buffer.slice(start, end), hash);
  }

  #remember(topic: Topic): void {
    if (this.#youngCount >= SLOTS / 2 || this.#youngBytes >= this.#generationBytes) {
      this.#old = this.#young;
      this.#young = new Array(SLOTS).fill(undefined);
      this.#youngCount = 0;
      this.#youngBytes = 0;
    }
    const mask = SLOTS - 1;
    for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
      const slot = (topic.hash + probe) & mask;
      if (this.#young[slot] !== undefined) continue;
      this.#young[slot] = topic;
      this.#youngCount++;
      this.#youngBytes += topic.bytes.length;
      return;
    }
  }
}

function lookup(
  slots: (Topic | undefined)[],
  hash: number,
  buffer: Uint8Array,
  start: number,
  end: number,
): Topic | undefined {
  const mask = SLOTS - 1;
  for (let probe = 0; probe < MAXIMUM_PROBES; probe++) {
    const topic = slots[(hash + probe) & mask];
    if (topic === undefined) return undefined;
    if (topic.hash === hash && isSame(topic.bytes, buffer, start, end)) return topic;
  }
  return undefined;
}

function isSame(bytes: Uint8Array, buffer: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (bytes.length !== length) return false;
  for (let at = 0; at < length; at++) if (bytes[at] !== buffer[start + at]) return false;
  return true;
}

function countLevels(buffer: Uint8Array, start: number, end: number): number {
  let levels = 1;
  for (let at = start; at < end; at++) if (buffer[at] === SLASH) levels++;
  return levels;
}
