import { createServer } from "node:net";
import { type Door, type DoorOptions, openDoor } from "./door.ts";
import { Joiner } from "./joiner.ts";
import { peerOf } from "./peer.ts";
import { SocketWire } from "./socket-wire.ts";

/** Opens a door for MQTT over TCP; rejects with the system's error when the address cannot be had. */
export function listenTcp(options: DoorOptions): Promise<Door> {
  const joiner = new Joiner();
  // Half-open, so that what a peer asked before it closed its side is still answered.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const peer = peerOf(socket, "tcp", options.name);
    if (peer === undefined) socket.destroy();
    else new SocketWire(socket, peer, joiner).open(options.accept);
  });
  return openDoor(server, options);
}
