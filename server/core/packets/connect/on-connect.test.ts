import { describe, expect, it } from "vitest";
import { type Connect, PacketType } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Identity } from "../../ports/access.ts";
import { createHarness } from "../../test-support/harness.ts";
import { connectPacket, willOf } from "../../test-support/packets.ts";

const REFUSED: Identity = { kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword, reason: "no" };

describe("CONNECT", () => {
  it.each([3, 4, 5] as const)(
    "is accepted in version %i [5 MQTT-3.1.4-5] [5 MQTT-3.1.2-6] [3 MQTT-3.1.4-4]",
    (version) => {
      const { connect, told } = createHarness();
      expect(connect({ version }).connack).toMatchObject({ reasonCode: 0, sessionPresent: false });
      expect(told("clientConnected")).toMatchObject([{ clientId: "client", version, cleanStart: true }]);
    },
  );

  it("says every limit that is not the specification's own", () => {
    const limits = { receiveMaximum: 7, maximumPacketBytes: 9000, topicAliasMaximum: 3 };
    const { connack } = createHarness({ limits }).connect();
    expect(connack?.properties).toEqual({ receiveMaximum: 7, maximumPacketSize: 9000, topicAliasMaximum: 3 });
  });

  it("says nothing of limits that are the specification's own", () => {
    const limits = {
      receiveMaximum: 65_535,
      maximumPacketBytes: Number.POSITIVE_INFINITY,
      topicAliasMaximum: 0,
    };
    expect(createHarness({ limits }).connect().connack?.properties).toEqual({});
  });

  it("lowers a session expiry that is too long and says so", () => {
    const { connect } = createHarness({ limits: { maximumSessionExpirySeconds: 60 } });
    const asks = (sessionExpiryInterval: number): number | undefined =>
      connect({ properties: { sessionExpiryInterval } }).connack?.properties.sessionExpiryInterval;
    expect([asks(60), asks(61), asks(0xffff_ffff)]).toEqual([undefined, 60, 60]);
  });

  it("shows what was asked beside what was granted", () => {
    const { connect, broker } = createHarness({ limits: { maximumKeepAliveSeconds: 30 } });
    connect({ keepAliveSeconds: 40, userName: "u", will: willOf(), properties: { receiveMaximum: 5 } });
    expect(broker.inside.session("client")?.connect).toMatchObject({
      version: 5,
      keepAliveSeconds: 40,
      grantedKeepAliveSeconds: 30,
      receiveMaximum: 5,
      hasUserName: true,
      hasPassword: false,
      hasWill: true,
    });
  });

  it("may be followed by other packets at once, answered behind the one CONNACK [5 MQTT-3.2.0-1] [5 MQTT-3.2.0-2]", () => {
    const { open } = createHarness();
    const client = open();
    client.send(connectPacket(), { type: PacketType.Pingreq });
    expect(client.takeAll().map(({ type }) => type)).toEqual([PacketType.Connack, PacketType.Pingresp]);
  });
});

describe("the client id", () => {
  it("is assigned to a client of 5.0 that brings none [5 MQTT-3.1.3-6] [5 MQTT-3.1.3-7] [5 MQTT-3.2.2-16]", () => {
    const { connect, broker } = createHarness();
    const { connack } = connect({ clientId: "", cleanStart: false });
    expect(connack?.properties.assignedClientIdentifier).toBe("auto-1");
    expect(broker.inside.session("auto-1")?.isConnected).toBe(true);
  });

  it("is assigned in 3.1.1 too, without a word [3 MQTT-3.1.3-6]", () => {
    const { connect, broker } = createHarness();
    expect(connect({ version: 4, clientId: "" }).connack?.reasonCode).toBe(0);
    expect(broker.inside.session("auto-1")?.isConnected).toBe(true);
  });

  it("is never one that is in use [5 MQTT-3.2.2-16] [3 MQTT-3.1.3-6]", () => {
    const { connect } = createHarness();
    const taken = connect({ clientId: "auto-1" });
    expect(connect({ clientId: "" }).connack?.properties.assignedClientIdentifier).toBe("auto-2");
    expect(taken.ended).toBe("open");
  });

  it.each([
    ["of 5.0 that is too long [5 MQTT-3.1.3-8]", { clientId: "12345" }, ReasonCode.ClientIdentifierNotValid],
    ["of 3.1.1 that is too long [3 MQTT-3.1.3-9]", { version: 4, clientId: "12345" }, 2],
    [
      "of 3.1.1 that is empty, without Clean Session [3 MQTT-3.1.3-7] [3 MQTT-3.1.3-8]",
      { version: 4, clientId: "", cleanStart: false },
      2,
    ],
    ["of 3.1 that is empty", { version: 3, clientId: "" }, 2],
  ] as const)("%s is refused", (_name, asked: Partial<Connect>, code) => {
    const { connect } = createHarness({ limits: { maximumClientIdBytes: 4 } });
    const client = connect(asked);
    expect([client.connack?.reasonCode, client.ended]).toEqual([code, "closed"]);
  });
});

describe("a refused CONNECT", () => {
  it.each([
    [3, 4],
    [4, 4],
    [5, ReasonCode.BadUserNameOrPassword],
  ] as const)(
    "is told in the codes of version %i and closed [5 MQTT-3.2.2-7] [5 MQTT-3.2.2-6] [5 MQTT-3.1.4-2] [5 MQTT-3.14.0-1] [3 MQTT-3.2.2-5] [3 MQTT-3.2.2-4]",
    (version, code) => {
      const { connect, told } = createHarness({
        authenticator: { methods: new Map(), identify: () => REFUSED },
      });
      const client = connect({ version, userName: "u" });
      expect(client.connack).toMatchObject({ reasonCode: code, sessionPresent: false }); // [5 MQTT-3.2.2-6] [3 MQTT-3.2.2-4]
      expect(client.ended).toBe("closed");
      expect(told("clientRefused")).toMatchObject([
        { clientId: "client", userName: "u", reasonCode: ReasonCode.BadUserNameOrPassword, reason: "no" },
      ]);
    },
  );

  it("leaves no session and unsettles nobody of its name [5 MQTT-3.1.4-2]", () => {
    let identity: Identity = { kind: "accepted", userName: undefined };
    const { connect, broker } = createHarness({
      authenticator: { methods: new Map(), identify: () => identity },
    });
    const first = connect({ clientId: "c" });
    identity = REFUSED;
    connect({ clientId: "c" });
    connect({ clientId: "d" });
    expect(first.ended).toBe("open");
    expect([...broker.inside.sessions()].map(({ clientId }) => clientId)).toEqual(["c"]);
  });

  it("is not heard any more [5 MQTT-3.1.4-6] [3 MQTT-3.1.4-5]", () => {
    const identities: Identity[] = [REFUSED, { kind: "accepted", userName: undefined }];
    const identify = (): Identity => identities.shift() ?? REFUSED;
    const { open, told } = createHarness({ authenticator: { methods: new Map(), identify } });
    const client = open();
    client.send(connectPacket(), connectPacket(), { type: PacketType.Pingreq });
    expect(client.takeAll().map(({ type }) => type)).toEqual([PacketType.Connack]);
    expect(told("clientConnected")).toEqual([]);
  });

  it("says why, unless the client takes no packet so large [5 MQTT-3.2.2-19]", () => {
    const { connect } = createHarness({ authenticator: { methods: new Map(), identify: () => REFUSED } });
    expect(connect().connack?.properties.reasonString).toBe("no");
    expect(connect({ properties: { maximumPacketSize: 9 } }).connack?.properties).toEqual({});
  });

  it("has no answer where the client takes not even the shortest [5 MQTT-3.1.2-24]", () => {
    const { connect, told } = createHarness();
    const client = connect({ properties: { maximumPacketSize: 4 } });
    expect([client.ended, client.takeAll(), told("sessionCreated")]).toEqual(["closed", [], []]);
  });

  it("is one whose client takes no packet as large as CONNACK", () => {
    const { connect } = createHarness();
    expect(connect({ properties: { maximumPacketSize: 10 } }).connack?.reasonCode).toBe(
      ReasonCode.PacketTooLarge,
    );
  });

  it("is one with an authentication method that is not offered [5 MQTT-4.12.0-1]", () => {
    const { connect } = createHarness();
    const client = connect({ properties: { authenticationMethod: "SCRAM" } });
    expect([client.connack?.reasonCode, client.ended]).toEqual([
      ReasonCode.BadAuthenticationMethod,
      "closed",
    ]);
  });

  it("is one whose authenticator fails", () => {
    const identify = (): Identity => {
      throw new Error("a bug");
    };
    const { connect, told } = createHarness({ authenticator: { methods: new Map(), identify } });
    expect(connect().ended).toBe("closed");
    expect(told("internalError")).toMatchObject([{ error: new Error("a bug") }]);
  });
});

describe("the will of a CONNECT", () => {
  it.each([
    ["a wildcard", "a/#", ReasonCode.TopicNameInvalid],
    ["too many levels", "a/b/c/d", ReasonCode.TopicNameInvalid],
    ["too many bytes", "abcdefghij", ReasonCode.TopicNameInvalid],
    ["a topic of the broker's own", "$SYS/a", ReasonCode.NotAuthorized],
    ["no topic at all", "", ReasonCode.TopicNameInvalid],
  ])("is refused with %s", (_name, topic, code) => {
    const { connect, told } = createHarness({ limits: { maximumTopicLevels: 3, maximumTopicBytes: 9 } });
    const client = connect({ will: willOf({ topic }) });
    expect([client.connack?.reasonCode, client.ended]).toEqual([code, "closed"]);
    expect(told("sessionCreated")).toEqual([]);
  });
});

describe("a protocol that is not spoken", () => {
  const connectOf = (name: string, level: number): number[] => {
    const body = [0, name.length, ...new TextEncoder().encode(name), level, 2, 0, 0, 0, 1, 0x63];
    return [0x10, body.length, ...body];
  };

  it.each([
    ["MQTT", 3, "in 3.1.1"],
    ["MQTT", 0, "in 3.1.1"],
    ["MQIsdp", 4, "in 3.1.1"],
    ["AMQP", 9, "in 3.1.1"],
  ])("%s %i is refused with code 1 %s [3 MQTT-3.1.2-1] [3 MQTT-3.1.2-2]", (name, level) => {
    const client = createHarness().open(4);
    client.sendBytes(...connectOf(name, level));
    expect(client.take(PacketType.Connack)[0]?.reasonCode).toBe(1);
    expect(client.ended).toBe("closed");
  });

  it("MQTT 6 is refused with 0x84 in the form of 5.0 [5 MQTT-3.1.2-2]", () => {
    const client = createHarness().open(5);
    client.sendBytes(...connectOf("MQTT", 6));
    expect(client.take(PacketType.Connack)[0]?.reasonCode).toBe(ReasonCode.UnsupportedProtocolVersion);
    expect(client.ended).toBe("closed");
  });
});
