import type { ProtocolVersion } from "../../protocol/packets.ts";
import type { BrokerEvent, DisconnectCause } from "../core/ports/observer.ts";
import type { Peer } from "../core/ports/wire.ts";
import type { LogCode } from "./codes.ts";
import { damageFields } from "./damage-fields.ts";

export type Level = "error" | "warn" | "info" | "debug";

/** A line of the log before it is written. */
export interface EventLine {
  readonly level: Level;
  readonly code: LogCode;
  /** Of ours alone: nothing that a client sent. */
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly error?: Error;
}

const VERSION_NAMES: Readonly<Record<ProtocolVersion, string>> = { 3: "3.1", 4: "3.1.1", 5: "5.0" };
const HEX = 16;

/** Ends that the client brought about by an error of its own, or the broker by one of its own. */
const NOTEWORTHY_ENDS: readonly DisconnectCause[] = [
  "protocol-error",
  "re-authentication-failed",
  "internal-error",
  "keep-alive-timeout",
];

/** The line that tells of an event; undefined for those that are too many to log one by one. */
export function lineOf(event: BrokerEvent): EventLine | undefined {
  return clientLine(event) ?? sessionLine(event) ?? willLine(event) ?? traceLine(event) ?? troubleLine(event);
}

function clientLine(event: BrokerEvent): EventLine | undefined {
  switch (event.type) {
    case "clientConnected": {
      const { clientId, userName, sessionPresent, cleanStart } = event;
      const version = VERSION_NAMES[event.version];
      const fields = { clientId, userName, version, peer: peerText(event.peer), cleanStart, sessionPresent };
      return line("info", "client-connected", "client connected", fields);
    }
    case "clientRefused": {
      const { clientId, userName, reason } = event;
      const fields = {
        clientId,
        userName,
        peer: peerText(event.peer),
        reasonCode: hex(event.reasonCode),
        reason,
      };
      return line("warn", "client-refused", "client refused", fields);
    }
    case "clientDisconnected": {
      const { clientId, cause, detail } = event;
      const fields = { clientId, cause, reasonCode: hex(event.reasonCode), detail: detail || undefined };
      const level = NOTEWORTHY_ENDS.includes(cause) ? "warn" : "info";
      return line(level, "client-disconnected", "client disconnected", fields);
    }
    case "loginsSlowed": {
      const { address, failures } = event;
      return line("warn", "logins-slowed", "logins from this address have to wait", { address, failures });
    }
    case "clientTakenOver": {
      const { clientId, from, by } = event;
      const fields = { clientId, from: peerText(from), by: peerText(by) };
      return line("warn", "client-taken-over", "client id taken over by another connection", fields);
    }
    default:
      return undefined;
  }
}

function sessionLine(event: BrokerEvent): EventLine | undefined {
  switch (event.type) {
    case "sessionCreated":
      return line("debug", "session-created", "session created", { clientId: event.clientId });
    case "sessionResumed": {
      const { clientId, queued } = event;
      return line("debug", "session-resumed", "session resumed", { clientId, queued });
    }
    case "sessionEnded": {
      const { clientId, why } = event;
      return line(why === "expired" ? "info" : "debug", "session-ended", "session ended", { clientId, why });
    }
    case "subscribed": {
      const { clientId, filter, qos } = event;
      return line("debug", "subscribed", "subscribed", { clientId, filter, qos });
    }
    case "unsubscribed": {
      const { clientId, filter } = event;
      return line("debug", "unsubscribed", "unsubscribed", { clientId, filter });
    }
    default:
      return undefined;
  }
}

function willLine(event: BrokerEvent): EventLine | undefined {
  switch (event.type) {
    case "willArmed": {
      const { clientId, topic, delaySeconds } = event;
      return line("debug", "will-armed", "will armed", { clientId, topic, delaySeconds });
    }
    case "willDelayed": {
      const { clientId, topic, cause, dueAt } = event;
      const due = new Date(dueAt).toISOString();
      return line("info", "will-delayed", "will waits", { clientId, topic, cause, due });
    }
    case "willFired": {
      const { clientId, topic, cause, due } = event;
      return line("info", "will-fired", "will published", { clientId, topic, cause, due });
    }
    case "willCleared": {
      const { clientId, topic, cause } = event;
      return line("debug", "will-cleared", "will cleared", { clientId, topic, cause });
    }
    default:
      return undefined;
  }
}

function traceLine(event: BrokerEvent): EventLine | undefined {
  switch (event.type) {
    case "traceStarted": {
      const { startedBy, clients, topics, endsAt } = event;
      const scope = { clients: clients.join(", ") || undefined, topics: topics.join(", ") || undefined };
      const fields = { startedBy, ...scope, endsAt: new Date(endsAt).toISOString() };
      return line("info", "trace-started", "packets are traced", fields);
    }
    case "traceEnded": {
      const { why, keptPackets, droppedPackets } = event;
      const fields = { why, keptPackets, droppedPackets };
      return line("info", "trace-ended", "packets are traced no more", fields);
    }
    default:
      return undefined;
  }
}

function troubleLine(event: BrokerEvent): EventLine | undefined {
  switch (event.type) {
    case "clientWarned": {
      const { clientId, code, detail } = event;
      return line("warn", "client-warned", "client errs, and goes on", { clientId, warning: code, detail });
    }
    case "subscriptionRefused": {
      const { clientId, filter, reason } = event;
      const fields = { clientId, filter, reasonCode: hex(event.reasonCode), reason };
      return line("warn", "subscription-refused", "subscription refused", fields);
    }
    case "publishRefused": {
      const { clientId, topic, reason, fullClientId } = event;
      const fields = { clientId, topic, reasonCode: hex(event.reasonCode), reason, fullClientId };
      return line("warn", "publish-refused", "publish refused", fields);
    }
    case "memoryCeiling": {
      const { isReached, usedBytes, heapBytes, heapLimitBytes } = event;
      const fields = { isReached, usedBytes, heapBytes, heapLimitBytes };
      const message = isReached
        ? "too much memory is in use, nothing new is taken in"
        : "there is memory again";
      return line(isReached ? "error" : "info", "memory-ceiling", message, fields);
    }
    case "recovered": {
      const { sessions, retained, queued, milliseconds } = event;
      return line("info", "recovered", "taken up what was stored", {
        sessions,
        retained,
        queued,
        milliseconds,
      });
    }
    case "recoveryIncomplete": {
      const { retained, queued, wills, reason } = event;
      const message = "not everything that was stored could be taken up";
      return line("warn", "recovery-incomplete", message, { retained, queued, wills, reason });
    }
    case "storeDamaged":
      return line(
        "error",
        "store-damaged",
        "files of the store were damaged and are set aside",
        damageFields(event.damage),
      );
    case "storeFailed":
      return line("error", "store-failed", "the store cannot write", { reason: event.message });
    case "storeRecovered":
      return line("info", "store-recovered", "the store writes again", {});
    case "storeUnreadable":
      return line("error", "store-unreadable", "something in the store cannot be read", {
        reason: event.message,
      });
    case "internalError": {
      const { clientId, error } = event;
      return { ...line("error", "internal-error", "a fault of the broker's own", { clientId }), error };
    }
    default:
      return undefined;
  }
}

function line(level: Level, code: LogCode, message: string, fields: EventLine["fields"]): EventLine {
  return { level, code, message, fields };
}

function peerText({ address, port, transport }: Peer): string {
  const host = address.includes(":") ? `[${address}]` : address;
  return `${transport}://${host}${port === undefined ? "" : `:${port}`}`;
}

function hex(reasonCode: number | undefined): string | undefined {
  return reasonCode === undefined ? undefined : `0x${reasonCode.toString(HEX).padStart(2, "0")}`;
}
