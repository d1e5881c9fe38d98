import { expect, it } from "vitest";
import { createBroker } from "../../core/broker.ts";
import { DEFAULT_LIMITS } from "../../core/ports/limits.ts";
import type { BrokerEvent } from "../../core/ports/observer.ts";
import { DEFAULT_POLICY } from "../../core/ports/policy.ts";
import { allowAll, anonymous } from "../auth/anonymous.ts";
import { createSystemClock } from "../clock.ts";
import { createMemoryStore } from "../store/memory.ts";
import { listenTcp } from "../transport/tcp.ts";
import { Demo } from "./demo.ts";
import { HOUSE } from "./house.ts";
import { WORKSHOP } from "./workshop.ts";

/** A broker behind a real door, and a way to wait for what happens in it. */
async function openBroker() {
  const events: BrokerEvent[] = [];
  let wake = (): void => undefined;
  const broker = createBroker({
    version: "0.0.0",
    limits: DEFAULT_LIMITS,
    listenerLimits: new Map(),
    policy: DEFAULT_POLICY,
    clock: createSystemClock(),
    store: createMemoryStore(),
    authenticator: anonymous,
    acl: allowAll,
    observer: {
      wantsMessages: true,
      onEvent: (event) => {
        events.push(event);
        wake();
      },
    },
    createClientId: () => "none",
    sysIntervalSeconds: 10,
  });
  await broker.start();
  const door = await listenTcp({
    name: "mqtt",
    host: "127.0.0.1",
    port: 0,
    accept: broker.accept,
    onAcceptFailed: () => undefined,
  });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { broker, door, events, until };
}

it("runs every device as a client of its own, and leaves nothing retained when it stops", async () => {
  const { broker, door, events, until } = await openBroker();
  const demo = new Demo(() => ({ host: "127.0.0.1", port: door.port }));
  await demo.start();
  expect(demo.isRunning()).toBe(true);
  await until(() => broker.inside.info().gauges.clientsConnected === HOUSE.length + WORKSHOP.length);
  await until(() => broker.inside.retainedOn("home/living-room/climate") !== undefined);
  await demo.stop();
  await until(() => broker.inside.info().gauges.clientsConnected === 0);
  expect([...broker.inside.retained("#")]).toEqual([]);
  expect(events.filter(({ type }) => type === "clientRefused" || type === "internalError")).toEqual([]);
  await door.close();
});
