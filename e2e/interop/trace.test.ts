import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mosquittoPub, mosquittoSub } from "../support/mosquitto.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

interface Packet {
  readonly direction: "in" | "out";
  readonly clientId: string;
  readonly bytes: string;
}

const SECRET = "open-sesame";
const PUBLISH = 3;

let vitrina: Vitrina;

beforeAll(async () => {
  vitrina = await startVitrina();
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
});

async function ask(
  method: string,
  path: string,
  body?: object,
): Promise<{ readonly items: readonly Packet[] }> {
  const json = { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(`${vitrina.url}/api/v1/trace${path}`, {
    method,
    ...(body === undefined ? {} : json),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { items: readonly Packet[] };
}

function bytesOf({ bytes }: Packet): Buffer {
  return Buffer.from(bytes, "base64");
}

function typesOf(packets: readonly Packet[], direction: Packet["direction"]): number[] {
  return packets
    .filter((packet) => packet.direction === direction)
    .map((packet) => (bytesOf(packet)[0] ?? 0) >> 4);
}

describe.each(["mqttv31", "mqttv311", "mqttv5"])("a trace of mosquitto's clients, %s", (version) => {
  it("has the handshake of QoS 2 as it was on the wire, and no password", async () => {
    await ask("POST", "", { clients: [`pub-${version}`] });
    const subscriber = await mosquittoSub(vitrina, ["-V", version, "-t", "t/#", "-q", "2"]);
    const who = ["-V", version, "-i", `pub-${version}`, "-u", "ann", "-P", SECRET];
    const message = ["-t", "t/state", "-q", "2", "-m", "run"];
    expect(await mosquittoPub(vitrina.mqttPort, [...who, ...message])).toBe(0);
    expect(await subscriber.lines(1)).toEqual(["t/state run"]);
    subscriber.kill("SIGTERM");
    await subscriber.exited;

    const { items } = await ask("GET", "/packets");
    // its DISCONNECT may still be on its way
    expect(typesOf(items, "in").slice(0, 3)).toEqual([1, PUBLISH, 6]);
    expect(typesOf(items, "out")).toEqual([2, 5, 7]);
    const text = items.map((packet) => bytesOf(packet).toString("latin1")).join("\n");
    expect(text).toContain("t/state");
    expect(text).not.toContain(SECRET);
    await ask("DELETE", "");
  });
});

it("has large messages whole, one by one, however they were merged for the wire", async () => {
  const subscriber = await mosquittoSub(vitrina, ["-V", "mqttv5", "-i", "large", "-t", "large", "-q", "1"]);
  await ask("POST", "", { clients: ["large"], topics: ["large"] });
  const payload = "x".repeat(30_000);
  for (let round = 0; round < 3; round++)
    await mosquittoPub(vitrina.mqttPort, ["-V", "mqttv5", "-t", "large", "-q", "1", "-m", payload]);
  await subscriber.lines(3);
  const { items } = await ask("GET", "/packets?limit=1000");
  const sent = items.filter(({ direction }) => direction === "out").map(bytesOf);
  expect(sent).toHaveLength(3);
  for (const bytes of sent) expect(bytes.toString("latin1").endsWith(payload)).toBe(true);
  subscriber.kill("SIGTERM");
  await subscriber.exited;
});
