import type { ProtocolVersion, QoS } from "../../../protocol/packets.ts";
import { topicNameError } from "../../../protocol/topics/validate.ts";
import { textOf } from "../../lib/payload.ts";
import type { ConnectOptions } from "../../worker/messages.ts";

/** The will of a test client, its payload as text. */
export interface DraftWill {
  readonly topic: string;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
}

/** What the form asks about a test client. */
export interface LabDraft {
  readonly url: string;
  readonly version: ProtocolVersion;
  readonly clientId: string;
  readonly userName: string;
  readonly password: string;
  readonly keepAliveSeconds: number;
  readonly cleanStart: boolean;
  readonly sessionExpirySeconds: number;
  readonly will: DraftWill | undefined;
}

/** What CONNECT is to say: empty user names and passwords are not sent. */
export function optionsOf({ will, userName, password, ...draft }: LabDraft): ConnectOptions {
  return {
    ...draft,
    ...(userName === "" ? {} : { userName }),
    ...(password === "" ? {} : { password }),
    ...(will ? { will: { ...will, payload: new TextEncoder().encode(will.payload) } } : {}),
  };
}

/** The form filled with what a client was started with. */
export function draftOf({ will, userName = "", password = "", ...options }: ConnectOptions): LabDraft {
  return {
    ...options,
    userName,
    password,
    will: will && { ...will, payload: textOf(will.payload) ?? "" },
  };
}

/** Whether the topic of the will cannot be sent: everything else may be tried, and the broker answers. */
export function isWillTopicWrong({ will }: LabDraft): boolean {
  return will !== undefined && topicNameError(will.topic) !== undefined;
}
