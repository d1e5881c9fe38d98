import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Access, openAccess } from "./access.ts";
import { createSystemClock } from "./adapters/clock.ts";
import { Demo } from "./adapters/demo/demo.ts";
import type { BrokerAddress } from "./adapters/demo/device.ts";
import { isHostAllowed, isOriginAllowed } from "./adapters/http/allowed-hosts.ts";
import type { Listener } from "./adapters/http/contract.ts";
import { createHttpDoor, type HttpDoor } from "./adapters/http/door.ts";
import { serveWebSocket, WEBSOCKET_PATH } from "./adapters/transport/websocket.ts";
import { limitsOf } from "./config/limit-settings.ts";
import { policyOf } from "./config/protocol-settings.ts";
import type { Settings } from "./config/settings.ts";
import { type Broker, createBroker } from "./core/broker.ts";
import type { Clock } from "./core/ports/clock.ts";
import { type DataStore, openDataStore } from "./data-store.ts";
import { type MqttDoors, openMqttDoors } from "./doors.ts";
import { listenFailure } from "./listen-failure.ts";
import { EventLog } from "./log/event-log.ts";
import type { Log } from "./log/log.ts";
import { Observers } from "./observers.ts";
import { openPageAccess, type PageAccess, shownHost } from "./page-access.ts";
import { reload } from "./reload.ts";

/** Where the build puts the page, seen from dist/server/main.js. */
const PAGE_DIRECTORY = fileURLToPath(new URL("../page", import.meta.url));

/** What people need to know of a server that is ready. */
export interface Ready {
  readonly version: string;
  readonly page: string;
  /** False: the address has the API only. */
  readonly isPageBuilt: boolean;
  readonly mqtt: string;
  /** Undefined without a certificate. */
  readonly mqtts: string | undefined;
  readonly webSocket: string;
  /** The data directory, or "in memory". */
  readonly data: string;
}

/** A server whose doors are open. */
export interface RunningServer {
  readonly ready: Ready;
  /** Where one browser logs in to the page, once; undefined where no token does. Not for the log. */
  readonly loginAddress: string | undefined;
  /** Reads the files of users, rights and certificates anew; a broken one is told in the log and changes nothing. */
  reload(): void;
  /** Closes the doors, says goodbye to every client, and resolves when all have gone. */
  stop(): Promise<void>;
}

/** The parts between the doors and the store. */
interface House {
  readonly settings: Settings;
  readonly version: string;
  readonly clock: Clock;
  readonly data: DataStore;
  readonly access: Access;
  /** Undefined: the page asks for no login. */
  readonly page: PageAccess | undefined;
  readonly observers: Observers;
  readonly eventLog: EventLog;
  readonly broker: Broker;
  readonly log: Log;
  /** The doors that are open, filled as they open. */
  readonly listeners: Listener[];
  readonly demo: Demo;
}

/** Builds the server out of its parts and opens its doors; throws StartError when one does not open. */
export async function compose(settings: Settings, version: string, log: Log): Promise<RunningServer> {
  const data = await openDataStore(settings);
  try {
    return await openHouse(buildHouse(settings, version, log, data));
  } catch (error) {
    await data.store.close();
    throw error;
  }
}

async function openHouse(house: House): Promise<RunningServer> {
  const { settings, version } = house;
  await house.broker.start();
  const httpDoor = await openHttpDoor(house);
  const httpPort = await listenHttp(httpDoor, settings);
  const { broker, eventLog } = house;
  const mqttDoors = await openMqttDoors(settings, broker.accept, eventLog).catch(async (error: unknown) => {
    await httpDoor.close();
    throw error;
  });
  const { host, httpHost } = settings;
  const { tcp, tls } = mqttDoors;
  house.listeners.push({ name: "mqtt", transport: "tcp", host, port: tcp.port });
  if (tls !== undefined) house.listeners.push({ name: "mqtts", transport: "tls", host, port: tls.port });
  house.listeners.push({
    name: "http",
    transport: "ws",
    host: httpHost,
    port: httpPort,
    path: WEBSOCKET_PATH,
  });
  if (settings.demo) await house.demo.start();
  const token = house.page?.token;
  return {
    loginAddress: token && `http://${authority(shownHost(httpHost), httpPort)}/#token=${token}`,
    ready: {
      version,
      page: `http://${authority(httpHost, httpPort)}`,
      isPageBuilt: hasPage(),
      mqtt: `mqtt://${authority(host, tcp.port)}`,
      mqtts: tls && `mqtts://${authority(host, tls.port)}`,
      webSocket: `ws://${authority(httpHost, httpPort)}${WEBSOCKET_PATH}`,
      data: house.data.directory ?? "in memory",
    },
    reload: () => reload({ ...house, doors: mqttDoors, log: eventLog }),
    stop: () => stop(house, mqttDoors, httpDoor),
  };
}

function buildHouse(settings: Settings, version: string, log: Log, data: DataStore): House {
  const clock = createSystemClock();
  const page = openPageAccess(settings, clock);
  const access = openAccess(settings, page);
  const eventLog = new EventLog(log.logger, clock);
  const observers = new Observers((error) =>
    log.logger.error({ code: "internal-error", err: error }, "an observer failed"),
  );
  observers.subscribe((event) => eventLog.onEvent(event));
  const broker = createBroker({
    version,
    limits: limitsOf(settings),
    policy: policyOf(settings),
    clock,
    store: data.store,
    authenticator: access.authenticator,
    acl: access.acl,
    observer: observers,
    createClientId: () => `auto-${randomUUID()}`,
    sysIntervalSeconds: settings.sysInterval,
  });
  const listeners: Listener[] = [];
  const demo = new Demo(() => demoAddress(listeners));
  return { settings, version, clock, data, access, page, observers, eventLog, broker, log, listeners, demo };
}

async function openHttpDoor(house: House): Promise<HttpDoor> {
  const { settings, version, clock, observers, broker, log, listeners, demo } = house;
  const { allowedOrigins } = settings;
  const allowedHosts = [...settings.allowedHosts, settings.httpHost];
  const login = house.page?.login;
  const areAddressesAllowed = login !== undefined;
  const door = await createHttpDoor({
    inside: broker.inside,
    events: observers,
    clock,
    log: log.logger,
    version,
    data: house.data.directory ?? "memory",
    listeners: () => listeners,
    pageDirectory: hasPage() ? PAGE_DIRECTORY : undefined,
    allowedHosts,
    areAddressesAllowed,
    allowedOrigins,
    login,
    demo,
  });
  serveWebSocket(door.server, {
    name: "http",
    accept: broker.accept,
    maximumPacketBytes: settings.maximumPacketBytes,
    isHostAllowed: (host) => isHostAllowed(host, allowedHosts, areAddressesAllowed),
    isOriginAllowed: (origin, host) => isOriginAllowed(origin, host, allowedOrigins),
    pageLoginOf: (request) => login?.sessionOf(request),
  });
  return door;
}

/** The simulated devices use the door that any device uses; an address that means "all" is reached through loopback. */
function demoAddress(listeners: readonly Listener[]): BrokerAddress {
  const door = listeners.find((listener) => listener.transport === "tcp");
  if (door === undefined) throw new Error("the door for devices is not open yet");
  const host = door.host === "0.0.0.0" || door.host === "::" ? "localhost" : door.host;
  return { host, port: door.port };
}

async function listenHttp(door: HttpDoor, { httpHost, httpPort }: Settings): Promise<number> {
  try {
    return await door.listen(httpHost, httpPort);
  } catch (error) {
    const flags = { hostFlag: "--http-host", portFlag: "--http-port" };
    throw listenFailure(error, { host: httpHost, port: httpPort, ...flags });
  }
}

async function stop({ broker, data, demo }: House, mqttDoors: MqttDoors, httpDoor: HttpDoor): Promise<void> {
  await demo.stop();
  const mqttClosed = mqttDoors.close();
  broker.shutdown();
  await Promise.all([mqttClosed, httpDoor.close()]);
  await data.store.close();
}

function hasPage(): boolean {
  return existsSync(join(PAGE_DIRECTORY, "index.html"));
}

function authority(host: string, port: number): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}
