import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type IClientPublishOptions } from "mqtt";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { runCommand } from "../support/command.ts";
import { type MosquittoBroker, startMosquitto } from "../support/mosquitto-broker.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MANY = 5_000;
/** For a test that runs the command several times, milliseconds. */
const LONG = 90_000;
/** More than mosquitto has statistics, which it counts too. */
const HIDDEN = 500;
const PROPERTIES = {
  payloadFormatIndicator: true,
  contentType: "application/json",
  responseTopic: "plant/answers",
  correlationData: Buffer.from([0, 255]),
  userProperties: { site: "north" },
} as const;

const folder = mkdtempSync(join(tmpdir(), "vitrina-import-test-"));
const running: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function vitrina(...parameters: readonly string[]): Promise<Vitrina> {
  const started = await startVitrina(parameters);
  running.push(() => started.stop());
  return started;
}

async function mosquitto(...parameters: Parameters<typeof startMosquitto>): Promise<MosquittoBroker> {
  const started = await startMosquitto(...parameters);
  running.push(() => started.stop());
  return started;
}

interface Retained {
  readonly topic: string;
  readonly payload: string;
  readonly options?: IClientPublishOptions;
}

const numbered = (count: number): Retained[] =>
  Array.from({ length: count }, (_, index) => ({ topic: `plant/${index}`, payload: `value ${index}` }));

async function retain(url: string, messages: readonly Retained[]): Promise<void> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  const published = messages.map(({ topic, payload, options }) =>
    client.publishAsync(topic, payload, { qos: 1, retain: true, ...options }),
  );
  await Promise.all(published);
  await client.endAsync();
}

/** The first retained messages below a filter, by their topics. */
async function retained(url: string, filter: string, count: number) {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 0 });
  const heard = new Map<string, { payload: string; qos: number; properties: unknown }>();
  const all = new Promise<void>((resolve) => {
    client.on("message", (topic, payload, { qos, properties, retain: isRetained }) => {
      if (isRetained) heard.set(topic, { payload: payload.toString(), qos, properties });
      if (heard.size === count) resolve();
    });
  });
  await client.subscribeAsync(filter, { qos: 2 });
  await all;
  await client.endAsync();
  return heard;
}

describe("vitrina import", () => {
  it.each([
    ["another Vitrina", async () => (await vitrina()).mqttUrl],
    ["another Vitrina over WebSocket", async () => (await vitrina()).webSocketUrl],
    ["mosquitto", async () => (await mosquitto()).url],
  ])("copies thousands of retained messages with their properties from %s", async (_name, start) => {
    const source = await start();
    const target = await vitrina();
    const special = { topic: "special", payload: "{}", options: { qos: 2, properties: PROPERTIES } } as const;
    await retain(source, [...numbered(MANY), special]);
    const { code, stdout, stderr } = await runCommand(["import", "--from", source, "--to", target.mqttUrl]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(
      `${MANY + 1} of ${MANY + 1} retained messages copied from ${source} to ${target.mqttUrl}\n`,
    );
    const copied = await retained(target.mqttUrl, "#", MANY + 1);
    expect(copied.get("special")).toEqual({ payload: "{}", qos: 1, properties: { ...PROPERTIES } });
    for (const { topic, payload } of numbered(MANY)) expect(copied.get(topic)?.payload).toBe(payload);
  });

  it("copies what --topic names, each topic once", async () => {
    const source = await vitrina();
    const target = await vitrina();
    await retain(source.mqttUrl, [...numbered(3), { topic: "other", payload: "x" }]);
    const topics = ["--topic", "plant/#", "--topic", "plant/+"];
    const { stdout } = await runCommand([
      "import",
      "--from",
      source.mqttUrl,
      "--to",
      target.mqttUrl,
      ...topics,
    ]);
    expect(stdout).toContain("3 of 3 retained messages copied");
  });

  it(
    "writes nothing where topics have a message already, unless told which one counts",
    async () => {
      const source = await vitrina();
      const target = await vitrina();
      await retain(source.mqttUrl, numbered(3));
      await retain(target.mqttUrl, [{ topic: "plant/1", payload: "ours" }]);
      const run = (...more: readonly string[]) =>
        runCommand(["import", "--from", source.mqttUrl, "--to", target.mqttUrl, ...more]);

      expect(await run()).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("has retained messages at 1 of these topics already (plant/1)"),
      });
      expect((await run("--dry-run")).stdout).toContain("3 retained messages found");
      expect([...(await retained(target.mqttUrl, "#", 1)).keys()]).toEqual(["plant/1"]);

      expect((await run("--keep-existing")).stdout).toContain("2 of 3 retained messages copied");
      expect((await retained(target.mqttUrl, "#", 3)).get("plant/1")?.payload).toBe("ours");

      expect((await run("--overwrite")).stdout).toContain("3 of 3 retained messages copied");
      expect((await retained(target.mqttUrl, "#", 3)).get("plant/1")?.payload).toBe("value 1");
    },
    LONG,
  );

  it("tells how many the target refused, and why", async () => {
    const source = await vitrina();
    const target = await vitrina("--maximum-retained-messages-per-user", "3");
    await retain(source.mqttUrl, numbered(5));
    const { code, stderr } = await runCommand(["import", "--from", source.mqttUrl, "--to", target.mqttUrl]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /3 of 5 retained messages copied .* 2 were refused, the first one plant\/\d: 0x97/,
    );
  });

  it("says that nothing listens", async () => {
    const source = await mosquitto();
    await source.stop();
    running.pop();
    const { code, stderr } = await runCommand(["import", "--from", source.url]);
    expect(code).toBe(1);
    expect(stderr).toContain(`the broker at ${source.url} cannot be reached: connect ECONNREFUSED`);
  });
});

describe("vitrina import from a mosquitto with users", () => {
  async function guarded(): Promise<MosquittoBroker> {
    const users = join(folder, "users");
    execFileSync("mosquitto_passwd", ["-b", "-c", users, "ann", "secret"], { stdio: "pipe" });
    execFileSync("mosquitto_passwd", ["-b", users, "root", "secret"], { stdio: "pipe" });
    const acl = join(folder, "acl");
    const ann = ["user ann", "topic read plant/#", "topic read $SYS/#"];
    const root = ["user root", "topic readwrite #", "topic read $SYS/#"];
    writeFileSync(acl, [...ann, "", ...root, ""].join("\n"), { mode: 0o600 });
    return mosquitto(["allow_anonymous false", `password_file ${users}`, `acl_file ${acl}`]);
  }

  it("is refused with a wrong password, which it does not repeat", async () => {
    const { port } = await guarded();
    const { code, stderr } = await runCommand(["import", "--from", `mqtt://ann:wrong@127.0.0.1:${port}`]);
    const sentence = `the broker at mqtt://127.0.0.1:${port} refused us with 0x87. Give a user who may: mqtt://user@host`;
    expect([code, stderr]).toEqual([1, `vitrina: ${sentence} (import-broker-failed)\n`]);
  });

  it("reads the password from standard input, and says what the user may not read", async () => {
    const { port } = await guarded();
    const target = await vitrina();
    const asRoot = `mqtt://root:secret@127.0.0.1:${port}`;
    const hidden = Array.from({ length: HIDDEN }, (_, index) => ({ topic: `hidden/${index}`, payload: "x" }));
    await retain(asRoot, [...hidden, ...numbered(3)]);
    await counted(asRoot, HIDDEN);
    const from = `mqtt://ann@127.0.0.1:${port}`;
    const { code, stderr } = await runCommand(["import", "--from", from, "--to", target.mqttUrl], "secret\n");
    expect(code).toBe(1);
    expect(stderr).toMatch(/3 of 3 retained messages copied .* counts \d+ more; .*\(import-incomplete\)\n$/);
  });
});

/** Waits until mosquitto's statistics count at least so many retained messages. */
async function counted(url: string, count: number): Promise<void> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 });
  const reached = new Promise<void>((resolve) => {
    client.on("message", (_topic, payload) => Number(payload.toString()) >= count && resolve());
  });
  await client.subscribeAsync("$SYS/broker/retained messages/count");
  await reached;
  await client.endAsync();
}
