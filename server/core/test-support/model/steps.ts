import type { ProtocolVersion, QoS, RetainHandling } from "../../../../protocol/packets.ts";

/** Topics of all histories, two of them long enough for an alias; filters match several of them, and some overlap. */
export const TOPICS = ["t/a", "t/bathroom", "t", "upstairs/a"] as const;
export const FILTERS = [
  "t/a",
  "t/+",
  "t/#",
  "#",
  "+/a",
  "upstairs/a",
  "$share/g/t/+",
  "$share/g/t/a",
  "$share/h/t/#",
] as const;
/** Where too large and empty messages go, to no group: which of them a member got or lost would not show. */
export const LONE_TOPIC = TOPICS[3];
/** The place of the first filter of a group. */
export const FIRST_SHARED = 6;
export const CLIENTS = 4;

/** What a client asks for in one filter of SUBSCRIBE; the filter is a place in {@link FILTERS}. */
export interface FilterChoice {
  readonly filter: number;
  readonly qos: QoS;
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
  readonly retainHandling: RetainHandling;
}

/** One message of a publish step; the topic is a place in {@link TOPICS}. */
export interface MessageChoice {
  readonly topic: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly body: "text" | "big" | "empty";
  /** Seconds, or undefined: never. */
  readonly expiry: number | undefined;
  /** 0: none. */
  readonly alias: number;
}

/** The will of a connect step. */
export interface WillChoice {
  readonly topic: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delay: number;
  readonly expiry: number | undefined;
}

/** How a client connects. */
export interface ConnectChoice {
  readonly client: number;
  readonly version: ProtocolVersion;
  readonly cleanStart: boolean;
  /** Seconds. */
  readonly expiry: number;
  readonly receiveMaximum: number;
  readonly maximumPacketSize: number | undefined;
  readonly topicAliasMaximum: number;
  /** Seconds. */
  readonly keepAlive: number;
  readonly will: WillChoice | undefined;
  /** While its old wire is still open: the id is taken over. */
  readonly isOver: boolean;
  /** How far it comes: `half` of CONNECT is written, `lost` before CONNACK is read, or it is read at once. */
  readonly ends: "half" | "lost" | "unread" | "read";
}

/** What one turn of a history does. */
export type Step =
  | ({ readonly kind: "connect" } & ConnectChoice)
  | {
      readonly kind: "publish";
      readonly client: number;
      readonly messages: readonly MessageChoice[];
      /** Where the bytes are cut into chunks. */
      readonly cuts: readonly number[];
    }
  | {
      readonly kind: "subscribe";
      readonly client: number;
      readonly filters: readonly FilterChoice[];
      readonly identifier: number | undefined;
    }
  | { readonly kind: "unsubscribe"; readonly client: number; readonly filters: readonly number[] }
  | { readonly kind: "read"; readonly client: number; readonly count: number; readonly refuses: boolean }
  | {
      readonly kind: "disconnect";
      readonly client: number;
      readonly withWill: boolean;
      readonly expiry: number | undefined;
    }
  | { readonly kind: "half"; readonly client: number; readonly what: "publish" | "subscribe" | "answer" }
  | {
      readonly kind: "lose" | "late" | "block" | "unblock" | "ping" | "kick" | "endSession";
      readonly client: number;
    }
  | { readonly kind: "advance"; readonly seconds: number }
  /** The next steps share one tick. */
  | { readonly kind: "together"; readonly count: number }
  | { readonly kind: "hold" | "release" };

/** A step as one line of a script. */
export function describeStep(step: Step): string {
  const { kind, ...rest } = step;
  const parts = Object.entries(rest).map(([name, value]) => describePart(name, value));
  return [kind, ...parts.filter((part) => part !== "")].join(" ");
}

function describePart(name: string, value: unknown): string {
  if (name === "client") return `c${value as number}`;
  if (value === undefined || value === false) return "";
  if (value === true) return name;
  if (!Array.isArray(value))
    return typeof value === "object" ? `${name}(${describeChoice(value)})` : `${name}=${value}`;
  if (value.length === 0) return "";
  return `${name}=[${value.map((each) => (typeof each === "object" ? describeChoice(each) : each)).join(" | ")}]`;
}

function describeChoice(choice: object | null): string {
  const parts = Object.entries(choice ?? {}).map(([name, value]) => {
    if (name === "topic") return TOPICS[value as number] ?? "";
    if (name === "filter") return FILTERS[value as number] ?? "";
    return describePart(name, value);
  });
  return parts.filter((part) => part !== "").join(" ");
}
