import { createServer, type Socket } from "node:net";
import { type Door, type DoorOptions, openDoor } from "./door.ts";
import { Joiner } from "./joiner.ts";
import { type Endpoint, peerOf } from "./peer.ts";
import { ProxyEntrance } from "./proxy-entrance.ts";
import { SocketWire } from "./socket-wire.ts";

/** Opens a door for MQTT over TCP; rejects with the system's error when the address cannot be had. */
export function listenTcp(options: DoorOptions): Promise<Door> {
  const joiner = new Joiner();
  const enter = (socket: Socket, from?: Endpoint): void => {
    const peer = peerOf(socket, "tcp", options.name, from);
    if (peer === undefined) socket.destroy();
    else new SocketWire(socket, peer, joiner).open(options.accept);
  };
  const entrance =
    options.proxy &&
    new ProxyEntrance(options.proxy, (socket, from) => {
      socket.resume();
      enter(socket, from);
    });
  // Half-open, so that what a peer asked before it closed its side is still answered.
  const server = createServer(
    { noDelay: true, allowHalfOpen: true },
    entrance?.enter ?? ((socket) => enter(socket)),
  );
  return openDoor(server, options, entrance);
}
