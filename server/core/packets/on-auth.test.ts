import { describe, expect, it } from "vitest";
import { PacketType } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ExchangeStep } from "../ports/access.ts";
import type { Limits } from "../ports/limits.ts";
import { createHarness, type Harness } from "../test-support/harness.ts";
import { publishPacket, willOf } from "../test-support/packets.ts";
import { accepted, auth, challenge, METHOD, scripted, settle } from "../test-support/scripted-method.ts";
import type { TestClient } from "../test-support/test-client.ts";

const { ContinueAuthentication, NotAuthorized, ProtocolError, ReAuthenticate, Success } = ReasonCode;

interface Connected extends Harness {
  readonly client: TestClient;
}

type Steps = readonly (ExchangeStep | Promise<ExchangeStep>)[];

/** A client that is in by the scripted method as "ann"; what comes later follows the steps. */
function connected(...steps: Steps): Connected {
  return connectedWith({}, ...steps);
}

function connectedWith(limits: Partial<Limits>, ...steps: Steps): Connected {
  const first = scripted(accepted("ann"));
  const methods = new Map(first.authenticator.methods);
  const harness = createHarness({ authenticator: { ...first.authenticator, methods }, limits });
  const client = harness.connect({ will: willOf(), properties: { authenticationMethod: METHOD } });
  for (const [name, method] of scripted(...steps).authenticator.methods) methods.set(name, method);
  return { ...harness, client };
}

describe("a client that authenticates anew", () => {
  it("gets AUTH 0x18 for AUTH 0x19, and AUTH 0x00 at the end, with the method of its CONNECT [5 MQTT-4.12.1-1] [5 MQTT-4.12.0-5]", () => {
    const { client } = connected(challenge("word?"), accepted("ann", "welcome"));
    client.send(auth(ReAuthenticate, "hello"));
    expect(client.takeAll()).toEqual([auth(ContinueAuthentication, "word?")]);
    client.send(auth(ContinueAuthentication, "secret"));
    expect(client.takeAll()).toEqual([auth(Success, "welcome")]);
    expect(client.ended).toBe("open");
  });

  it("can do so again and again", () => {
    const { client } = connected(accepted("ann"));
    client.send(auth(ReAuthenticate), auth(ReAuthenticate));
    expect(client.takeAll()).toEqual([auth(Success), auth(Success)]);
  });

  it("goes on with everything else meanwhile (§4.12.1)", () => {
    const { client } = connected(challenge("word?"), accepted("ann"));
    client.subscribe("t");
    client.send(auth(ReAuthenticate), publishPacket({ qos: 1 }), { type: PacketType.Pingreq });
    expect(client.take(PacketType.Auth)).toEqual([auth(ContinueAuthentication, "word?")]);
    const others = new Set(client.takeAll().map(({ type }) => type));
    expect(others).toEqual(new Set([PacketType.Publish, PacketType.Puback, PacketType.Pingresp]));
  });

  it.each([
    [NotAuthorized, 1],
    [ReasonCode.ServerBusy, 0],
  ])("counts as a failed login of its address where the answer is %i: %i", (reasonCode, failures) => {
    const refusal = { kind: "refused", reasonCode, reason: "no" } as const;
    const { client, told } = connectedWith({ failedLoginsBeforeDelay: 1 }, refusal);
    client.send(auth(ReAuthenticate, "guess"));
    expect(told("loginsSlowed")).toHaveLength(failures);
  });

  it("is disconnected when it fails, and its will is published [5 MQTT-4.12.1-2]", () => {
    const refusal = { kind: "refused", reasonCode: NotAuthorized, reason: "wrong word" } as const;
    const { client, told } = connected(challenge("word?"), refusal);
    client.send(auth(ReAuthenticate), auth(ContinueAuthentication, "guess"));
    expect(client.ended).toBe(NotAuthorized);
    expect(told("clientDisconnected")).toMatchObject([
      { cause: "re-authentication-failed", reasonCode: NotAuthorized, detail: "wrong word" },
    ]);
    expect(told("willFired")).toMatchObject([{ cause: "re-authentication-failed" }]);
  });

  it("is disconnected when it turns out to be somebody else [5 MQTT-4.12.1-2]", () => {
    const { client, told } = connected(accepted("bob"));
    client.send(auth(ReAuthenticate));
    expect(client.ended).toBe(NotAuthorized);
    expect(told("clientDisconnected")[0]?.detail).toBe(
      'it authenticated anew as "bob", the connection is of "ann"',
    );
  });

  it("may not begin twice at once", () => {
    const { client } = connected(challenge("word?"), accepted("ann"));
    client.send(auth(ReAuthenticate), auth(ReAuthenticate));
    expect(client.ended).toBe(ProtocolError);
  });

  it("may not name another method [5 MQTT-4.12.1-1]", () => {
    const { client } = connected(accepted("ann"));
    client.send(auth(ReAuthenticate, "hello", "OTHER"));
    expect(client.ended).toBe(ProtocolError);
  });

  it.each([
    ["continues what was not begun", ContinueAuthentication],
    ["says Success, which is for the server to say", Success],
  ])("breaks the protocol when it %s", (_name, reasonCode) => {
    const { client } = connected(accepted("ann"));
    client.send(auth(reasonCode));
    expect(client.ended).toBe(ProtocolError);
  });

  it("cannot when it came without a method [5 MQTT-4.12.0-7]", () => {
    const client = createHarness(scripted(accepted("ann"))).connect();
    client.send(auth(ReAuthenticate));
    expect(client.ended).toBe(ProtocolError);
  });
});

describe("a re-authentication whose answer comes later", () => {
  it("holds nothing up, and is told when it comes", async () => {
    const begun = connected(Promise.resolve(accepted("ann")));
    const { client } = begun;
    client.send(auth(ReAuthenticate), { type: PacketType.Pingreq });
    expect([client.wire.isPaused, client.takeAll().map(({ type }) => type)]).toEqual([
      false,
      [PacketType.Pingresp],
    ]);
    await settle(begun);
    expect(client.takeAll()).toEqual([auth(Success)]);
  });

  it("may not be hurried", () => {
    const { client } = connected(Promise.resolve(challenge("word?")));
    client.send(auth(ReAuthenticate), auth(ContinueAuthentication, "early"));
    expect(client.ended).toBe(ProtocolError);
  });

  it("touches nobody when its connection has gone meanwhile", async () => {
    const begun = connected(Promise.resolve(accepted("bob")));
    begun.client.send(auth(ReAuthenticate));
    begun.client.drop();
    const [disconnected] = begun.told("clientDisconnected");
    const again = begun.connect();
    await settle(begun);
    expect([again.ended, begun.told("clientDisconnected")]).toEqual(["open", [disconnected]]);
  });

  it("is one that failed when nobody could answer [5 MQTT-4.12.1-2]", async () => {
    const begun = connected(Promise.reject(new Error("no answer")));
    begun.client.send(auth(ReAuthenticate));
    await settle(begun);
    expect(begun.client.ended).toBe(NotAuthorized);
  });
});
