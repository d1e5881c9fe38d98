import type { Access } from "./access.ts";
import type { HttpDoor } from "./adapters/http/door.ts";
import type { Reloaded } from "./adapters/http/door-options.ts";
import { secureContextOf } from "./adapters/transport/tls.ts";
import type { Settings } from "./config/settings.ts";
import type { Broker } from "./core/broker.ts";
import type { MqttDoors } from "./doors.ts";
import type { EventLog } from "./log/event-log.ts";
import { StartError } from "./start-error.ts";
import { readHttpIdentity } from "./tls-identity.ts";

/** What a reload renews. */
export interface Renewable {
  readonly settings: Settings;
  readonly access: Access;
  readonly broker: Broker;
  /** Undefined: they are not open yet. */
  readonly mqttDoors: MqttDoors | undefined;
  readonly httpDoor: HttpDoor | undefined;
  readonly log: EventLog;
}

/** The files that a reload reads. */
export function reloadedFiles(settings: Settings): readonly string[] {
  const { passwordFile, scramUsers, aclFile, pageUsers, apiTokens } = settings;
  const { httpTlsCert, httpTlsKey, listeners } = settings;
  const ofListeners = listeners.flatMap(({ tlsCert, tlsKey, tlsCa, tlsCrl }) => [
    tlsCert,
    tlsKey,
    tlsCa,
    tlsCrl,
  ]);
  const ofPage = [pageUsers, apiTokens, httpTlsCert, httpTlsKey];
  const all = [passwordFile, scramUsers, aclFile, ...ofPage, ...ofListeners];
  return [...new Set(all.filter((path) => path !== undefined))];
}

/** A folder whose changes the system does not tell. */
export function tellBlind(log: EventLog, folder: string, { message: reason }: Error): void {
  const message = "changes of files in a folder are not noticed";
  log.write({ level: "warn", code: "files-not-watched", message, fields: { folder, reason } });
}

/**
 * Reads the files of users, rights and certificates anew while clients are connected. Those whose user is gone or has
 * another password are disconnected, the rights of all others are asked again. A broken file changes nothing.
 */
export function reload({ settings, access, broker, mqttDoors, httpDoor, log }: Renewable): Reloaded {
  try {
    const renewDoors = mqttDoors?.reread();
    const httpIdentity = readHttpIdentity(settings);
    const changedUsers = access.reload();
    renewDoors?.();
    if (httpIdentity !== undefined) httpDoor?.renew(secureContextOf(httpIdentity));
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
