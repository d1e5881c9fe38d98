import { Engine } from "./engine.ts";
import type { WireSocket } from "./engine-ports.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

/** The only file that knows it runs in a worker. */

// a message to ourselves comes after the events that wait already, and unlike a timer without a least delay
const turns = new MessageChannel();
const deferred: (() => void)[] = [];
turns.port1.onmessage = () => deferred.shift()?.();

const engine = new Engine({
  post: (message: FromWorker, transfer) => self.postMessage(message, { transfer }),
  openSocket: (url, protocols) => new WebSocket(url, protocols) as WireSocket,
  clock: {
    now: () => performance.timeOrigin + performance.now(),
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  defer: (callback) => {
    deferred.push(callback);
    turns.port2.postMessage(undefined);
  },
  random: Math.random,
});

self.onmessage = (event: MessageEvent<ToWorker>) => engine.receive(event.data);
