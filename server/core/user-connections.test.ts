import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { createHarness } from "./test-support/harness.ts";
import { willOf } from "./test-support/packets.ts";

/** Two connected clients of one user. */
const TWO = { limits: { maximumConnectionsPerUser: 2 } };

/** Two clients of ann are connected. */
function setUp() {
  const harness = createHarness(TWO);
  const first = harness.connect({ clientId: "a", userName: "ann" });
  const second = harness.connect({ clientId: "b", userName: "ann" });
  return { ...harness, first, second };
}

describe("a user with all the connections it may have", () => {
  it("is refused one more with 0x97 and the setting's name, which is counted", () => {
    const { connect, broker, told } = setUp();
    expect(connect({ clientId: "c", userName: "ann" }).connack).toMatchObject({
      reasonCode: ReasonCode.QuotaExceeded,
      properties: { reasonString: "more than 2 connections of one user (maximum-connections-per-user)" },
    });
    expect(broker.inside.info().counters.heldBack["maximum-connections-per-user"]).toBe(1);
    expect(told("clientRefused")).toMatchObject([{ clientId: "c", userName: "ann" }]);
  });

  it("is answered as 3.1.1 has it", () => {
    const { connect } = setUp();
    expect(connect({ version: 4, clientId: "c", userName: "ann" }).connack?.reasonCode).toBe(3);
  });

  it("keeps no other user out, nor those without a name", () => {
    const { connect } = setUp();
    const names = [{ userName: "bob" }, {}, {}, {}];
    const codes = names.map((name, at) => connect({ clientId: `c${at}`, ...name }).connack?.reasonCode);
    expect(codes).toEqual([0, 0, 0, 0]);
  });

  it("may take over a client id of its own", () => {
    const { connect, first } = setUp();
    expect(connect({ clientId: "a", userName: "ann" }).connack?.reasonCode).toBe(0);
    expect(first.ended).toBe(ReasonCode.SessionTakenOver);
  });

  it("does not get a client id of another user, whose session, will and connection stay as they are", () => {
    const { connect, broker, told } = setUp();
    const properties = { sessionExpiryInterval: 60 };
    const other = connect({ clientId: "o", userName: "bob", properties, will: willOf() });
    other.subscribe("t");
    expect(connect({ clientId: "o", userName: "ann" }).connack?.reasonCode).toBe(ReasonCode.QuotaExceeded);
    expect([other.ended, told("clientTakenOver"), told("willFired")]).toEqual(["open", [], []]);
    expect(broker.inside.session("o")).toMatchObject({ userName: "bob", subscriptions: 1, will: "armed" });
  });

  it("may have another one when one has gone", () => {
    const { connect, first } = setUp();
    first.drop();
    expect(connect({ clientId: "c", userName: "ann" }).connack?.reasonCode).toBe(0);
  });

  it("has room again when another user takes a client id of its own", () => {
    const { connect } = setUp();
    connect({ clientId: "a", userName: "bob" });
    expect(connect({ clientId: "c", userName: "ann" }).connack?.reasonCode).toBe(0);
  });

  it("comes back to a session that waits when there is room", () => {
    const { connect, first } = setUp();
    const away = { clientId: "w", userName: "ann", cleanStart: false };
    const properties = { sessionExpiryInterval: 60 };
    first.drop();
    connect({ ...away, properties }).drop();
    connect({ clientId: "a", userName: "ann" }).drop();
    expect(connect({ ...away, properties }).connack).toMatchObject({ reasonCode: 0, sessionPresent: true });
    expect(connect({ clientId: "a", userName: "ann" }).connack?.reasonCode).toBe(ReasonCode.QuotaExceeded);
  });
});
