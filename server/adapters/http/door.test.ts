import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiPaths, HEALTH_PATH, METRICS_PATH } from "./contract/paths.ts";
import { brokerInfo } from "./contract.ts";
import { openDoor, type TestDoor } from "./test-support/open-door.ts";

let door: TestDoor;
const demo = { isOn: false };

beforeAll(async () => {
  door = await openDoor({
    demo: {
      isRunning: () => demo.isOn,
      start: async () => {
        demo.isOn = true;
      },
      stop: async () => {
        demo.isOn = false;
      },
    },
  });
});

afterAll(() => door.close());

async function text(path: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(door.base + path);
  return { status: answer.status, body: await answer.text() };
}

describe("the broker", () => {
  it("tells its version, doors, limits, counters and sizes", async () => {
    door.connect({ clientId: "one" });
    const { status, body } = await door.get(apiPaths.broker);
    expect(status).toBe(200);
    expect(brokerInfo.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      version: "1.2.3",
      now: door.clock.now(),
      data: "memory",
      listeners: [{ name: "mqtt", port: 1883 }],
      demo: { isRunning: false },
      limits: { maximumPacketBytes: 2_000_000, maximumSessionExpirySeconds: "unlimited" },
      gauges: { clientsConnected: 1 },
    });
  });

  it("is not kept by any cache", async () => {
    const answer = await fetch(door.base + apiPaths.broker);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the demo", () => {
  it("is started and stopped", async () => {
    expect((await door.get(apiPaths.demo)).body).toEqual({ isRunning: false });
    expect((await door.send("POST", apiPaths.demo, { running: true })).body).toEqual({ isRunning: true });
    expect((await door.send("POST", apiPaths.demo, { running: false })).body).toEqual({ isRunning: false });
    const unclear = await door.send("POST", apiPaths.demo, { running: "on" });
    expect(unclear.body.errors).toMatchObject([{ field: "body.running" }]);
  });

  it("is a problem where there is none", async () => {
    const plain = await openDoor();
    const { status, body } = await plain.get(apiPaths.demo);
    expect([status, body.type]).toEqual([404, "/problems/no-demo"]);
    expect((await plain.get(apiPaths.broker)).body.demo).toBeUndefined();
    await plain.close();
  });
});

describe("health", () => {
  it("is ok until the store cannot write, and again when it can", async () => {
    expect(await text(HEALTH_PATH)).toEqual({ status: 200, body: "ok\n" });
    door.observer.onEvent({ type: "storeFailed", at: 1, message: "no space left on device" });
    expect(await text(HEALTH_PATH)).toEqual({
      status: 503,
      body: "the store cannot write: no space left on device\n",
    });
    door.observer.onEvent({ type: "storeRecovered", at: 2 });
    expect((await text(HEALTH_PATH)).status).toBe(200);
  });
});

describe("metrics", () => {
  it("are the broker's counters and sizes at the time of the scrape", async () => {
    const client = door.connect({ clientId: "metered" });
    client.subscribe("metered");
    client.publish("metered", "1");
    const { body } = await text(METRICS_PATH);
    const { counters, gauges } = door.broker.inside.info();
    expect(body).toContain(`\nvitrina_publish_received_total ${counters.publishReceived}\n`);
    expect(body).toContain(`\nvitrina_clients_connected ${gauges.clientsConnected}\n`);
    expect(body).toContain('\nvitrina_messages_dropped_total{reason="queue-full"} 0\n');
    expect(body).toContain('\nvitrina_build_info{version="1.2.3"} 1\n');
    client.publish("metered", "2");
    expect((await text(METRICS_PATH)).body).toContain(
      `\nvitrina_publish_received_total ${counters.publishReceived + 1}\n`,
    );
  });

  it("have a line for every counter and size", async () => {
    const { counters, gauges } = door.broker.inside.info();
    const { body } = await text(METRICS_PATH);
    const samples = body.split("\n").filter((line) => line.startsWith("vitrina_"));
    const { dropped, heldBack, ...plain } = counters;
    const expected = [plain, dropped, heldBack, gauges].flatMap((figures) => Object.keys(figures));
    const ofTheStore = samples.filter((line) => line.startsWith("vitrina_store_"));
    // build and memory aside
    expect(samples).toHaveLength(expected.length + ofTheStore.length + 2);
    expect(ofTheStore).toContain("vitrina_store_failing 0");
  });
});

describe("errors", () => {
  it.each(["/api/v1/nothing", "/api/v2", "/api/v1/broker/x"])("are problems on %s too", async (path) => {
    const answer = await fetch(door.base + path);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await answer.json()).toMatchObject({ type: "/problems/no-such-path", status: 404 });
  });

  it("are problems for a path that is not well formed", async () => {
    const { status, body } = await door.get("/api/v1/%E0%A4");
    expect([status, body.type]).toEqual([400, "/problems/invalid-request"]);
  });
});

describe("the OpenAPI document", () => {
  // biome-ignore lint/suspicious/noExplicitAny: a foreign document, looked into by the tests below
  let document: any;

  beforeAll(async () => {
    ({ body: document } = await door.get(apiPaths.openapi));
  });

  it("is one of OpenAPI 3.1 and lists every path of the contract", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(document.info).toMatchObject({ version: "1.2.3" });
    const { openapi, retainedUndo, ...plain } = apiPaths;
    expect(Object.keys(document.paths).toSorted()).toEqual(
      [...Object.values(plain), `${retainedUndo}/{id}`].toSorted(),
    );
    expect(openapi).toBe("/api/v1/openapi.json");
  });

  it("describes every operation: what it does, what it takes, how it answers", () => {
    for (const [path, operations] of Object.entries<Record<string, Record<string, object>>>(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const place = `${method} ${path}`;
        expect(operation.summary, place).toBeTypeOf("string");
        expect(Object.keys(operation.responses ?? {}), place).toEqual(["200", "4XX", "5XX"]);
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const declared = (operation.parameters ?? []) as { name: string; in: string }[];
        expect(
          declared.filter((one) => one.in === "path").map(({ name }) => name),
          place,
        ).toEqual(inPath);
      }
    }
  });

  it("refers to nothing that it does not have, and has nothing that nobody refers to", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const referred = new Set(references.map(([, name]) => name));
    expect([...referred].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
  });
});
