import { encode } from "../../protocol/codec/encode.ts";
import {
  type Connect,
  NO_PROPERTIES,
  type Packet,
  PacketType,
  type Properties,
  type ProtocolVersion,
  type Publish,
  type QoS,
  type Subscribe,
  type Will,
} from "../../protocol/packets.ts";
import { type PropertyCarrier, WILL_PROPERTIES } from "../../protocol/properties.ts";
import { ReasonCode } from "../../protocol/reason-codes.ts";
import { nonceOf } from "./login.ts";
import { between, chance, pick, type Random, times } from "./random.ts";
import { bytesOf, clientIdOf, propertiesOf, textOf, topicFilter, topicName } from "./values.ts";

const VERSIONS: readonly ProtocolVersion[] = [5, 5, 5, 4, 4, 3];
const QOS: readonly QoS[] = [0, 1, 2];
const MOST_PACKETS = 14;
/** The broker counts its packet ids up from 1, so that answers with one of the first may be awaited. */
const PACKET_IDS = 6;
const METHODS = ["SCRAM-SHA-256", "SCRAM-SHA-256", "SCRAM-SHA-1", ""];
/** Messages of an exchange, by the client's nonce. */
const EXCHANGE: readonly ((nonce: string) => string)[] = [
  (nonce) => `n,,n=ann,r=${nonce}`,
  (nonce) => `n,,n=nobody,r=${nonce}`,
  (nonce) => `y,,n=ann,r=${nonce}`,
  (nonce) => `p=tls-unique,,n=ann,r=${nonce}`,
  (nonce) => `n,a=bob,n=ann,r=${nonce}`,
  () => "n,,n==,r=",
  (nonce) => `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  () => "c=,r=,p=",
  () => "",
];

const OK = ReasonCode.Success;
const ANSWERS: Record<number, readonly ReasonCode[]> = {
  [PacketType.Puback]: [OK, OK, ReasonCode.NoMatchingSubscribers, ReasonCode.QuotaExceeded],
  [PacketType.Pubrec]: [OK, OK, ReasonCode.NoMatchingSubscribers, ReasonCode.UnspecifiedError],
  [PacketType.Pubrel]: [OK, OK, ReasonCode.PacketIdentifierNotFound],
  [PacketType.Pubcomp]: [OK, OK, ReasonCode.PacketIdentifierNotFound],
};

/** What a client that obeys sends in one connection, packet by packet. */
export interface Session {
  readonly version: ProtocolVersion;
  readonly packets: readonly Uint8Array[];
}

/** A session as a client could have it: CONNECT, a number of packets of all kinds, and DISCONNECT in most. */
export function sessionOf(random: Random, version = pick(random, VERSIONS)): Session {
  const packets: Packet[] = [
    connectOf(random, version),
    ...times(random(MOST_PACKETS), () => packetOf(random, version)),
  ];
  if (chance(random, 70)) packets.push(disconnectOf(random, version));
  return { version, packets: packets.map((packet) => encode(packet, version)) };
}

function packetOf(random: Random, version: ProtocolVersion): Packet {
  const makers: readonly ((random: Random, version: ProtocolVersion) => Packet)[] = [
    publishOf,
    publishOf,
    publishOf,
    publishOf,
    subscribeOf,
    subscribeOf,
    unsubscribeOf,
    answerOf,
    answerOf,
    answerOf,
    () => ({ type: PacketType.Pingreq }),
    version === 5 ? authOf : answerOf,
  ];
  return pick(random, makers)(random, version);
}

function propertiesIn(
  random: Random,
  version: ProtocolVersion,
  carrier: PropertyCarrier,
  without: readonly (keyof Properties)[] = [],
): Properties {
  return version === 5 && chance(random, 60) ? propertiesOf(random, carrier, without) : NO_PROPERTIES;
}

function connectOf(random: Random, version: ProtocolVersion): Connect {
  const properties = propertiesIn(random, version, PacketType.Connect);
  const isExchange = version === 5 && chance(random, 10);
  const clientId = clientIdOf(random);
  return {
    type: PacketType.Connect,
    version,
    clientId: version === 3 && clientId === "" ? "fuzz-0" : clientId,
    cleanStart: clientId === "" || chance(random, 40),
    keepAliveSeconds: pick(random, [0, 1, 60, 65_535]),
    ...(chance(random, 30) && { will: willOf(random, version) }),
    ...(chance(random, 1) && { userName: "ann", password: bytesOf(random) }),
    properties: isExchange ? { ...properties, ...exchangeOf(random) } : properties,
  };
}

function willOf(random: Random, version: ProtocolVersion): Will {
  return {
    topic: topicName(random),
    payload: bytesOf(random),
    qos: pick(random, QOS),
    retain: chance(random, 20),
    properties: propertiesIn(random, version, WILL_PROPERTIES),
  };
}

function exchangeOf(random: Random): Properties {
  return {
    authenticationMethod: pick(random, METHODS),
    authenticationData: Buffer.from(pick(random, EXCHANGE)(nonceOf(random))),
  };
}

function authOf(random: Random): Packet {
  const reasonCode = pick(random, [ReasonCode.ContinueAuthentication, ReasonCode.ReAuthenticate]);
  const properties = { ...propertiesIn(random, 5, PacketType.Auth), ...exchangeOf(random) };
  return { type: PacketType.Auth, reasonCode, properties };
}

function publishOf(random: Random, version: ProtocolVersion): Publish {
  const qos = pick(random, QOS);
  const properties = propertiesIn(random, version, PacketType.Publish, ["subscriptionIdentifiers"]);
  const isByAlias = properties.topicAlias !== undefined && chance(random, 40);
  return {
    type: PacketType.Publish,
    topic: isByAlias ? "" : topicName(random),
    payload: bytesOf(random),
    qos,
    retain: chance(random, 20),
    dup: qos > 0 && chance(random, 10),
    packetId: qos === 0 ? 0 : between(random, 1, PACKET_IDS),
    properties,
  };
}

function subscribeOf(random: Random, version: ProtocolVersion): Subscribe {
  const subscriptions = times(between(random, 1, 4), () => {
    const filter = topicFilter(random);
    return {
      filter,
      qos: pick(random, QOS),
      noLocal: version === 5 && !filter.startsWith("$share") && chance(random, 20),
      retainAsPublished: version === 5 && chance(random, 30),
      retainHandling: version === 5 ? pick(random, [0, 1, 2] as const) : 0,
    } as const;
  });
  return {
    type: PacketType.Subscribe,
    packetId: between(random, 1, PACKET_IDS),
    subscriptions,
    properties: propertiesIn(random, version, PacketType.Subscribe),
  };
}

function unsubscribeOf(random: Random, version: ProtocolVersion): Packet {
  return {
    type: PacketType.Unsubscribe,
    packetId: between(random, 1, PACKET_IDS),
    filters: times(between(random, 1, 3), () => topicFilter(random)),
    properties: propertiesIn(random, version, PacketType.Unsubscribe),
  };
}

function answerOf(random: Random, version: ProtocolVersion): Packet {
  const { Puback, Pubrec, Pubrel, Pubcomp } = PacketType;
  const type = pick(random, [Puback, Pubrec, Pubrel, Pubcomp] as const);
  return {
    type,
    packetId: between(random, 1, PACKET_IDS),
    reasonCode: version === 5 ? pick(random, ANSWERS[type] ?? [OK]) : OK,
    properties: propertiesIn(random, version, type),
  } as Packet;
}

function disconnectOf(random: Random, version: ProtocolVersion): Packet {
  const codes = [OK, ReasonCode.DisconnectWithWillMessage, ReasonCode.UnspecifiedError];
  const properties = propertiesIn(random, version, PacketType.Disconnect);
  return {
    type: PacketType.Disconnect,
    reasonCode: version === 5 ? pick(random, codes) : OK,
    properties:
      chance(random, 10) && version === 5 ? { ...properties, reasonString: textOf(random) } : properties,
  };
}
