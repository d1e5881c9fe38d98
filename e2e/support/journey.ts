import { type EventEmitter, once } from "node:events";
import { test as base } from "@playwright/test";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { startVitrina, type Vitrina } from "./vitrina.ts";

/** What a journey has: a server of its own, and clients that we did not write. */
export interface Journey {
  readonly vitrina: Vitrina;
  /** Connects MQTT.js over TCP; ended with the journey. */
  readonly device: (
    options?: IClientOptions,
    onMessage?: (topic: string, payload: string) => void,
  ) => Promise<MqttClient>;
}

/** A journey through the built product: one server each, in memory, on free ports. */
export const test = base.extend<Journey & { parameters: readonly string[] }>({
  parameters: [[], { option: true }],
  vitrina: async ({ parameters }, use) => {
    const vitrina = await startVitrina(parameters);
    await use(vitrina);
    await vitrina.stop();
  },
  device: async ({ vitrina }, use) => {
    const clients: MqttClient[] = [];
    await use(async (options = {}, onMessage = () => undefined) => {
      const client = mqtt.connect(vitrina.mqttUrl, { reconnectPeriod: 0, protocolVersion: 5, ...options });
      clients.push(client);
      client.on("message", (topic, payload) => onMessage(topic, payload.toString()));
      await once(client as unknown as EventEmitter, "connect");
      return client;
    });
    for (const client of clients) client.end(true);
  },
});

export { expect } from "@playwright/test";
