import { utf8ByteLength } from "../../../protocol/bytes/utf8.ts";
import type { InParts, Recovered, RecoveredRetained, StoredMessage } from "../ports/store.ts";
import type { Folded } from "./fold-events.ts";

/** What a store gives back, read to its end. */
export type ReadRecovered = Omit<Folded, "waiting">;

/** What was folded, as a store gives it. */
export function inParts({ sessions, retained, ...rest }: ReadRecovered): Recovered {
  return { ...rest, sessions: oneByOne(sessions), retained: oneByOne(retained.map(recoveredRetained)) };
}

/** Reads what a store gives back. */
export async function readRecovered({ sessions, retained, ...rest }: Recovered): Promise<ReadRecovered> {
  const found = await allOf(retained);
  return { ...rest, retained: found.map(read), sessions: await allOf(sessions) };
}

/** All parts together. */
export async function allOf<T>(parts: InParts<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(...part);
  return all;
}

/** What is told of a message that is not read yet must be so. */
function read({ unread, ...told }: RecoveredRetained): StoredMessage {
  const message = unread.read();
  const { unread: _, ...expected } = recoveredRetained(message);
  if (JSON.stringify(told, Object.keys(expected)) !== JSON.stringify(expected, Object.keys(expected)))
    throw new Error(`of the retained message on ${message.topic} something else is told than it has`);
  return message;
}

function recoveredRetained(message: StoredMessage): RecoveredRetained {
  const { topic, payload, properties, publisher, expiresAt } = message;
  const bytes = utf8ByteLength(topic) + payload.length + properties.length;
  return { topic, bytes, userName: publisher.userName, expiresAt, unread: { read: () => message } };
}

async function* oneByOne<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (const each of all) yield [each];
}
