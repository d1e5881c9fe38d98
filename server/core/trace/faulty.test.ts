import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import { hex } from "../../../protocol/test-support/hex.ts";
import { MALFORMED_CASES } from "../../../protocol/test-support/malformed.ts";
import type { FaultyPacket } from "../ports/trace.ts";
import { createHarness, type HarnessOptions } from "../test-support/harness.ts";
import { connectPacket, textOf, utf8 } from "../test-support/packets.ts";

const PASSWORD = "open-sesame";
const CASES = MALFORMED_CASES.filter(({ from }) => from === "client").map((row) => [row.name, row] as const);

function setUp(options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const faulty = (): readonly FaultyPacket[] => harness.broker.inside.trace.faultyPackets(0, 1_000);
  return { ...harness, faulty };
}

const NOBODY: HarnessOptions = {
  authenticator: {
    methods: new Map(),
    identify: () => ({ kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword, reason: "no" }),
  },
};

describe("packets that ended a connection are kept without a trace", () => {
  it("a CONNECT that is refused, without its password", () => {
    const { open, faulty } = setUp(NOBODY);
    const bytes = encode(
      connectPacket({ clientId: "press-7", userName: "ann", password: utf8(PASSWORD) }),
      5,
    );
    open(5, "10.0.0.7").sendBytes(...bytes);
    const [kept, ...others] = faulty();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      kind: "refused",
      clientId: "press-7",
      version: 5,
      reasonCode: ReasonCode.BadUserNameOrPassword,
      peer: { address: "10.0.0.7" },
      packetBytes: bytes.length,
    });
    expect(kept?.reason).toContain("no");
    expect(textOf(kept?.bytes)).not.toContain(PASSWORD);
    expect(textOf(kept?.bytes)).toContain("press-7");
  });

  it.each(CASES)("what is malformed, once: %s", (_name, row) => {
    const { open, connect, faulty } = setUp();
    const client =
      row.when === "first" ? open(row.version) : connect({ clientId: "bad", version: row.version });
    const bytes = Uint8Array.from(hex(row.hex));
    client.sendBytes(...bytes);
    client.drop();
    expect(faulty()).toHaveLength(1);
    const [kept] = faulty();
    expect(kept?.reasonCode).toBe(row.reasonCode);
    expect(kept?.bytes[0]).toBe(bytes[0]);
    if (row.when !== "first") expect(kept).toMatchObject({ kind: "malformed", clientId: "bad" });
  });

  it("what is no packet, from where it begins and not before", () => {
    const { connect, faulty } = setUp();
    connect({ clientId: "bad" }).sendBytes(0xc0, 0x00, 0x00, 0x01, 0x02);
    expect(faulty()).toMatchObject([{ kind: "malformed", bytes: Uint8Array.of(0x00, 0x01, 0x02) }]);
  });

  it("what is no packet, though it comes byte by byte", () => {
    const { connect, faulty } = setUp();
    const client = connect({ clientId: "bad" });
    for (const byte of [0x30, 0xff, 0xff, 0xff, 0xff, 0xff]) client.sendBytes(byte);
    expect(faulty()).toMatchObject([{ bytes: Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff) }]);
  });

  it("the beginning of a CONNECT that never came whole", () => {
    const { open, faulty, clock } = setUp({ limits: { connectTimeoutSeconds: 5 } });
    open().sendBytes(...encode(connectPacket({ clientId: "press-7" }), 5).slice(0, -2));
    clock.advance(5);
    open().drop();
    expect(faulty()).toHaveLength(1);
    expect(faulty()[0]).toMatchObject({ kind: "refused", clientId: undefined });
  });

  it("a CONNECT with an authentication method that is not offered, without its data", () => {
    const { open, faulty } = setUp();
    const properties = { authenticationMethod: "OTHER", authenticationData: utf8(PASSWORD) };
    open().send(connectPacket({ clientId: "press-7", properties }));
    expect(faulty()).toMatchObject([{ kind: "refused", reasonCode: ReasonCode.BadAuthenticationMethod }]);
    expect(textOf(faulty()[0]?.bytes)).not.toContain(PASSWORD);
  });

  it("nothing of who is only too fast", () => {
    const { connect, faulty } = setUp({
      limits: { maximumMessagesPerSecond: 1 },
      policy: { onFlood: "disconnect" },
    });
    const client = connect();
    for (let i = 0; i < 3; i++) client.publish("t");
    expect([client.ended, faulty()]).toEqual([ReasonCode.MessageRateTooHigh, []]);
  });

  it("nothing of those who were good", () => {
    const { connect, faulty } = setUp();
    connect({ clientId: "a" }).disconnect();
    connect({ clientId: "b" }).drop();
    expect(faulty()).toEqual([]);
  });
});

describe("the room for faulty packets", () => {
  it("is for the newest, and what gave way is counted", () => {
    const { open, faulty, broker, clock } = setUp({ ...NOBODY, limits: { maximumFaultyPackets: 3 } });
    for (let i = 0; i < 5; i++) open().send(connectPacket({ clientId: `c${i}` }));
    clock.advance(1);
    expect(faulty().map(({ clientId }) => clientId)).toEqual(["c2", "c3", "c4"]);
    expect(broker.inside.trace.faulty()).toMatchObject({
      keptPackets: 3,
      droppedPackets: 2,
      lastSequence: 5,
    });
  });

  it("is not for a flood: of each second the first are kept, and the others are counted", () => {
    const { open, broker, clock } = setUp(NOBODY);
    for (let i = 0; i < 100; i++) open().send(connectPacket());
    clock.advance(1);
    open().send(connectPacket());
    expect(broker.inside.trace.faulty()).toMatchObject({ keptPackets: 21, droppedPackets: 80 });
  });

  it("can be none", () => {
    const { open, faulty } = setUp({ ...NOBODY, limits: { maximumFaultyPackets: 0 } });
    open().send(connectPacket());
    expect(faulty()).toEqual([]);
  });

  it("holds of a large packet the beginning", () => {
    const { open, faulty } = setUp(NOBODY);
    const userProperties = Array.from({ length: 500 }, (_, at) => ["name", `value ${at}`] as const);
    open().send(connectPacket({ properties: { userProperties }, password: utf8(PASSWORD) }));
    expect(faulty()[0]?.bytes).toHaveLength(4_096);
    expect(faulty()[0]?.packetBytes).toBeGreaterThan(4_096);
  });
});
