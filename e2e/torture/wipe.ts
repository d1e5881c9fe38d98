import { connect as connectSocket } from "node:net";
import { MqttClient } from "../../protocol/client/client.ts";
import type { Broker } from "./broker.ts";

const NO_PAYLOAD = new Uint8Array(0);

/** Ends the sessions of clients that are away, and clears retained values, so that the broker has nothing of them any more. */
export async function wipe(
  broker: Broker,
  clientIds: readonly string[],
  topics: readonly string[],
): Promise<void> {
  for (const clientId of clientIds) await visit(broker, clientId, []);
  await visit(broker, "wiper", topics);
}

/** Comes with a clean start, clears values, and goes when that is acknowledged. */
function visit({ mqttPort }: Broker, clientId: string, topics: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host: "127.0.0.1", port: mqttPort, noDelay: true });
    let left = topics.length;
    const leave = (): void => {
      mqtt.disconnect();
      socket.end();
    };
    const mqtt = new MqttClient(
      { version: 4, clientId, cleanStart: true, keepAliveSeconds: 0 },
      {
        send: (bytes) => void socket.write(bytes),
        onConnack: () => {
          for (const topic of topics)
            mqtt.publish({ topic, payload: NO_PAYLOAD, qos: 1, retain: true }, () => {
              if (--left === 0) leave();
            });
          if (left === 0) leave();
        },
      },
    );
    socket.on("connect", () => mqtt.connect());
    socket.on("data", (chunk) => mqtt.receive(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}
