import type { EndedWillRecord } from "../../core/ports/ended-will.ts";
import type * as core from "../../core/ports/inside.ts";
import type { Limits } from "../../core/ports/limits.ts";
import type { ConnectFlags, SessionDetail, SessionSummary } from "./contract/sessions.ts";
import type { StoreInfo } from "./contract/store.ts";
import {
  type EndedWill,
  type Limits as JsonLimits,
  type LimitValue,
  limits as limitsSchema,
  type Will,
} from "./contract.ts";

/** A Session Expiry Interval that means never (MQTT 5 §3.1.2.11.2). */
const NEVER_EXPIRES = 0xffff_ffff;

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** The limits of the broker, those switched off as "unlimited". */
export function limitsToJson(limits: Limits): JsonLimits {
  return limitsSchema.parse(
    Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, limitToJson(value)])),
  );
}

/** The store, and what the start found in it. */
export function storeToJson({ recovery, ...status }: core.StoreInfo): StoreInfo {
  return { ...status, recovery };
}

/** A row of the list of sessions. */
export function sessionToJson(session: core.SessionSummary): SessionSummary {
  return { ...session, connect: session.connect && connectToJson(session.connect) };
}

/** A session in full. */
export function sessionDetailToJson(session: core.SessionDetail, now: number): SessionDetail {
  return {
    ...session,
    connect: session.connect && connectToJson(session.connect),
    subscriptionList: [...session.subscriptionList],
    inflightOutList: [...session.inflightOutList],
    inflightInList: [...session.inflightInList],
    willRecord: session.willRecord && willToJson(session.willRecord, now),
    disconnects: [...session.disconnects],
    warnings: [...session.warnings],
  };
}

/** A will that is armed, or waits for its delay. */
export function willToJson(will: core.WillRecord, now: number): Will {
  return {
    ...will,
    payload: toBase64(will.payload),
    payloadBytes: will.payload.byteLength,
    dueInMilliseconds: will.dueAt === undefined ? undefined : Math.max(0, will.dueAt - now),
  };
}

/** A will that was fired or cleared. */
export function endedWillToJson(will: EndedWillRecord): EndedWill {
  return { ...will, payload: toBase64(will.payload), payloadBytes: will.payload.byteLength };
}

function connectToJson(connect: core.ConnectFlags): ConnectFlags {
  return {
    ...connect,
    sessionExpirySeconds: expiryToJson(connect.sessionExpirySeconds),
    grantedSessionExpirySeconds: expiryToJson(connect.grantedSessionExpirySeconds),
    userProperties: connect.userProperties.map(([name, value]) => [name, value]),
  };
}

function expiryToJson(seconds: number): LimitValue {
  return seconds >= NEVER_EXPIRES ? "unlimited" : seconds;
}

/** A limit, switched off as "unlimited". */
export function limitToJson(value: number): LimitValue {
  return Number.isFinite(value) ? value : "unlimited";
}
