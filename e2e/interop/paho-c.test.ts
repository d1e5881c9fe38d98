import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Run, startClient, startSubscriber } from "../support/client-program.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

let vitrina: Vitrina;
const runs: Run[] = [];

beforeAll(async () => {
  vitrina = await startVitrina();
});

// they would come back for ever under their client id
afterEach(() => {
  for (const run of runs.splice(0)) run.kill("SIGKILL");
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

/** Runs one of the publishers to its end; the exit code is 0 when the broker took the message. */
function publish(family: string, parameters: readonly string[]): Promise<number | null> {
  return startClient(`${family}_pub`, vitrina.mqttPort, parameters).exited;
}

async function subscribe(family: string, parameters: readonly string[]): Promise<Run> {
  const run = await startSubscriber(`${family}_sub`, vitrina, parameters);
  runs.push(run);
  return run;
}

const families = ["paho_c", "paho_cs"]; // asynchronous and synchronous
const versions = ["31", "311", "5"];

describe.each(families.flatMap((family) => versions.map((version) => [family, version] as const)))(
  "Paho's C clients, %s, version %s",
  (family, version) => {
    const topic = `${family}/${version}`;
    const name = ["-V", version, "-i", `${family}-${version}`];

    it("publish and receive at QoS 0, 1 and 2", async () => {
      const filter = ["-t", `${topic}/+`, "-q", "2"];
      const subscriber = await subscribe(family, [...name, ...filter]);
      for (const qos of ["0", "1", "2"]) {
        const message = ["-t", `${topic}/${qos}`, "-q", qos, "-m", `at ${qos}`];
        expect(await publish(family, ["-V", version, ...message])).toBe(0);
      }
      const told = (await subscriber.linesUntil(/at 2$/)).filter((line) => line.includes("\t"));
      expect(told.map((line) => line.split("\t")[1])).toEqual(["at 0", "at 1", "at 2"]);
    });

    it("get a retained message, and the will of one that was killed", async () => {
      const retained = ["-t", `${topic}/kept/a`, "-q", "1", "-m", "value", "-r"];
      expect(await publish(family, ["-V", version, ...retained])).toBe(0);
      const filter = ["-t", `${topic}/kept/+`, "-q", "1"];
      const watcher = await subscribe(family, [...name, ...filter]);
      const will = ["--will-topic", `${topic}/kept/will`, "--will-payload", "gone", "--will-qos", "1"];
      const mortal = ["-V", version, "-i", `mortal-${family}-${version}`, "-t", "nothing", ...will];
      const client = await subscribe(family, mortal);
      client.kill("SIGKILL");
      const told = (await watcher.linesUntil(/gone$/)).filter((line) => line.includes("\t"));
      expect(told.map((line) => line.split("\t")[1])).toEqual(["value", "gone"]);
    });
  },
);

describe.each(families)("Paho's C clients in 5.0, %s", (family) => {
  it("see the message's expiry and its user property", async () => {
    const topic = `${family}/properties/a`;
    const filter = ["-t", `${family}/properties/+`, "-q", "1"]; // with a wildcard they print topics and properties
    const subscriber = await subscribe(family, ["-V", "5", "-i", family, ...filter]);
    const properties = ["--message-expiry", "3600", "--user-property", "unit", "°C"];
    await publish(family, ["-V", "5", "-t", topic, "-q", "1", "-m", "21.5", ...properties]);
    await publish(family, ["-V", "5", "-t", topic, "-q", "1", "-m", "end"]); // what is printed first comes out with this
    const told = (await subscriber.linesUntil(/\bend$/)).join("\n");
    expect(told).toMatch(/21\.5/);
    expect(told).toMatch(/MESSAGE_EXPIRY_INTERVAL value 3[56]\d\d\b/);
    expect(told).toMatch(/key unit value °C/);
  });
});
