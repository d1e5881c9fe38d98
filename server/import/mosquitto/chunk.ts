/** The kinds of chunks in a database of mosquitto (versions 5 and 6), by the number at their head. */
export const ChunkKind = {
  Settings: 1,
  Message: 2,
  ClientMessage: 3,
  Retained: 4,
  Subscription: 5,
  Client: 6,
} as const;
export type ChunkKind = (typeof ChunkKind)[keyof typeof ChunkKind];

/** A chunk without its head. */
export interface Chunk {
  readonly kind: ChunkKind;
  /** Where the body begins in the file. */
  readonly at: number;
  /** Valid until the next chunk is read. */
  readonly body: Buffer;
}
