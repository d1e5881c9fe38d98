import type { SecureContextOptions } from "node:tls";
import type { RightsDesk } from "../../core/ports/access.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Inside } from "../../core/ports/inside.ts";
import type { Listener } from "./contract.ts";
import type { EventSource } from "./events/event-stream.ts";
import type { PageLogin } from "./login/page-login.ts";

/** Simulated devices that can be started and stopped. */
export interface DemoControl {
  isRunning(): boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What came of a reload: how many clients were disconnected, or which file is broken and why. */
export type Reloaded =
  | { readonly kind: "reloaded"; readonly disconnected: number }
  | { readonly kind: "failed"; readonly reason: string };

/** Where the door writes its log; pino fits. */
export interface Log {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the HTTP door needs of the rest of the house. */
export interface HttpDoorOptions {
  readonly inside: Inside;
  readonly events: EventSource;
  readonly clock: Clock;
  readonly log: Log;
  /** With what the door speaks HTTPS; undefined: it speaks HTTP. */
  readonly secureContext: SecureContextOptions | undefined;
  /** A browser or a script did not get as far as a request: one side does not trust the other, or does not speak TLS. */
  readonly onHandshakeFailed: (error: Error, address: string | undefined) => void;
  /** The version of the server. */
  readonly version: string;
  /** The data directory, or "memory"; shown with the broker. */
  readonly data: string;
  /** The doors for MQTT clients; asked for each time, since ports are known only once they listen. */
  readonly listeners: () => readonly Listener[];
  /** Below which path the page is asked for, with a slash at both ends; what is asked for without it is served too. */
  readonly basePath: string;
  /** Where the built page lies; undefined: this server has none. */
  readonly pageDirectory: string | undefined;
  /** Names beside loopback that the Host header may carry, each with or without a port. */
  readonly allowedHosts: readonly string[];
  /** Whether it may carry any IP address too: then a login guards what a name would. */
  readonly areAddressesAllowed: boolean;
  /** Origins beside our own that may change things and read the answers, like "https://tools.example.org". */
  readonly allowedOrigins: readonly string[];
  /** Who may show the page in a frame: origins, and "self" for our own. */
  readonly frameAncestors: readonly string[];
  /** Undefined: whoever reaches the door may do everything. */
  readonly login: PageLogin | undefined;
  readonly rights: RightsDesk;
  /** Reads the files of users, rights and certificates anew. */
  readonly reload: () => Reloaded;
  readonly demo: DemoControl | undefined;
}
