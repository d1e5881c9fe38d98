import type { MemoryCeiling } from "../memory-ceiling.ts";
import type { Limits } from "../ports/limits.ts";
import type { RetainedLimit } from "../ports/observer.ts";
import type { StoreRoom } from "../store-room.ts";
import { messageBytes } from "./message.ts";
import type { RetainedMessages } from "./retained.ts";
import type { Topic } from "./topic.ts";

/** The limit that a retained message of so many bytes would break if this user set it, by its setting's name. */
export function retainedLimitOf(
  limits: Limits,
  memory: MemoryCeiling,
  storeRoom: StoreRoom,
  retained: RetainedMessages,
  topic: Topic,
  bytes: number,
  userName: string | undefined,
): RetainedLimit | "maximum-memory-bytes" | "maximum-uncommitted-bytes" | undefined {
  const before = retained.get(topic.name);
  const freed = before === undefined ? 0 : messageBytes(before);
  if (before === undefined && retained.size >= limits.maximumRetainedMessages)
    return "maximum-retained-messages";
  if (retained.bytes - freed + bytes > limits.maximumRetainedBytes) return "maximum-retained-bytes";
  if (topic.isBrokers) return undefined;
  if (storeRoom.isFull) return "maximum-uncommitted-bytes";
  if (memory.isReached && bytes > freed) return "maximum-memory-bytes";
  const share = retained.shares.of(userName);
  // what another user set makes room in that user's share
  const isOwn = before !== undefined && before.publisher.userName === userName;
  if (!isOwn && share.messages >= limits.maximumRetainedMessagesPerUser)
    return "maximum-retained-messages-per-user";
  return share.bytes - (isOwn ? freed : 0) + bytes > limits.maximumRetainedBytesPerUser
    ? "maximum-retained-bytes-per-user"
    : undefined;
}
