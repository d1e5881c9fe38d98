import type { Door, DoorOptions } from "./adapters/transport/door.ts";
import { listenTcp } from "./adapters/transport/tcp.ts";
import { listenTls, type TlsDoor } from "./adapters/transport/tls.ts";
import type { Settings } from "./config/settings.ts";
import type { Accept } from "./core/ports/wire.ts";
import { listenFailure } from "./listen-failure.ts";
import type { EventLog } from "./log/event-log.ts";
import { readTlsIdentity } from "./tls-identity.ts";

const MILLISECONDS = 1000;

/** The doors for MQTT that are not WebSocket's, open. */
export interface MqttDoors {
  readonly tcp: Door;
  /** Undefined without a certificate. */
  readonly tls: TlsDoor | undefined;
  close(): Promise<void>;
}

/** Opens the doors for MQTT over TCP and TLS; none stays open when one does not open. Throws StartError. */
export async function openMqttDoors(settings: Settings, accept: Accept, log: EventLog): Promise<MqttDoors> {
  const { host, mqttPort, tlsPort } = settings;
  const identity = readTlsIdentity(settings);
  const common = { host, accept, onAcceptFailed: (error: Error) => tellAcceptFailed(log, error) };
  const tcp = await named("--mqtt-port", { ...common, name: "mqtt", port: mqttPort }, listenTcp);
  if (identity === undefined) return { tcp, tls: undefined, close: () => tcp.close() };
  const open = (options: DoorOptions): Promise<TlsDoor> =>
    listenTls({
      ...options,
      identity,
      clientCertificates: settings.clientCertificates,
      handshakeMilliseconds: settings.connectTimeoutSeconds * MILLISECONDS,
      onHandshakeFailed: (error, address) => tellHandshakeFailed(log, error, address),
    });
  const tls = await named("--tls-port", { ...common, name: "mqtts", port: tlsPort }, open).catch(
    async (error: unknown) => {
      await tcp.close();
      throw error;
    },
  );
  return { tcp, tls, close: async () => void (await Promise.all([tcp.close(), tls.close()])) };
}

async function named<T>(
  portFlag: string,
  options: DoorOptions,
  open: (options: DoorOptions) => Promise<T>,
): Promise<T> {
  const { host, port } = options;
  try {
    return await open(options);
  } catch (error) {
    throw listenFailure(error, { host, port, hostFlag: "--host", portFlag });
  }
}

function tellAcceptFailed(log: EventLog, { message: reason }: Error): void {
  const message = "a connection could not be accepted";
  log.write({ level: "error", code: "accept-failed", message, fields: { reason } });
}

/** A client that did not get as far as its first word. */
export function tellHandshakeFailed(
  log: EventLog,
  { message: reason }: Error,
  address: string | undefined,
): void {
  const message = "a TLS handshake failed";
  log.write({ level: "warn", code: "tls-handshake-failed", message, fields: { address, reason } });
}
