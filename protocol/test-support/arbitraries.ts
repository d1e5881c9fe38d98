import fc from "fast-check";
import { NO_PROPERTIES, type Packet, PacketType, type Properties, type ProtocolVersion } from "../packets.ts";
import { mayCarry, mayRepeat, type PropertyCarrier, WILL_PROPERTIES } from "../properties.ts";
import { PROPERTY_DEFINITIONS, type PropertyDefinition, PropertyKind } from "../property-definitions.ts";
import { ReasonCode } from "../reason-codes.ts";

const text = fc.string({ unit: "binary", maxLength: 20 }).map((each) => each.replaceAll("\0", "0"));
const topic = text.map((each) => `t${each.replaceAll(/[+#]/g, "-")}`);
const binary = fc.uint8Array({ maxLength: 40 });
const packetId = fc.integer({ min: 1, max: 65_535 });
const qos = fc.constantFrom(0, 1, 2);

function valuesOf({ kind, minimum, isTopic }: PropertyDefinition): fc.Arbitrary<unknown> {
  switch (kind) {
    case PropertyKind.Byte:
      return fc.constantFrom(0, 1);
    case PropertyKind.TwoByteInteger:
      return fc.integer({ min: minimum, max: 0xffff });
    case PropertyKind.FourByteInteger:
      return fc.integer({ min: minimum, max: 0xffff_ffff });
    case PropertyKind.VariableByteInteger:
      return fc.integer({ min: minimum, max: 268_435_455 });
    case PropertyKind.String:
      return isTopic ? topic : text;
    case PropertyKind.Binary:
      return binary;
    case PropertyKind.StringPair:
      return fc.tuple(text, text);
  }
}

/** Any properties that this packet, or the will, may carry. */
function propertiesOf(carrier: PropertyCarrier): fc.Arbitrary<Properties> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const definition of PROPERTY_DEFINITIONS) {
    if (!mayCarry(carrier, definition)) continue;
    const one = valuesOf(definition);
    const maxLength = mayRepeat(carrier, definition) ? 3 : 1;
    model[definition.name] = definition.isList ? fc.array(one, { minLength: 1, maxLength }) : one;
  }
  return fc.record(model, { requiredKeys: [] }).map(withMethod) as fc.Arbitrary<Properties>;
}

/** Authentication data needs a method, and AUTH is about nothing else. */
function withMethod(properties: Properties): Properties {
  const needsMethod =
    properties.authenticationData !== undefined && properties.authenticationMethod === undefined;
  return needsMethod ? { ...properties, authenticationMethod: "m" } : properties;
}

function packetProperties(version: ProtocolVersion, carrier: PropertyCarrier): fc.Arbitrary<Properties> {
  return version === 5 ? propertiesOf(carrier) : fc.constant(NO_PROPERTIES);
}

function connect(version: ProtocolVersion): fc.Arbitrary<unknown> {
  const will = fc.record({
    topic: text,
    payload: binary,
    qos,
    retain: fc.boolean(),
    properties: packetProperties(version, WILL_PROPERTIES),
  });
  return fc
    .record(
      {
        type: fc.constant(PacketType.Connect),
        version: fc.constant(version),
        clientId: text,
        cleanStart: fc.boolean(),
        keepAliveSeconds: fc.integer({ min: 0, max: 0xffff }),
        will,
        userName: text,
        password: binary,
        properties: packetProperties(version, PacketType.Connect),
      },
      { requiredKeys: ["type", "version", "clientId", "cleanStart", "keepAliveSeconds", "properties"] },
    )
    .filter((each) => version === 5 || each.password === undefined || each.userName !== undefined);
}

function publish(version: ProtocolVersion): fc.Arbitrary<unknown> {
  return fc
    .record({
      type: fc.constant(PacketType.Publish),
      topic,
      payload: fc.uint8Array({ maxLength: 300 }),
      qos,
      retain: fc.boolean(),
      dup: fc.boolean(),
      packetId,
      properties: packetProperties(version, PacketType.Publish),
    })
    .map((each) => (each.qos === 0 ? { ...each, dup: false, packetId: 0 } : each));
}

function answer(version: ProtocolVersion, type: PacketType, codes: readonly number[]): fc.Arbitrary<unknown> {
  const reasonCode = version === 5 ? fc.constantFrom(...codes) : fc.constant(0);
  return fc.record({
    type: fc.constant(type),
    packetId,
    reasonCode,
    properties: packetProperties(version, type),
  });
}

function subscribe(version: ProtocolVersion): fc.Arbitrary<unknown> {
  const is5 = version === 5;
  const request = fc.record({
    filter: topic,
    qos,
    noLocal: is5 ? fc.boolean() : fc.constant(false),
    retainAsPublished: is5 ? fc.boolean() : fc.constant(false),
    retainHandling: is5 ? fc.constantFrom(0, 1, 2) : fc.constant(0),
  });
  const subscriptions = fc.array(request, { minLength: 1, maxLength: 4 });
  const properties = packetProperties(version, PacketType.Subscribe);
  return fc.record({ type: fc.constant(PacketType.Subscribe), packetId, subscriptions, properties });
}

function listOf(version: ProtocolVersion, type: PacketType, codes: readonly number[]): fc.Arbitrary<unknown> {
  const reasonCodes = fc.array(fc.constantFrom(...codes), { minLength: 1, maxLength: 4 });
  return fc.record({
    type: fc.constant(type),
    packetId,
    reasonCodes,
    properties: packetProperties(version, type),
  });
}

function connack(version: ProtocolVersion): fc.Arbitrary<unknown> {
  return fc
    .record({
      type: fc.constant(PacketType.Connack),
      sessionPresent: fc.boolean(),
      reasonCode: version === 5 ? fc.constantFrom(0, 0x80, 0x87, 0x9f) : fc.integer({ min: 0, max: 5 }),
      properties: packetProperties(version, PacketType.Connack),
    })
    .map((each) => ({
      ...each,
      sessionPresent: each.sessionPresent && each.reasonCode === 0 && version !== 3,
    }));
}

function unsubscribe(version: ProtocolVersion): fc.Arbitrary<unknown> {
  const filters = fc.array(text, { minLength: 1, maxLength: 4 });
  const properties = packetProperties(version, PacketType.Unsubscribe);
  return fc.record({ type: fc.constant(PacketType.Unsubscribe), packetId, filters, properties });
}

function unsuback(version: ProtocolVersion): fc.Arbitrary<unknown> {
  if (version === 5) return listOf(version, PacketType.Unsuback, [0, 0x11, 0x87]);
  return fc.record({
    type: fc.constant(PacketType.Unsuback),
    packetId,
    reasonCodes: fc.constant([]),
    properties: fc.constant(NO_PROPERTIES),
  });
}

function disconnect(version: ProtocolVersion): fc.Arbitrary<unknown> {
  return fc.record({
    type: fc.constant(PacketType.Disconnect),
    reasonCode: version === 5 ? fc.constantFrom(0, 4, 0x8e, 0xa2) : fc.constant(0),
    properties: packetProperties(version, PacketType.Disconnect),
  });
}

function auth(): fc.Arbitrary<unknown> {
  return fc.record({
    type: fc.constant(PacketType.Auth),
    reasonCode: fc.constantFrom(
      ReasonCode.Success,
      ReasonCode.ContinueAuthentication,
      ReasonCode.ReAuthenticate,
    ),
    properties: propertiesOf(PacketType.Auth).map((each) => ({ authenticationMethod: "m", ...each })),
  });
}

/** Arbitrary packets of each type that a version has. */
export function packetArbitraries(version: ProtocolVersion): [type: string, packets: fc.Arbitrary<Packet>][] {
  const publishCodes = [0, 0x10, 0x80, 0x97];
  const releaseCodes = [0, 0x92];
  const byName: Record<string, fc.Arbitrary<unknown>> = {
    CONNECT: connect(version),
    CONNACK: connack(version),
    PUBLISH: publish(version),
    PUBACK: answer(version, PacketType.Puback, publishCodes),
    PUBREC: answer(version, PacketType.Pubrec, publishCodes),
    PUBREL: answer(version, PacketType.Pubrel, releaseCodes),
    PUBCOMP: answer(version, PacketType.Pubcomp, releaseCodes),
    SUBSCRIBE: subscribe(version),
    SUBACK: listOf(version, PacketType.Suback, version === 5 ? [0, 1, 2, 0x80, 0x9e] : [0, 1, 2, 0x80]),
    UNSUBSCRIBE: unsubscribe(version),
    UNSUBACK: unsuback(version),
    PINGREQ: fc.constant({ type: PacketType.Pingreq }),
    PINGRESP: fc.constant({ type: PacketType.Pingresp }),
    DISCONNECT: disconnect(version),
    ...(version === 5 ? { AUTH: auth() } : {}),
  };
  return Object.entries(byName) as [string, fc.Arbitrary<Packet>][];
}
