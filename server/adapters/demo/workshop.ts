import type { DeviceSpec } from "./device.ts";
import { offlineWill, picture, vibration, wave } from "./simulate.ts";

const PICTURE_SIDE = 512;
const VIBRATION_SAMPLES = 256;
/** Milliseconds between two orders. */
const ORDER_EVERY = 4000;

function worker(number: number): DeviceSpec {
  return {
    clientId: `order-worker-${number}`,
    subscriptions: [{ filter: "$share/workers/workshop/orders/new", qos: 1 }],
    onMessage: (device, { payload }) => {
      const { order } = JSON.parse(Buffer.from(payload).toString()) as { order: number };
      device.publish("workshop/orders/done", JSON.stringify({ order, worker: number }), { qos: 1 });
    },
  };
}

/** The machines of a small workshop. */
export const WORKSHOP: readonly DeviceSpec[] = [
  {
    clientId: "press-7",
    options: {
      will: offlineWill("workshop/line-1/press/status", 10),
      cleanStart: false,
      properties: { sessionExpiryInterval: 120 },
    },
    onConnected: (device) =>
      device.publish("workshop/line-1/press/status", "online", { qos: 1, retain: true }),
    every: [
      {
        seconds: 1,
        work: (device) => {
          const reading = {
            temperature: wave(71, 4, 60),
            pressure: wave(180, 25, 20),
            strokes: Math.floor(Date.now() / 4000) % 100_000,
          };
          device.publish("workshop/line-1/press/telemetry", JSON.stringify(reading), {
            qos: 1,
            properties: {
              contentType: "application/json",
              messageExpiryInterval: 60,
              userProperties: [
                ["line", "1"],
                ["firmware", "2.4.1"],
              ],
            },
          });
        },
      },
    ],
  },
  {
    clientId: "vibration-sensor",
    options: { version: 4 },
    every: [
      {
        seconds: 3,
        work: (device) => device.publish("workshop/line-1/press/vibration", vibration(VIBRATION_SAMPLES)),
      },
    ],
  },
  {
    clientId: "camera-1",
    every: [
      {
        seconds: 15,
        work: (device) =>
          device.publish("workshop/camera-1/picture", picture(PICTURE_SIDE), {
            retain: true,
            properties: { contentType: "image/x-portable-graymap" },
          }),
      },
    ],
  },
  {
    clientId: "order-desk",
    every: [
      {
        seconds: 4,
        work: (device) =>
          device.publish(
            "workshop/orders/new",
            JSON.stringify({ order: Math.floor(Date.now() / ORDER_EVERY) }),
            { qos: 2 },
          ),
      },
    ],
  },
  worker(1),
  worker(2),
  {
    // sleeps most of the time: messages queue for it, and it gets them when it wakes up
    clientId: "night-logger",
    options: { version: 4, cleanStart: false },
    subscriptions: [{ filter: "workshop/orders/#", qos: 1 }],
    comesAndGoes: { staysSeconds: 5, awaySeconds: 40, by: "disconnect" },
  },
];
