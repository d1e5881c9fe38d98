import { importFailure } from "./import-failure.ts";

const SCHEMES = {
  "mqtt:": { port: 1883, isTls: false, isWebSocket: false },
  "mqtts:": { port: 8883, isTls: true, isWebSocket: false },
  "ws:": { port: 80, isTls: false, isWebSocket: true },
  "wss:": { port: 443, isTls: true, isWebSocket: true },
} as const;
const DEFAULT_PATH = "/mqtt";

/** A broker, and who we are there. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Of a WebSocket; undefined: MQTT stands on TCP or TLS by itself. */
  readonly path: string | undefined;
  readonly userName: string | undefined;
  readonly password: string | undefined;
  /** Without user and password, for people. */
  readonly name: string;
}

/** Reads `mqtt://user:password@host:port`, or the same with mqtts, ws or wss. Throws StartError. */
export function brokerAddress(option: string, text: string): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = SCHEMES[url?.protocol as keyof typeof SCHEMES];
  if (url === undefined || scheme === undefined || url.hostname === "") {
    const orFile = option === "--from" ? "; mosquitto's database is named by its path" : "";
    const allowed = `mqtt://[user:password@]host[:port], or the same with mqtts, ws or wss${orFile}`;
    throw importFailure(
      "import-command-invalid",
      `${option}: ${JSON.stringify(withoutLogin(text))} is no address of a broker; it looks like ${allowed}`,
    );
  }
  const { hostname, port, pathname, search, username, password } = url;
  const isBarePath = pathname === "" || pathname === "/";
  const path = scheme.isWebSocket ? (isBarePath ? DEFAULT_PATH : pathname) + search : undefined;
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? scheme.port : Number(port),
    isTls: scheme.isTls,
    path,
    userName: username === "" ? undefined : decoded(option, username),
    password: password === "" ? undefined : decoded(option, password),
    name: `${url.protocol}//${hostname}:${port || scheme.port}${path ?? ""}`,
  };
}

function decoded(option: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw importFailure(
      "import-command-invalid",
      `${option}: a "%" in the user or password begins an escape; write it as %25`,
    );
  }
}

/** What failed is told without what may be a password. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/.*@/, "//…@");
}
