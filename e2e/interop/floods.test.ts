import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encode } from "../../protocol/codec/encode.ts";
import { PacketType } from "../../protocol/packets.ts";
import { connectPacket, publishPacket, RawClient } from "../support/raw-client.ts";
import { underAttack } from "../support/under-attack.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const KIB = 1024;
const SMALL = Buffer.from("flood");
/** Bytes that wait for one client before messages to it are dropped. */
const OUTBOUND_BYTES = 1024 * KIB;

let vitrina: Vitrina;
/** One that waits for no CONNECT as long as the other does. */
let hasty: Vitrina;

beforeAll(async () => {
  vitrina = await startVitrina(["--maximum-outbound-bytes", String(OUTBOUND_BYTES)]);
  hasty = await startVitrina(["--connect-timeout-seconds", "1"]);
});

afterAll(async () => {
  expect([await vitrina.stop(), await hasty.stop()]).toEqual([0, 0]);
});

function times<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

interface Session {
  readonly dropsByReason: Readonly<Record<string, number>>;
}

async function sessionOf(clientId: string): Promise<Session> {
  return (await (await fetch(`${vitrina.url}/api/v1/session?clientId=${clientId}`)).json()) as Session;
}

/** Why connections were refused, each reason once. */
function refusals(): Set<unknown> {
  return new Set(hasty.log.filter(({ code }) => code === "client-refused").map(({ reason }) => reason));
}

async function writeByteByByte({ socket }: RawClient, bytes: Uint8Array): Promise<void> {
  for (const byte of bytes) {
    await new Promise<void>((resolve) => void socket.write(Uint8Array.of(byte), () => resolve()));
  }
}

describe("connections that never become clients", () => {
  it("send CONNECT a byte at a time and never the last one: each is closed in time", async () => {
    await underAttack(hasty, async () => {
      const packet = encode(connectPacket("slowloris"), 5);
      const slow = await times(200, () => RawClient.open(hasty.mqttPort));
      await Promise.all(slow.map((client) => writeByteByByte(client, packet.subarray(0, -1))));
      await Promise.all(slow.map(({ closed }) => closed));
    });
    expect([...refusals()].join()).toContain("no CONNECT within 1 s (connect-timeout-seconds)");
  });

  it("never say a word: each is closed in time", async () => {
    await underAttack(hasty, async () => {
      const silent = await times(500, () => RawClient.open(hasty.mqttPort));
      await Promise.all(silent.map(({ closed }) => closed));
    });
  });

  it("close their half at once: nothing stays behind", async () => {
    await underAttack(hasty, async () => {
      const half = await times(500, () => RawClient.open(hasty.mqttPort));
      for (const { socket } of half) socket.end();
      await Promise.all(half.map(({ closed }) => closed));
    });
  });
});

describe("floods of messages", () => {
  it("for a subscriber that never reads: it loses them, with the reason, and nobody else does", async () => {
    const clientId = "deaf";
    const deaf = await RawClient.connect(vitrina.mqttPort, clientId);
    await deaf.subscribe("flood/deaf");
    deaf.socket.pause();
    await underAttack(vitrina, async () => {
      const publisher = await RawClient.connect(vitrina.mqttPort, randomUUID());
      const message = publishPacket("flood/deaf", Buffer.alloc(64 * KIB));
      // what the sockets hold, and then as much as may wait, several times over
      for (let sent = 0; sent < 20 * OUTBOUND_BYTES; sent += message.payload.length) publisher.send(message);
      expect(await publisher.isHeard()).toBe(true);
      publisher.destroy();
    });
    expect((await sessionOf(clientId)).dropsByReason["outbox-full"]).toBeGreaterThan(0);
    deaf.destroy();
  });

  it("from a publisher that sends as fast as it can: all are heard, and the others go on", async () => {
    await underAttack(vitrina, async () => {
      const publisher = await RawClient.connect(vitrina.mqttPort, randomUUID());
      const thousand = Buffer.concat(
        Array.from({ length: 1000 }, () => encode(publishPacket("flood/fast", SMALL), 5)),
      );
      for (let sent = 0; sent < 200; sent++) publisher.socket.write(thousand);
      expect(await publisher.isHeard()).toBe(true);
      publisher.destroy();
    });
  });
});

describe("floods of connects", () => {
  it("by 2,000 clients that are cut off and come back at once: all get in", async () => {
    await underAttack(vitrina, async () => {
      const enter = (): Promise<RawClient[]> =>
        times(2000, (index) => RawClient.connect(vitrina.mqttPort, `herd-${index}`));
      for (const client of await enter()) client.destroy();
      const again = await enter();
      expect(again.filter(({ socket }) => socket.closed)).toHaveLength(0);
      for (const client of again) client.destroy();
    });
  });

  it("by two that fight for one client id: they are told of, and the others go on", async () => {
    const { event } = await vitrina.nextEvent("clientWarned");
    await underAttack(vitrina, async () => {
      let last = await RawClient.connect(vitrina.mqttPort, "contested");
      for (let takeovers = 0; takeovers < 300; takeovers++) {
        const next = await RawClient.connect(vitrina.mqttPort, "contested");
        expect(await last.next(PacketType.Disconnect)).toMatchObject({ reasonCode: 0x8e });
        last = next;
      }
      last.destroy();
    });
    expect(await event).toMatchObject({ clientId: "contested", code: "client-id-contested" });
  });
});
