import { describe, expect, it } from "vitest";
import { encode } from "../../../../protocol/codec/encode.ts";
import { NO_PROPERTIES, type Packet, PacketType, type Properties } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { ExchangeStep } from "../../ports/access.ts";
import { createHarness, type Harness, type HarnessOptions } from "../../test-support/harness.ts";
import { connectPacket, publishPacket, textOf, utf8 } from "../../test-support/packets.ts";
import { accepted, auth, challenge, METHOD, scripted, settle } from "../../test-support/scripted-method.ts";
import type { TestClient } from "../../test-support/test-client.ts";

const { ContinueAuthentication, NotAuthorized, ProtocolError } = ReasonCode;
const REFUSED: ExchangeStep = { kind: "refused", reasonCode: NotAuthorized, reason: "wrong word" };
const TWO_STEPS = [challenge("word?"), accepted("ann", "welcome")] as const;

interface Begun extends Harness {
  readonly client: TestClient;
  readonly said: readonly (string | undefined)[];
}

/** A client that has sent CONNECT with the scripted method. */
function begin(
  steps: readonly (ExchangeStep | Promise<ExchangeStep>)[],
  properties: Properties = {},
  options: HarnessOptions = {},
): Begun {
  const { authenticator, said } = scripted(...steps);
  const harness = createHarness({ authenticator, ...options });
  const client = harness.open();
  const authenticationData = utf8("hello");
  client.send(
    connectPacket({ properties: { authenticationMethod: METHOD, authenticationData, ...properties } }),
  );
  return { ...harness, client, said };
}

describe("a CONNECT with an authentication method", () => {
  it("is refused when the method is not offered [5 MQTT-4.12.0-1]", () => {
    const { client } = begin([], { authenticationMethod: "OTHER" });
    const [connack] = client.take(PacketType.Connack);
    expect([connack?.reasonCode, client.ended]).toEqual([ReasonCode.BadAuthenticationMethod, "closed"]);
    expect(connack?.properties.reasonString).toBe('the authentication method "OTHER" is not offered');
  });

  it("is answered with AUTH 0x18 when more is needed, and with no CONNACK yet [5 MQTT-4.12.0-2] [5 MQTT-4.12.0-5]", () => {
    const { client, said } = begin(TWO_STEPS);
    expect(said).toEqual(["hello"]);
    expect(client.takeAll()).toEqual([auth(ContinueAuthentication, "word?")]);
  });

  it("gets CONNACK with the method and the last data when it has proved itself [5 MQTT-4.12.0-5]", () => {
    const { client, said, broker } = begin(TWO_STEPS);
    client.takeAll();
    client.send(auth(ContinueAuthentication, "secret"));
    expect(said).toEqual(["hello", "secret"]);
    const [connack] = client.take(PacketType.Connack);
    expect(connack).toMatchObject({ reasonCode: 0, properties: { authenticationMethod: METHOD } });
    expect(textOf(connack?.properties.authenticationData)).toBe("welcome");
    const session = broker.inside.session("client");
    expect([session?.userName, session?.connect?.authenticationMethod]).toEqual(["ann", METHOD]);
  });

  it("can be in after one step, without a word to say", () => {
    const { client } = begin([accepted(undefined)]);
    const [connack] = client.take(PacketType.Connack);
    expect(connack?.properties).toMatchObject({ authenticationMethod: METHOD });
    expect(connack?.properties.authenticationData).toBeUndefined();
  });

  it.each([
    ["at once", 0],
    ["after a challenge", 1],
  ])("is refused %s with CONNACK, and closed [5 MQTT-4.12.0-4]", (_when, challenges) => {
    const { client, told } = begin([...[challenge("word?")].slice(0, challenges), REFUSED]);
    if (challenges > 0) client.send(auth(ContinueAuthentication, "guess"));
    const [connack] = client.take(PacketType.Connack);
    expect([connack?.reasonCode, connack?.properties.reasonString]).toEqual([NotAuthorized, "wrong word"]);
    expect([client.ended, told("clientConnected")]).toEqual(["closed", []]);
    expect(told("clientRefused")).toMatchObject([{ clientId: "client", reason: "wrong word" }]);
  });

  it("tells whom the exchange was about when it is refused", () => {
    const { told } = begin([{ ...REFUSED, userName: "ann" }]);
    expect(told("clientRefused")).toMatchObject([{ userName: "ann" }]);
  });

  it("lets what comes behind the last AUTH in one chunk be heard", () => {
    const { client } = begin(TWO_STEPS);
    client.takeAll();
    const last = encode(auth(ContinueAuthentication, "secret"), 5);
    client.sendBytes(...last, ...encode(publishPacket({ qos: 1 }), 5));
    expect(client.takeAll().map(({ type }) => type)).toEqual([PacketType.Connack, PacketType.Puback]);
  });
});

describe("while a client is challenged", () => {
  const others: readonly [string, Packet][] = [
    ["PUBLISH", publishPacket()],
    ["PINGREQ", { type: PacketType.Pingreq }],
    ["a second CONNECT", connectPacket()],
  ];

  it.each(others)("%s is a protocol error [5 MQTT-3.1.2-30]", (_name, packet) => {
    const { client, told } = begin(TWO_STEPS, {}, { wantsMessages: true });
    client.send(packet);
    expect([client.take(PacketType.Connack)[0]?.reasonCode, client.ended]).toEqual([ProtocolError, "closed"]);
    expect(told("messageReceived")).toEqual([]);
    expect(told("clientRefused")[0]?.reason).toBe(
      "before CONNACK only AUTH and DISCONNECT may be sent [5 MQTT-3.1.2-30]",
    );
  });

  it.each([
    ["Success", ReasonCode.Success],
    ["Re-authenticate", ReasonCode.ReAuthenticate],
  ])("an AUTH with the reason code %s is a protocol error [5 MQTT-4.12.0-3]", (_name, reasonCode) => {
    const { client, said } = begin(TWO_STEPS);
    client.send(auth(reasonCode, "secret"));
    expect([client.take(PacketType.Connack)[0]?.reasonCode, client.ended]).toEqual([ProtocolError, "closed"]);
    expect(said).toEqual(["hello"]);
  });

  it("an AUTH of another method is a protocol error [5 MQTT-4.12.0-5]", () => {
    const { client, said } = begin(TWO_STEPS);
    client.send(auth(ContinueAuthentication, "secret", "OTHER"));
    expect([client.take(PacketType.Connack)[0]?.reasonCode, client.ended]).toEqual([ProtocolError, "closed"]);
    expect(said).toEqual(["hello"]);
  });

  it("a malformed AUTH is told in CONNACK", () => {
    const { client } = begin(TWO_STEPS);
    client.sendBytes(0xf0, 0x02, 0x18, 0x00);
    expect([client.take(PacketType.Connack)[0]?.reasonCode, client.ended]).toEqual([ProtocolError, "closed"]);
  });

  it("DISCONNECT ends it without an answer", () => {
    const { client, told } = begin(TWO_STEPS);
    client.takeAll();
    client.send({ type: PacketType.Disconnect, reasonCode: ReasonCode.Success, properties: NO_PROPERTIES });
    expect([client.takeAll(), client.ended]).toEqual([[], "closed"]);
    expect(told("clientRefused")).toMatchObject([
      { reason: "the client gave up while it was authenticated" },
    ]);
  });

  it("the time limit for CONNECT goes on", () => {
    const { client, clock, told } = begin(TWO_STEPS, {}, { limits: { connectTimeoutSeconds: 10 } });
    clock.advance(9);
    expect(client.ended).toBe("open");
    clock.advance(1);
    expect(client.ended).toBe("closed");
    expect(told("clientRefused")[0]?.reason).toMatch(/did not finish its authentication within 10 s/);
  });

  it("the connection counts as one that is not in yet", () => {
    const { client, open } = begin(TWO_STEPS, {}, { limits: { maximumPendingConnections: 1 } });
    expect([open().ended, client.ended]).toEqual(["closed", "open"]);
  });

  it("a challenge larger than the client takes is not sent [5 MQTT-3.1.2-24]", () => {
    const { client } = begin([challenge("x".repeat(200))], { maximumPacketSize: 100 });
    const heard = client.takeAll();
    expect(heard.map(({ type }) => type)).toEqual([PacketType.Connack]);
    expect(heard).toMatchObject([{ reasonCode: ReasonCode.PacketTooLarge }]);
    expect(client.ended).toBe("closed");
  });
});

describe("an exchange whose answers come later", () => {
  it("is not read meanwhile, and goes on with what came", async () => {
    const begun = begin([Promise.resolve(challenge("word?")), Promise.resolve(accepted("ann"))]);
    const { client, said } = begun;
    client.send(auth(ContinueAuthentication, "early"));
    expect([client.wire.isPaused, client.takeAll(), said]).toEqual([true, [], ["hello"]]);
    await settle(begun);
    await settle(begun);
    expect(client.takeAll().map(({ type }) => type)).toEqual([PacketType.Auth, PacketType.Connack]);
    expect([client.wire.isPaused, said, client.ended]).toEqual([false, ["hello", "early"], "open"]);
  });

  it("admits nobody who has gone meanwhile", async () => {
    const begun = begin([Promise.resolve(accepted("ann"))]);
    begun.client.drop();
    await settle(begun);
    expect([begun.told("clientConnected"), begun.client.takeAll()]).toEqual([[], []]);
  });

  it("is refused when it fails", async () => {
    const begun = begin([Promise.reject(new Error("no answer"))]);
    await settle(begun);
    const { client } = begun;
    const reasonCode = client.take(PacketType.Connack)[0]?.reasonCode;
    expect([reasonCode, client.ended]).toEqual([ReasonCode.ServerUnavailable, "closed"]);
  });
});

describe("a CONNECT without an authentication method", () => {
  it("is never answered with AUTH, and CONNACK has no method [5 MQTT-4.12.0-6]", () => {
    const { authenticator, said } = scripted(...TWO_STEPS);
    const client = createHarness({ authenticator }).connect({ userName: "ann", password: utf8("secret") });
    expect([client.connack?.reasonCode, client.takeAll(), said]).toEqual([0, [], []]);
    expect(client.connack?.properties.authenticationMethod).toBeUndefined();
    expect(client.connack?.properties.authenticationData).toBeUndefined();
  });
});
