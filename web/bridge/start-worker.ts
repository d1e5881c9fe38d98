import { type MessageEnd, WorkerPort } from "./worker-port.ts";

/** Starts the page's worker: its MQTT client, the tree and the history live there. */
export function startWorker(): WorkerPort {
  const worker = new Worker(new URL("../worker/main.ts", import.meta.url), {
    type: "module",
    name: "vitrina",
  });
  const port = new WorkerPort(worker as MessageEnd);
  worker.onerror = (event) => port.onFault({ type: "fault", message: event.message });
  return port;
}
