import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mosquittoPub, mosquittoSub, mosquittoSubOnce } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

let vitrina: Vitrina;
let port: number;

beforeAll(async () => {
  vitrina = await startVitrina();
  port = vitrina.mqttPort;
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

describe.each(["mqttv31", "mqttv311", "mqttv5"])("mosquitto's clients, %s", (version) => {
  const topic = `mosquitto/${version}`;

  it.each([0, 1, 2])("publish and receive at QoS %i [3 MQTT-7.0.0-2]", async (qos) => {
    const subscriber = await mosquittoSub(vitrina, ["-V", version, "-t", `${topic}/#`, "-q", String(qos)]);
    expect(
      await mosquittoPub(port, ["-V", version, "-t", `${topic}/${qos}`, "-m", "hello", "-q", String(qos)]),
    ).toBe(0);
    expect(await subscriber.lines(1)).toEqual([`${topic}/${qos} hello`]);
    subscriber.kill("SIGTERM");
    await subscriber.exited;
  });

  it("see a retained message with its flag", async () => {
    await mosquittoPub(port, ["-V", version, "-t", `${topic}/kept`, "-m", "value", "-r", "-q", "1"]);
    expect(await mosquittoSubOnce(port, ["-V", version, "-t", `${topic}/kept`], 1)).toEqual([
      `${topic}/kept value 1`,
    ]);
  });

  it("get the will of one that was killed", async () => {
    const watcher = await mosquittoSub(vitrina, ["-V", version, "-t", `${topic}/will`, "-q", "1"]);
    const will = ["--will-topic", `${topic}/will`, "--will-payload", "gone", "--will-qos", "1"];
    const client = await mosquittoSub(vitrina, ["-V", version, "-t", "nothing", ...will]);
    client.kill("SIGKILL");
    expect(await watcher.lines(1)).toEqual([`${topic}/will gone`]);
    watcher.kill("SIGTERM");
    await watcher.exited;
  });

  it("find in a durable session what came while they were away", async () => {
    const session = [
      "-V",
      version,
      "-i",
      `mosquitto-${version}`,
      "-c",
      "-q",
      "1",
      "-t",
      `${topic}/queue`,
      ...(version === "mqttv5" ? ["-x", "60"] : []),
    ];
    const first = await mosquittoSub(vitrina, session);
    first.kill("SIGTERM");
    await first.exited;
    for (const payload of ["one", "two"])
      await mosquittoPub(port, ["-V", version, "-t", `${topic}/queue`, "-m", payload, "-q", "1"]);
    expect(await mosquittoSubOnce(port, session, 2)).toEqual([
      `${topic}/queue one 0`,
      `${topic}/queue two 0`,
    ]);
  });
});

describe("mosquitto_sub", () => {
  it("reads $SYS as it does from mosquitto", async () => {
    const [line] = await mosquittoSubOnce(port, ["-t", "$SYS/broker/version"], 1);
    expect(line).toMatch(/^\$SYS\/broker\/version vitrina version \S+ 1$/);
  });
});
