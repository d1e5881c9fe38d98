import { describe, expect, it } from "vitest";
import { encode } from "../../../../protocol/codec/encode.ts";
import { PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Identity } from "../../ports/access.ts";
import { createHarness, type Harness, type HarnessOptions } from "../../test-support/harness.ts";
import { connectPacket, publishPacket, willOf } from "../../test-support/packets.ts";

interface Slow extends Harness {
  /** Answers the oldest question. */
  answer(identity?: Identity): Promise<void>;
  fail(): Promise<void>;
}

const ACCEPTED: Identity = { kind: "accepted", userName: "known" };
const REFUSED: Identity = { kind: "refused", reasonCode: ReasonCode.NotAuthorized, reason: "no" };

/** A broker that asks somebody else who its clients are. */
function createSlowHarness(options: HarnessOptions = {}): Slow {
  const questions: { resolve: (identity: Identity) => void; reject: (error: Error) => void }[] = [];
  const identify = (): Promise<Identity> =>
    new Promise((resolve, reject) => questions.push({ resolve, reject }));
  const harness = createHarness({ ...options, authenticator: { methods: new Map(), identify } });
  const settle = async (): Promise<void> => {
    await Promise.resolve();
    await Promise.resolve();
    harness.clock.endTick();
  };
  return {
    ...harness,
    answer: (identity = ACCEPTED): Promise<void> => {
      questions.shift()?.resolve(identity);
      return settle();
    },
    fail: (): Promise<void> => {
      questions.shift()?.reject(new Error("no answer"));
      return settle();
    },
  };
}

describe("an authenticator that answers later", () => {
  it("keeps the connection from being read, and CONNACK waits for it", async () => {
    const { open, answer } = createSlowHarness();
    const client = open();
    client.send(connectPacket());
    expect([client.wire.isPaused, client.takeAll()]).toEqual([true, []]);
    await answer();
    expect([client.wire.isPaused, client.take(PacketType.Connack)[0]?.reasonCode]).toEqual([false, 0]);
  });

  it("gives the client its name", async () => {
    const { open, answer, broker } = createSlowHarness();
    open().send(connectPacket());
    await answer();
    expect(broker.inside.session("client")?.userName).toBe("known");
  });

  it("lets packets wait that came in one chunk with CONNECT, or behind it", async () => {
    const { open, answer } = createSlowHarness();
    const client = open();
    client.sendBytes(...encode(connectPacket(), 5), ...encode(publishPacket({ qos: 1 }), 5));
    client.sendBytes(0xc0, 0);
    expect(client.takeAll()).toEqual([]);
    await answer();
    expect(client.takeAll().map(({ type }) => type)).toEqual([
      PacketType.Connack,
      PacketType.Puback,
      PacketType.Pingresp,
    ]);
  });

  it("refuses later, and what waited is not heard [5 MQTT-3.1.4-6]", async () => {
    const { open, answer, told } = createSlowHarness({ wantsMessages: true });
    const client = open();
    client.send(connectPacket(), publishPacket());
    await answer(REFUSED);
    expect(client.take(PacketType.Connack)[0]?.reasonCode).toBe(ReasonCode.NotAuthorized);
    expect([client.ended, told("messageReceived")]).toEqual(["closed", []]);
  });

  it("refuses when it fails", async () => {
    const { open, fail } = createSlowHarness();
    const client = open(4);
    client.send(connectPacket({ version: 4 }));
    await fail();
    expect([client.take(PacketType.Connack)[0]?.reasonCode, client.ended]).toEqual([3, "closed"]);
  });

  it("admits nobody who has gone meanwhile, and unsettles nobody of that name", async () => {
    const { open, answer, broker, told } = createSlowHarness();
    const first = open();
    first.send(connectPacket());
    await answer();
    const second = open();
    second.send(connectPacket({ will: willOf() }));
    second.drop();
    await answer();
    expect(first.ended).toBe("open");
    expect([told("clientConnected").length, told("clientTakenOver").length]).toEqual([1, 0]);
    expect(broker.inside.info().gauges).toMatchObject({ connections: 1, clientsConnected: 1, willsArmed: 0 });
  });

  it("may take no longer than a CONNECT may", async () => {
    const { open, answer, clock, told } = createSlowHarness({ limits: { connectTimeoutSeconds: 10 } });
    const client = open();
    client.send(connectPacket());
    clock.advance(10);
    expect(client.ended).toBe("closed");
    await answer();
    expect(told("clientConnected")).toEqual([]);
  });

  it("lets the later of two clients of one name have it, in the order of the answers", async () => {
    const { open, answer } = createSlowHarness();
    const [first, second] = [open(), open()];
    first.send(connectPacket());
    second.send(connectPacket());
    await answer();
    await answer();
    expect([first.ended, second.ended]).toEqual([ReasonCode.SessionTakenOver, "open"]);
  });

  it("costs one connection when admitting fails by an error of the broker's own", async () => {
    const createClientId = (): string => {
      throw new Error("a bug");
    };
    const { open, answer, told } = createSlowHarness({ createClientId });
    const client = open();
    client.send(connectPacket({ clientId: "" }));
    await answer();
    expect(client.ended).toBe("closed");
    expect(told("internalError")).toMatchObject([{ error: new Error("a bug") }]);
  });
});
