import type { DeviceSpec } from "./device.ts";
import { offlineWill, wave } from "./simulate.ts";

/** The devices of a small house. */
export const HOUSE: readonly DeviceSpec[] = [
  {
    clientId: "living-room-climate",
    every: [
      {
        seconds: 2,
        work: (device) => {
          const reading = { temperature: wave(21, 2, 120), humidity: wave(48, 6, 300), unit: "C" };
          device.publish("home/living-room/climate", JSON.stringify(reading), {
            retain: true,
            properties: { contentType: "application/json", payloadFormatIndicator: 1 },
          });
        },
      },
    ],
  },
  {
    clientId: "energy-meter",
    options: { version: 4 },
    every: [
      { seconds: 1, work: (device) => device.publish("home/meter/power", String(wave(420, 180, 45))) },
      {
        seconds: 10,
        work: (device) =>
          device.publish("home/meter/total", String(Math.round(Date.now() / 3600) / 10), {
            qos: 1,
            retain: true,
          }),
      },
    ],
  },
  {
    clientId: "kitchen-door",
    options: { will: offlineWill("home/kitchen/door/status") },
    onConnected: (device) => device.publish("home/kitchen/door/status", "online", { qos: 1, retain: true }),
    every: [
      {
        seconds: 7,
        work: (device) =>
          device.publish("home/kitchen/door", wave(0, 1, 28) > 0 ? "open" : "closed", {
            qos: 1,
            retain: true,
          }),
      },
    ],
  },
  {
    clientId: "hall-light",
    options: {
      cleanStart: false,
      properties: { sessionExpiryInterval: 3600 },
      will: offlineWill("home/hall/light/status"),
    },
    subscriptions: [{ filter: "home/+/light/set", qos: 1 }],
    onConnected: (device) => device.publish("home/hall/light/status", "online", { qos: 1, retain: true }),
    onMessage: (device, { topic, payload }) =>
      device.publish(topic.replace(/\/set$/, "/state"), payload, { qos: 1, retain: true }),
  },
  {
    clientId: "wall-panel",
    subscriptions: [
      { filter: "home/#", qos: 1 },
      { filter: "home/+/light/state", qos: 2 },
    ],
    every: [
      {
        seconds: 9,
        work: (device) =>
          device.publish("home/hall/light/set", wave(0, 1, 36) > 0 ? "on" : "off", { qos: 1 }),
      },
    ],
  },
  {
    // loses its radio every few seconds: its will is published each time
    clientId: "garden-valve",
    options: { will: offlineWill("home/garden/valve/status") },
    onConnected: (device) => device.publish("home/garden/valve/status", "online", { qos: 1, retain: true }),
    every: [
      { seconds: 3, work: (device) => device.publish("home/garden/valve/flow", String(wave(4, 3, 30))) },
    ],
    comesAndGoes: { staysSeconds: 12, awaySeconds: 6, by: "cut" },
  },
];
