import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { Policy } from "./ports/policy.ts";
import { createHarness } from "./test-support/harness.ts";

const A = "192.0.2.1";
const B = "192.0.2.2";

/** A broker, and a fight of two addresses for the id "client": B has it after three takeovers. */
function fight(contestedClientId: Policy["contestedClientId"] = "take-turns", rest = {}) {
  const harness = createHarness({ policy: { contestedClientId } });
  const from = (address: string) => harness.connect({ keepAliveSeconds: 0, ...rest }, address);
  const clients = [A, B, A, B].map((address) => from(address));
  return { ...harness, from, last: clients[3] };
}

describe("clients that fight for a client id", () => {
  it("are told of: how often, in what time, from which addresses", () => {
    const { told, broker } = fight();
    const detail = `taken over 3 times in 0 s, from ${A} and ${B}`;
    expect(told("clientWarned")).toMatchObject([{ clientId: "client", code: "client-id-contested", detail }]);
    expect(broker.inside.session("client")?.warnings).toMatchObject([
      { code: "client-id-contested", detail },
    ]);
  });

  it("are told of on the page in figures that grow", () => {
    const { from, clock, broker } = fight();
    clock.advance(10);
    from(A);
    expect(broker.inside.session("client")?.warnings).toMatchObject([
      { detail: `taken over 4 times in 10 s, from ${B} and ${A}` },
    ]);
  });

  it("are not those of which one comes back now and then", () => {
    const { connect, clock, told } = createHarness();
    for (let n = 0; n < 10; n++) {
      connect({ keepAliveSeconds: 0 }, A);
      clock.advance(30);
    }
    expect(told("clientWarned")).toEqual([]);
  });

  it("take turns without a setting, as the specification has it [5 MQTT-3.1.4-3]", () => {
    const { from, last } = fight();
    const next = from(A);
    expect([last?.ended, next.connack?.reasonCode]).toEqual([ReasonCode.SessionTakenOver, 0]);
  });
});

describe("contested-client-id = older-stays", () => {
  it("refuses a newcomer, whose later tries wait longer each time", () => {
    const { from, clock, last } = fight("older-stays");
    expect(from(A).connack).toMatchObject({
      reasonCode: ReasonCode.ServerBusy,
      properties: { reasonString: expect.stringContaining("2 s (contested-client-id)") },
    });
    clock.advance(2);
    expect([last?.ended, from(A).connack?.reasonCode]).toEqual(["open", 0]);
    clock.advance(3.9);
    expect(from(B).connack?.reasonCode).toBe(ReasonCode.ServerBusy);
    clock.advance(0.1);
    expect(from(B).connack?.reasonCode).toBe(0);
  });

  it("lets whoever comes have the id when it is free", () => {
    const { from, last } = fight("older-stays");
    last?.drop();
    expect(from(A).connack?.reasonCode).toBe(0);
  });

  it("holds off in 3.1.1 with return code 3", () => {
    const { from } = fight("older-stays", { version: 4 });
    expect(from(A).connack?.reasonCode).toBe(3);
  });

  it("is counted by its name, and does not touch other ids", () => {
    const { from, connect, broker } = fight("older-stays");
    from(A);
    expect(connect({ clientId: "other" }, A).connack?.reasonCode).toBe(0);
    expect(broker.inside.info().counters.heldBack["contested-client-id"]).toBe(1);
  });

  it("forgets the fight when it has rested", () => {
    const { from, clock } = fight("older-stays");
    clock.advance(33);
    const codes = [A, B].map((address) => from(address).connack?.reasonCode);
    expect(codes).toEqual([0, 0]);
  });
});

describe("contested-client-id = newer-stays", () => {
  it("refuses the address that lost the id last, and nobody else", () => {
    const { from } = fight("newer-stays");
    expect(from(A).connack?.reasonCode).toBe(ReasonCode.ServerBusy);
    expect(from("192.0.2.3").connack?.reasonCode).toBe(0);
  });
});
