import type { WillCause } from "../ports/observer.ts";
import type { Message } from "../routing/message.ts";

/** A will that may still be published (MQTT 5.0 §3.1.2.5). Armed while its client is connected, delayed after that. */
export type ArmedWill = {
  readonly content: WillContent;
  readonly delaySeconds: number;
  /** Its session ends with its connection: the store has nothing of it but this will. */
  readonly isKeptAlone: boolean;
} & (
  | { readonly state: "armed" }
  | {
      readonly state: "delayed";
      readonly dueAt: number;
      readonly cause: WillCause;
      readonly cancel: () => void;
    }
);

/** What a will says; its number, time and expiry are given when it is published. */
export type WillContent = Omit<Message, "number" | "receivedAt" | "expiresAt"> & {
  /** Seconds; undefined: never. */
  readonly messageExpiryInterval: number | undefined;
};
