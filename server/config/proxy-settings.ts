import { isNetwork } from "../trusted-proxies.ts";
import { choice, list, text } from "./setting.ts";

const BASE_PATH = /^\/(?!(?:api|assets|mqtt|healthz|metrics)\/)(?:[\w~-][\w.~-]*\/)*$/;

/** Proxies between the clients and the server. */
export const proxySettings = {
  trustedProxies: list(
    {
      group: "Proxies",
      description:
        "Proxies that are believed when they name the client: over HTTP by X-Forwarded-For and X-Forwarded-Proto, over TCP and TLS by --proxy-protocol; the page asks for a login then; separated by commas",
    },
    "address,…",
    'IP addresses and networks like "192.0.2.10" or "10.0.0.0/8"',
    { test: isNetwork },
  ),
  basePath: text(
    {
      group: "Proxies",
      description:
        "Path below which a reverse proxy serves the page, the API and MQTT over WebSocket; the proxy may take it away from what it asks for, or not",
    },
    "path",
    'a path that begins and ends with a slash, like "/vitrina/", and does not begin with one of our own, like "/api/"',
    "/",
    BASE_PATH,
  ),
  proxyProtocol: choice(
    {
      group: "Proxies",
      description:
        "Whether each connection for MQTT over TCP and TLS begins with a header of the PROXY protocol, version 1 or 2; then only --trusted-proxies may connect",
    },
    ["none", "required"],
    "none",
  ),
} as const;
