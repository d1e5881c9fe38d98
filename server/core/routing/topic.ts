import type { Route } from "./route.ts";

/** A topic name that has been validated once; everything known of it hangs here. */
export class Topic {
  readonly name: string;
  /** The name as UTF-8. */
  readonly bytes: Uint8Array;
  readonly hash: number;
  /** Begins with `$SYS`: nobody but the broker may publish there. */
  readonly isBrokers: boolean;
  /** Who gets its messages, if it was looked up and nothing has changed since; RouteTable sees to it. */
  route: Route | undefined = undefined;

  constructor(name: string, bytes: Uint8Array, hash: number) {
    this.name = name;
    this.bytes = bytes;
    this.hash = hash;
    this.isBrokers = name.startsWith(BROKERS_TOPICS);
  }
}

/** Where the broker tells of itself. */
export const BROKERS_TOPICS = "$SYS";
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the bytes of a topic name. */
export function hashTopic(buffer: Uint8Array, start: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ buffer[at]!, FNV_PRIME);
  return hash ^ (hash >>> 15);
}
