import { existsSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Access, openAccess } from "./access.ts";
import { createSystemClock, type SystemClock } from "./adapters/clock.ts";
import { Demo } from "./adapters/demo/demo.ts";
import type { BrokerAddress } from "./adapters/demo/device.ts";
import { isHostAllowed, isOriginAllowed } from "./adapters/http/allowed-hosts.ts";
import type { Listener } from "./adapters/http/contract.ts";
import { createHttpDoor, type HttpDoor } from "./adapters/http/door.ts";
import type { Reloaded } from "./adapters/http/door-options.ts";
import type { TellLogin } from "./adapters/http/login/login-events.ts";
import { automaticMaximumBytes, createProcessMemory } from "./adapters/memory.ts";
import { secureContextOf } from "./adapters/transport/tls.ts";
import { serveWebSocket, WEBSOCKET_PATH } from "./adapters/transport/websocket.ts";
import { WatchedFiles } from "./adapters/watched-files.ts";
import { clientIdRulesOf, createClientId } from "./client-ids.ts";
import { limitsOf } from "./config/limit-settings.ts";
import { isForDevices, type ListenerSettings } from "./config/listeners.ts";
import { policyOf } from "./config/protocol-settings.ts";
import { AUTOMATIC } from "./config/setting.ts";
import type { Settings } from "./config/settings.ts";
import { type Broker, createBroker } from "./core/broker.ts";
import { type DataStore, openDataStore } from "./data-store.ts";
import { type MqttDoors, openMqttDoors, tellHandshakeFailed } from "./doors.ts";
import { listenFailure } from "./listen-failure.ts";
import { EventLog } from "./log/event-log.ts";
import type { Log } from "./log/log.ts";
import { loginLine } from "./log/login-lines.ts";
import { Observers } from "./observers.ts";
import { openPageAccess, type PageAccess, shownHost } from "./page-access.ts";
import { pageAddress, pageListener, type Ready, readyOf, shownListener } from "./ready.ts";
import { reload, reloadedFiles, tellBlind } from "./reload.ts";
import { type RequestClient, requestClientBy } from "./request-client.ts";
import { tellRestore } from "./restore-watch.ts";
import { storeProgressTeller } from "./store-progress.ts";
import { readHttpIdentity } from "./tls-identity.ts";
import { trustOf } from "./trusted-proxies.ts";

/** Where the build puts the page, seen from dist/server/main.js. */
const PAGE_DIRECTORY = fileURLToPath(new URL("../page", import.meta.url));

/** A server whose doors are open. */
export interface RunningServer {
  readonly ready: Ready;
  /** Undefined: in memory. */
  readonly dataDirectory: string | undefined;
  /** Where one browser logs in to the page, once; undefined where no token does. Not for the log. */
  readonly loginAddress: string | undefined;
  /** Reads the files of users, rights and certificates anew; a broken one is told in the log and changes nothing. */
  reload(): void;
  /** Closes the doors, says goodbye to every client, and resolves when all have gone. */
  stop(): Promise<void>;
}

/** The doors that a reload gives new certificates; undefined while they are not open yet. */
interface OpenedDoors {
  mqttDoors: MqttDoors | undefined;
  httpDoor: HttpDoor | undefined;
}

/** The parts between the doors and the store. */
interface House {
  readonly settings: Settings;
  readonly version: string;
  readonly clock: SystemClock;
  readonly data: DataStore;
  readonly access: Access;
  /** Undefined: the page asks for no login. */
  readonly page: PageAccess | undefined;
  /** Who sent a request to the HTTP door. */
  readonly clientOf: (request: IncomingMessage) => RequestClient;
  readonly observers: Observers;
  readonly eventLog: EventLog;
  readonly broker: Broker;
  readonly log: Log;
  readonly files: WatchedFiles;
  /** The doors that are open, filled as they open. */
  readonly listeners: Listener[];
  readonly opened: OpenedDoors;
  /** Undefined: its devices have no door to come in. */
  readonly demo: Demo | undefined;
}

/** Builds the server out of its parts and opens its doors; throws StartError when one does not open. */
export async function compose(settings: Settings, version: string, log: Log): Promise<RunningServer> {
  // before they are read: what changes meanwhile is told
  const files = new WatchedFiles(reloadedFiles(settings));
  const data = await openDataStore(settings, storeProgressTeller(log));
  try {
    return await openHouse(buildHouse(settings, version, log, { files, data }));
  } catch (error) {
    await data.store.close();
    throw error;
  }
}

async function openHouse(house: House): Promise<RunningServer> {
  const { settings, files } = house;
  await house.broker.start();
  const httpDoor = await openHttpDoor(house);
  house.opened.httpDoor = httpDoor;
  const httpPort = await listenHttp(httpDoor, settings);
  const { broker, eventLog } = house;
  const mqttDoors = await openMqttDoors(settings, broker.accept, eventLog).catch(async (error: unknown) => {
    await httpDoor.close();
    throw error;
  });
  house.opened.mqttDoors = mqttDoors;
  const http = pageListener(settings, httpPort);
  house.listeners.push(...mqttDoors.open.map(shownListener), http);
  if (settings.demo) await house.demo?.start();
  const ready = readyOf({ ...house, http, isPageBuilt: hasPage(), doors: mqttDoors.open });
  const token = house.page?.token;
  if (settings.reload === "on-change") {
    files.watch({
      onChanged: () => void reread(house),
      onBlind: (folder, error) => tellBlind(eventLog, folder, error),
    });
  }
  return {
    loginAddress:
      token && `${pageAddress({ ...http, host: shownHost(http.host) }, settings)}/#token=${token}`,
    ready,
    dataDirectory: house.data.directory,
    reload: () => void reread(house),
    stop: () => {
      files.close();
      return stop(house, mqttDoors, httpDoor);
    },
  };
}

function buildHouse(
  settings: Settings,
  version: string,
  log: Log,
  { files, data }: Pick<House, "files" | "data">,
): House {
  const clock = createSystemClock();
  const eventLog = new EventLog(log.logger, clock);
  tellRestore(eventLog, data.restore);
  const clientOf = requestClientBy(trustOf(settings.trustedProxies));
  const tell: TellLogin = (event) => eventLog.write(loginLine(event));
  const page = openPageAccess(settings, { clock, clientOf, tell });
  const access = openAccess(settings, page);
  const observers = new Observers((error) =>
    log.logger.error({ code: "internal-error", err: error }, "an observer failed"),
  );
  observers.subscribe((event) => eventLog.onEvent(event));
  const broker = createBroker({
    version,
    limits: limitsOf({ ...settings, maximumMemoryBytes: memoryCeilingOf(settings) }),
    listenerLimits: new Map(settings.listeners.map((each) => [each.name, each])),
    memory: createProcessMemory(),
    policy: { ...policyOf(settings), clientIds: clientIdRulesOf(settings) },
    clock,
    store: data.store,
    authenticator: access.authenticator,
    acl: access.rights.rights,
    observer: observers,
    createClientId,
    sysIntervalSeconds: settings.sysInterval,
  });
  const listeners: Listener[] = [];
  const door = settings.listeners.find(isForDevices);
  const demo = door && new Demo(() => demoAddress(listeners, door));
  const opened: OpenedDoors = { mqttDoors: undefined, httpDoor: undefined };
  const parts = { settings, version, clock, data, access, page, clientOf, files };
  return { ...parts, observers, eventLog, broker, log, listeners, opened, demo };
}

function reread(house: House): Reloaded {
  house.files.reading();
  return reload({ ...house, ...house.opened, log: house.eventLog });
}

function memoryCeilingOf({ maximumMemoryBytes: asked }: Settings): number {
  return asked === AUTOMATIC ? automaticMaximumBytes() : asked;
}

async function openHttpDoor(house: House): Promise<HttpDoor> {
  const { settings, version, clock, observers, broker, log, eventLog, listeners, demo } = house;
  const identity = readHttpIdentity(settings);
  const { allowedOrigins, basePath, frameAncestors } = settings;
  const allowedHosts = [...settings.allowedHosts, settings.httpHost];
  const login = house.page?.login;
  const areAddressesAllowed = login !== undefined;
  const door = await createHttpDoor({
    inside: broker.inside,
    events: observers,
    clock,
    log: log.logger,
    secureContext: identity && secureContextOf(identity),
    onHandshakeFailed: (error, address) => tellHandshakeFailed(eventLog, error, address),
    version,
    data: house.data.directory ?? "memory",
    listeners: () => listeners,
    basePath,
    pageDirectory: hasPage() ? PAGE_DIRECTORY : undefined,
    allowedHosts,
    areAddressesAllowed,
    allowedOrigins,
    frameAncestors,
    login,
    rights: house.access.rights,
    reload: () => reread(house),
    demo,
  });
  serveWebSocket(door.server, {
    name: "http",
    transport: identity === undefined ? "ws" : "wss",
    accept: broker.accept,
    // a proxy may take the base path away, or not
    paths: [...new Set(["", basePath.slice(0, -1)])].map((base) => base + WEBSOCKET_PATH),
    maximumPacketBytes: settings.maximumPacketBytes,
    isHostAllowed: (host) => isHostAllowed(host, allowedHosts, areAddressesAllowed),
    isOriginAllowed: (origin, host) => isOriginAllowed(origin, host, allowedOrigins),
    pageLoginOf: (request) => login?.sessionOf(request),
    clientOf: house.clientOf,
  });
  return door;
}

/** The simulated devices use a door that any device uses; an address that means "all" is reached through loopback. */
function demoAddress(listeners: readonly Listener[], { name }: ListenerSettings): BrokerAddress {
  const door = listeners.find((listener) => listener.name === name);
  if (door === undefined) throw new Error("the door for devices is not open yet");
  const host = door.host === "0.0.0.0" || door.host === "::" ? "localhost" : door.host;
  return { host, port: door.port };
}

async function listenHttp(door: HttpDoor, { httpHost, httpPort }: Settings): Promise<number> {
  try {
    return await door.listen(httpHost, httpPort);
  } catch (error) {
    const flags = { hostFlag: "--http-host", portFlag: "--http-port" };
    throw listenFailure(error, { label: "", host: httpHost, port: httpPort, ...flags });
  }
}

async function stop(
  { broker, clock, data, demo }: House,
  mqttDoors: MqttDoors,
  httpDoor: HttpDoor,
): Promise<void> {
  await demo?.stop();
  const mqttClosed = mqttDoors.close();
  broker.shutdown();
  await Promise.all([mqttClosed, httpDoor.close()]);
  await data.store.close();
  clock.stop();
}

function hasPage(): boolean {
  return existsSync(join(PAGE_DIRECTORY, "index.html"));
}
