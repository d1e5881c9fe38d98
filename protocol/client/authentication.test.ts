import { describe, expect, it } from "vitest";
import { NO_PROPERTIES, type Packet, PacketType } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";
import { type ClientWire, clientWire, connack } from "../test-support/client-wire.ts";
import type { ClientHandlers } from "./client-options.ts";

const authenticationMethod = "m";
const named = { authenticationMethod };
const data = (byte: number) => ({ ...named, authenticationData: Uint8Array.of(byte) });
const auth = (reasonCode: ReasonCode, properties: object = named): Packet => ({
  type: PacketType.Auth,
  reasonCode: reasonCode,
  properties,
});
const challenge = auth(ReasonCode.ContinueAuthentication);

/** A client that names a method, and has just sent CONNECT. */
function beginning(handlers: Partial<ClientHandlers> = {}): ClientWire {
  const wire = clientWire({ properties: named }, handlers);
  wire.client.connect(Uint8Array.of(1));
  return wire;
}

function accepted(): ClientWire {
  const wire = beginning();
  wire.server(connack(false, named));
  wire.sent();
  return wire;
}

describe("enhanced authentication", () => {
  it("begins in CONNECT, and is challenge and answer until CONNACK [5 MQTT-4.12.0-3]", () => {
    const seen: unknown[] = [];
    const wire = beginning({ onAuth: (packet) => seen.push(packet) });
    expect(wire.sent()).toEqual([expect.objectContaining({ properties: data(1) })]);
    wire.server(auth(ReasonCode.ContinueAuthentication, data(2)));
    expect(seen).toEqual([auth(ReasonCode.ContinueAuthentication, data(2))]);
    wire.client.authenticate(Uint8Array.of(3));
    expect(wire.sent()).toEqual([auth(ReasonCode.ContinueAuthentication, data(3))]);
    wire.server(connack(false, data(4)));
    expect([wire.client.isConnected, wire.errors]).toEqual([true, []]);
  });

  it("lets nothing out before CONNACK but AUTH and DISCONNECT [5 MQTT-3.1.2-30]", () => {
    const wire = beginning();
    wire.sent();
    wire.client.publish({ topic: "t", payload: new Uint8Array(), qos: 0, retain: false });
    wire.client.unsubscribe(["a"]);
    wire.client.tick(1_000_000);
    wire.server(challenge);
    wire.client.authenticate();
    wire.client.disconnect(ReasonCode.NotAuthorized);
    expect(wire.sent().map(({ type }) => type)).toEqual([PacketType.Auth, PacketType.Disconnect]);
  });

  it("answers no challenge twice, and none that was not made", () => {
    const wire = beginning();
    expect(() => wire.client.authenticate()).toThrow("no challenge");
    wire.server(challenge);
    wire.client.authenticate();
    expect(() => wire.client.authenticate()).toThrow("no challenge");
  });

  it("is not begun by a client that named no method [5 MQTT-4.12.0-7]", () => {
    const wire = clientWire();
    wire.client.connect();
    wire.server(connack(false));
    wire.sent();
    expect(() => wire.client.authenticate()).toThrow("no authentication method");
    expect(() => wire.client.reauthenticate()).toThrow("no authentication method");
    expect(wire.sent()).toEqual([]);
  });

  it.each([
    ["an AUTH", challenge],
    ["a CONNACK", connack(false, named)],
  ])("is not begun by the server: %s [5 MQTT-4.12.0-6]", (_, packet) => {
    const wire = clientWire();
    wire.client.connect();
    wire.server(packet);
    expect(wire.errors).toEqual([expect.objectContaining({ clause: "5 MQTT-4.12.0-6" })]);
  });

  it.each([
    ["an AUTH", auth(ReasonCode.ContinueAuthentication, { authenticationMethod: "other" })],
    ["a CONNACK", connack(false, { authenticationMethod: "other" })],
    ["a CONNACK without one", connack(false, NO_PROPERTIES)],
  ])("keeps to its method: %s [5 MQTT-4.12.0-5]", (_, packet) => {
    const wire = beginning();
    wire.server(packet);
    expect(wire.errors).toEqual([expect.objectContaining({ clause: "5 MQTT-4.12.0-5" })]);
    expect(wire.client.isConnected).toBe(false);
  });

  it.each([ReasonCode.Success, ReasonCode.ReAuthenticate])(
    "takes no AUTH %i before CONNACK [5 MQTT-4.12.0-2]",
    (reasonCode) => {
      const wire = beginning();
      wire.server(auth(reasonCode));
      expect(wire.errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.ProtocolError })]);
    },
  );
});

describe("re-authentication", () => {
  it("is by the same method, and ends with AUTH [5 MQTT-4.12.1-1]", () => {
    const wire = accepted();
    wire.client.reauthenticate(Uint8Array.of(1));
    wire.server(challenge);
    wire.client.authenticate(Uint8Array.of(2));
    wire.server(auth(ReasonCode.Success));
    wire.client.reauthenticate();
    expect(wire.sent()).toEqual([
      auth(ReasonCode.ReAuthenticate, data(1)),
      auth(ReasonCode.ContinueAuthentication, data(2)),
      auth(ReasonCode.ReAuthenticate),
    ]);
    expect(wire.errors).toEqual([]);
  });

  it("is one at a time", () => {
    const wire = accepted();
    wire.client.reauthenticate();
    expect(() => wire.client.reauthenticate()).toThrow("under way");
  });

  it("is the client's to begin", () => {
    const wire = accepted();
    wire.server(challenge);
    expect(wire.errors).toEqual([expect.objectContaining({ reasonCode: ReasonCode.ProtocolError })]);
  });
});

describe("what the client adds in words", () => {
  const words = { reasonString: "x".repeat(50), userProperties: [["a", "b"]] as const };

  it("is left out of a DISCONNECT that would be too large [5 MQTT-3.14.2-3] [5 MQTT-3.14.2-4]", () => {
    for (const [maximumPacketSize, properties] of [
      [200, words],
      [30, {}],
    ] as const) {
      const wire = beginning();
      wire.server(connack(false, { ...named, maximumPacketSize }));
      wire.sent();
      wire.client.disconnect(ReasonCode.UnspecifiedError, words);
      expect(wire.sent()).toEqual([expect.objectContaining({ properties })]);
    }
  });

  it("is never in an AUTH [5 MQTT-3.15.2-2] [5 MQTT-3.15.2-3]", () => {
    const wire = accepted();
    wire.client.reauthenticate(Uint8Array.of(1));
    expect(wire.sent()).toEqual([auth(ReasonCode.ReAuthenticate, data(1))]);
  });
});
