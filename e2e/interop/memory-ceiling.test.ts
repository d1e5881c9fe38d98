import mqtt, { type MqttClient } from "mqtt";
import { expect, it } from "vitest";
import { underAttack } from "../support/under-attack.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const CEILING = 64 * 1024 * 1024;
const PAYLOAD = Buffer.alloc(256 * 1024, "x");
const QUOTA_EXCEEDED = 0x97;
const BY_ITSELF = { protocolVersion: 5, reconnectPeriod: 0 } as const;

/** Publishes on topic after topic until it is refused; returns how many the broker took, and the reason code. */
async function fill(client: MqttClient): Promise<{ kept: number; code: unknown }> {
  for (let kept = 0; ; kept++) {
    try {
      await client.publishAsync(`fill/${kept}`, PAYLOAD, { retain: true, qos: 1 });
    } catch (error) {
      return { kept, code: (error as { code?: unknown }).code };
    }
  }
}

async function isFull({ url }: Vitrina): Promise<boolean> {
  const { isMemoryFull } = (await (await fetch(`${url}/api/v1/broker`)).json()) as { isMemoryFull: boolean };
  return isMemoryFull;
}

it("a broker whose memory is full refuses new work, serves who is there, and recovers when it is freed", async () => {
  const vitrina = await startVitrina(["--maximum-memory-bytes", String(CEILING)]);
  try {
    const ceiling = await vitrina.follow("memoryCeiling");
    await underAttack(vitrina, async () => {
      const greedy = await mqtt.connectAsync(vitrina.mqttUrl, { ...BY_ITSELF, clientId: "greedy" });
      const { kept, code } = await fill(greedy);
      expect(code).toBe(QUOTA_EXCEEDED);
      expect(kept).toBeGreaterThan(10);
      expect(await isFull(vitrina)).toBe(true);
      const newcomer = mqtt.connectAsync(vitrina.mqttUrl, { ...BY_ITSELF, clientId: "newcomer" });
      await expect(newcomer).rejects.toMatchObject({ code: QUOTA_EXCEEDED });
      const emptied = Array.from({ length: kept }, (_, number) =>
        greedy.publishAsync(`fill/${number}`, "", { retain: true, qos: 1 }),
      );
      await Promise.all(emptied);
      expect(await ceiling.until(2)).toMatchObject([{ isReached: true }, { isReached: false }]);
      const late = await mqtt.connectAsync(vitrina.mqttUrl, { ...BY_ITSELF, clientId: "newcomer" });
      await Promise.all([late.endAsync(true), greedy.endAsync(true)]);
    });
    const lines = vitrina.log.filter(({ code }) => code === "memory-ceiling");
    expect(lines.map(({ isReached }) => isReached)).toEqual([true, false]);
  } finally {
    expect(await vitrina.stop()).toBe(0);
  }
});
