import { describe, expect, it } from "vitest";
import { ConnectReturnCode, ReasonCode } from "../../../../protocol/reason-codes.ts";
import { createHarness } from "../../test-support/harness.ts";
import { willOf } from "../../test-support/packets.ts";

describe("a refusal of 3.1.1", () => {
  it("for which there is no return code is the end without CONNACK [3 MQTT-3.2.2-6]", () => {
    const { connect, told } = createHarness();
    const client = connect({ version: 4, will: willOf({ topic: "a/#" }) });
    expect([client.ended, client.takeAll()]).toEqual(["closed", []]);
    expect(client.connack).toBeUndefined();
    expect(told("clientRefused")).toMatchObject([{ reasonCode: ReasonCode.TopicNameInvalid }]);
  });

  it("for a broker that cannot find out who it is says so [3 MQTT-3.2.2-5]", () => {
    const reasonCode = ReasonCode.ServerUnavailable;
    const { connect } = createHarness({
      authenticator: {
        methods: new Map(),
        identify: () => ({ kind: "refused", reasonCode, reason: "no answer" }),
      },
    });
    const client = connect({ version: 4 });
    expect(client.connack).toMatchObject({ reasonCode: ConnectReturnCode.ServerUnavailable });
    expect(client.ended).toBe("closed");
  });
});
