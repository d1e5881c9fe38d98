import type { Access } from "./access.ts";
import type { Reloaded } from "./adapters/http/door-options.ts";
import type { Settings } from "./config/settings.ts";
import type { Broker } from "./core/broker.ts";
import type { MqttDoors } from "./doors.ts";
import type { EventLog } from "./log/event-log.ts";
import { StartError } from "./start-error.ts";
import { readTlsIdentity } from "./tls-identity.ts";

/** What a reload renews. */
export interface Renewable {
  readonly settings: Settings;
  readonly access: Access;
  readonly broker: Broker;
  /** Undefined: they are not open yet. */
  readonly doors: MqttDoors | undefined;
  readonly log: EventLog;
}

/**
 * Reads the files of users, rights and certificates anew while clients are connected. Those whose user is gone or has
 * another password are disconnected, the rights of all others are asked again. A broken file changes nothing.
 */
export function reload({ settings, access, broker, doors, log }: Renewable): Reloaded {
  try {
    const identity = readTlsIdentity(settings);
    const changedUsers = access.reload();
    if (identity !== undefined) doors?.tls?.renew(identity);
    broker.recheckRights();
    const disconnected = disconnect(broker, changedUsers);
    const message = "files of users, rights and certificates read again";
    log.write({ level: "info", code: "reloaded", message, fields: { disconnected } });
    return { kind: "reloaded", disconnected };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const message = "nothing was reloaded; what was read before counts on";
    log.write({ level: "error", code: "reload-failed", message, fields: { reason: error.message } });
    return { kind: "failed", reason: error.message };
  }
}

function disconnect({ inside }: Broker, users: ReadonlySet<string>): number {
  let count = 0;
  for (const { clientId, userName, isConnected } of [...inside.sessions()]) {
    if (!isConnected || userName === undefined || !users.has(userName)) continue;
    if (inside.actions.disconnect(clientId)) count++;
  }
  return count;
}
