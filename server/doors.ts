import { isHostAllowed, isOriginAllowed } from "./adapters/http/allowed-hosts.ts";
import type { Door, DoorOptions } from "./adapters/transport/door.ts";
import { listenTcp } from "./adapters/transport/tcp.ts";
import { listenTls, type TlsDoor, type TlsIdentity, type TlsOptions } from "./adapters/transport/tls.ts";
import { listenWebSocket } from "./adapters/transport/websocket-door.ts";
import { isSecure, type ListenerSettings } from "./config/listeners.ts";
import type { Settings } from "./config/settings.ts";
import type { Accept } from "./core/ports/wire.ts";
import { listenFailure } from "./listen-failure.ts";
import type { EventLog } from "./log/event-log.ts";
import { proxyProtocolOf } from "./proxy-protocol.ts";
import { requestClientBy } from "./request-client.ts";
import { readTlsIdentity } from "./tls-identity.ts";
import { trustOf } from "./trusted-proxies.ts";

const MILLISECONDS = 1000;

/** A door for MQTT that is open. */
export interface OpenListener {
  readonly settings: ListenerSettings;
  readonly port: number;
}

/** All doors for MQTT but the page's, open. */
export interface MqttDoors {
  readonly open: readonly OpenListener[];
  /** Reads their certificates anew; what is returned makes them count. Throws StartError. */
  reread(): () => void;
  close(): Promise<void>;
}

interface Opened extends OpenListener {
  readonly door: Door & Partial<TlsDoor>;
}

/** Opens the doors for MQTT that the settings name; none stays open when one does not open. Throws StartError. */
export async function openMqttDoors(settings: Settings, accept: Accept, log: EventLog): Promise<MqttDoors> {
  const { listeners } = settings;
  const opener = openerFor(settings, accept, log);
  const identities = listeners.map(identityOf);
  const opened: Opened[] = [];
  const close = async (): Promise<void> => void (await Promise.all(opened.map(({ door }) => door.close())));
  for (const [index, listener] of listeners.entries()) {
    const door = await opener(listener, identities[index]).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    opened.push({ settings: listener, port: door.port, door });
  }
  return {
    open: opened,
    reread: () => {
      const renewed = opened.map(({ door, settings: each }) => ({ door, identity: identityOf(each) }));
      return () => {
        for (const { door, identity } of renewed) if (identity !== undefined) door.renew?.(identity);
      };
    },
    close,
  };
}

function identityOf(listener: ListenerSettings): TlsIdentity | undefined {
  const { transport, label, nameOf } = listener;
  return isSecure(transport) ? readTlsIdentity(listener, (setting) => label + nameOf(setting)) : undefined;
}

type Opener = (listener: ListenerSettings, identity: TlsIdentity | undefined) => Promise<Opened["door"]>;

function openerFor(settings: Settings, accept: Accept, log: EventLog): Opener {
  const connectMilliseconds = settings.connectTimeoutSeconds * MILLISECONDS;
  const onAcceptFailed = (error: Error): void => tellAcceptFailed(log, error);
  const proxies = proxyProtocolOf(settings, log);
  return async (listener, identity) => {
    const { name, host, port, label, nameOf, clientCertificates } = listener;
    const proxy = listener.proxyProtocol === "required" ? proxies : undefined;
    const onHandshakeFailed: TlsOptions["onHandshakeFailed"] = (error, address) =>
      tellHandshakeFailed(log, error, address);
    const tls = identity && {
      identity,
      clientCertificates,
      handshakeMilliseconds: connectMilliseconds,
      onHandshakeFailed,
    };
    try {
      return await openAs(listener, { name, host, port, accept, onAcceptFailed, proxy }, tls, settings);
    } catch (error) {
      const portFlag = label === "" ? nameOf("port") : "the key port";
      throw listenFailure(error, { label, host, port, hostFlag: nameOf("host"), portFlag });
    }
  };
}

function openAs(
  { transport, host, maximumPacketBytes }: ListenerSettings,
  options: DoorOptions,
  tls: TlsOptions | undefined,
  { allowedHosts, allowedOrigins, connectTimeoutSeconds, trustedProxies }: Settings,
): Promise<Opened["door"]> {
  if (transport === "tcp") return listenTcp(options);
  if (transport === "tls" && tls !== undefined) return listenTls({ ...options, ...tls });
  return listenWebSocket({
    ...options,
    tls,
    maximumPacketBytes,
    requestMilliseconds: connectTimeoutSeconds * MILLISECONDS,
    // a name can be made to point at us, an address cannot
    isHostAllowed: (asked) => isHostAllowed(asked, [...allowedHosts, host], true),
    isOriginAllowed: (origin, asked) => isOriginAllowed(origin, asked, allowedOrigins),
    clientOf: requestClientBy(trustOf(trustedProxies)),
  });
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
