import { describe, expect, it } from "vitest";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { Subject } from "./ports/access.ts";
import { createHarness } from "./test-support/harness.ts";

/** Rights that a test takes away: "user action topic". */
function setUp() {
  const denied = new Set<string>();
  const isAllowed = ({ userName }: Subject, action: string, topic: string): boolean =>
    !denied.has(`${userName} ${action} ${topic}`);
  const harness = createHarness({
    acl: {
      mayPublish: (subject, topic) => isAllowed(subject, "publish", topic),
      maySubscribe: (subject, filter) => isAllowed(subject, "subscribe", filter),
      mayReceive: (subject, topic) => isAllowed(subject, "receive", topic),
    },
  });
  const deny = (...rights: readonly string[]): void => {
    for (const right of rights) denied.add(right);
    harness.broker.recheckRights();
  };
  return { ...harness, deny };
}

const DURABLE = { sessionExpiryInterval: 60 };

describe("when rights have changed", () => {
  it("subscriptions that are not allowed any more end, and others go on", () => {
    const { connect, deny, told } = setUp();
    const ann = connect({ clientId: "a", userName: "ann" });
    ann.subscribe("x", "y", "$share/g/x");
    deny("ann subscribe x");
    connect({ clientId: "p" }).publish("x");
    connect({ clientId: "q" }).publish("y");
    expect(ann.messages()).toEqual(["y=x"]);
    expect(told("subscriptionRefused")).toMatchObject([
      { clientId: "a", filter: "x", reasonCode: ReasonCode.NotAuthorized },
      { clientId: "a", filter: "$share/g/x", reasonCode: ReasonCode.NotAuthorized },
    ]);
  });

  it("messages that wait and may not be received any more are dropped and counted, the others stay in order", () => {
    const { connect, deny, told, broker } = setUp();
    connect({ clientId: "a", userName: "ann", properties: DURABLE }).subscribe("#");
    broker.inside.actions.disconnect("a");
    const publisher = connect({ clientId: "p" });
    for (const topic of ["x", "y", "x", "z"]) publisher.publish(topic, topic, { qos: 1 });
    deny("ann receive x");
    expect(told("messageDropped").map(({ topic, reason }) => [topic, reason])).toEqual([
      ["x", "not-authorized"],
      ["x", "not-authorized"],
    ]);
    const back = connect({ clientId: "a", userName: "ann", cleanStart: false, properties: DURABLE });
    expect(back.messages()).toEqual(["y=y", "z=z"]);
  });

  it("what an author retained who may not publish there any more is given to nobody", () => {
    const { connect, deny, broker } = setUp();
    connect({ clientId: "p", userName: "eve" }).publish("x", "hers", { retain: true });
    broker.inside.actions.publish({ topic: "y", payload: Uint8Array.of(49), qos: 0, retain: true });
    deny("eve publish x");
    const ann = connect({ clientId: "a", userName: "ann" });
    ann.subscribe("#");
    expect(ann.messages()).toEqual(["y=1"]);
  });
});
