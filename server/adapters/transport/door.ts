import type { Server } from "node:net";
import type { Accept } from "../../core/ports/wire.ts";
import type { ProxyEntrance, ProxyProtocol } from "./proxy-entrance.ts";

/** Connections that the operating system holds until they are accepted. */
const BACKLOG = 1024;

/** Where a door is, and who hears of those that come through it. */
export interface DoorOptions {
  /** The listener's name, shown with each of its clients. */
  readonly name: string;
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly accept: Accept;
  /** A connection could not be accepted, for one because the process may open no more files. */
  readonly onAcceptFailed: (error: Error) => void;
  /** Undefined: clients connect themselves. */
  readonly proxy?: ProxyProtocol | undefined;
}

/** A door that is open. */
export interface Door {
  readonly port: number;
  /** Accepts nobody any more; resolves when the last connection has closed. */
  close(): Promise<void>;
}

/** Lets a server listen; rejects with the system's error when the address cannot be had. */
export function openDoor(
  server: Server,
  { host, port, onAcceptFailed }: DoorOptions,
  entrance?: ProxyEntrance,
): Promise<Door> {
  const close = (): Promise<void> => {
    entrance?.close();
    return closed(server);
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off("error", reject);
      server.on("error", onAcceptFailed);
      resolve({ port: portOf(server), close });
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
