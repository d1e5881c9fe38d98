import type { Listener } from "./adapters/http/contract.ts";
import { WEBSOCKET_PATH } from "./adapters/transport/websocket.ts";
import type { Settings } from "./config/settings.ts";
import type { DataStore } from "./data-store.ts";
import type { OpenListener } from "./doors.ts";

const SCHEMES = { tcp: "mqtt", tls: "mqtts", ws: "ws", wss: "wss" } as const;

/** What people need to know of a server that is ready. */
export interface Ready {
  readonly version: string;
  readonly page: string;
  /** False: the address has the API only. */
  readonly isPageBuilt: boolean;
  /** Undefined where the door is left out. */
  readonly mqtt: string | undefined;
  /** Undefined without a certificate, and where the door is left out. */
  readonly mqtts: string | undefined;
  readonly webSocket: string;
  /** The listeners of the config file. */
  readonly listeners: readonly { readonly name: string; readonly address: string }[];
  /** The data directory, or "in memory". */
  readonly data: string;
}

/** What is told when all doors are open. */
export function readyOf(open: {
  readonly version: string;
  readonly settings: Settings;
  readonly data: DataStore;
  readonly isPageBuilt: boolean;
  /** The page's door. */
  readonly http: Listener;
  readonly doors: readonly OpenListener[];
}): Ready {
  const { version, settings, data, isPageBuilt, http, doors } = open;
  const addresses = doors.map((door) => ({
    name: door.settings.name,
    isOfFlags: door.settings.label === "",
    address: addressOf(shownListener(door)),
  }));
  const ofFlag = (wanted: string) => addresses.find(({ name }) => name === wanted)?.address;
  return {
    version,
    page: pageAddress(http, settings),
    isPageBuilt,
    mqtt: ofFlag("mqtt"),
    mqtts: ofFlag("mqtts"),
    webSocket: addressOf(http),
    listeners: addresses.flatMap(({ name, address, isOfFlags }) => (isOfFlags ? [] : [{ name, address }])),
    data: data.directory ?? "in memory",
  };
}

/** A door as the API shows it. */
export function shownListener({ settings: { name, transport, host }, port }: OpenListener): Listener {
  const isWebSocket = transport === "ws" || transport === "wss";
  return { name, transport, host, port, ...(isWebSocket && { path: WEBSOCKET_PATH }) };
}

/** The page's door as the API shows it. */
export function pageListener({ httpHost, httpTlsCert, basePath }: Settings, port: number): Listener {
  const transport = httpTlsCert === undefined ? "ws" : "wss";
  return { name: "http", transport, host: httpHost, port, path: basePath.slice(0, -1) + WEBSOCKET_PATH };
}

/** The address of the page, by its door; without a slash at its end. */
export function pageAddress({ transport, host, port }: Listener, { basePath }: Settings): string {
  const scheme = transport === "wss" ? "https" : "http";
  return `${scheme}://${authority(host, port)}${basePath.slice(0, -1)}`;
}

function addressOf({ transport, host, port, path = "" }: Listener): string {
  return `${SCHEMES[transport]}://${authority(host, port)}${path}`;
}

function authority(host: string, port: number): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}
