import type { IncomingMessage } from "node:http";

/** Who sent a request, be it through proxies, and whether over HTTPS. */
export type ClientOf = (request: IncomingMessage) => {
  readonly address: string;
  readonly isHttps: boolean;
};
