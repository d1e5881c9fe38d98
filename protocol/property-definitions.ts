import { PacketType, type Properties } from "./packets.ts";
import { ReasonCode } from "./reason-codes.ts";

/** The data types of properties (MQTT 5.0 §1.5). Every byte among the properties is a yes or no: 0 or 1. */
export const PropertyKind = {
  Byte: 0,
  TwoByteInteger: 1,
  FourByteInteger: 2,
  VariableByteInteger: 3,
  String: 4,
  Binary: 5,
  StringPair: 6,
} as const;
export type PropertyKind = (typeof PropertyKind)[keyof typeof PropertyKind];

/** One row of Table 2-4 (MQTT 5.0 §2.2.2.2), with the rules of the property's own section. */
export interface PropertyDefinition {
  readonly id: number;
  readonly name: keyof Properties;
  /** Its name in the specification. */
  readonly label: string;
  readonly kind: PropertyKind;
  /** Bit n: the packet of type n may carry it; bit 0: the will may. */
  readonly carriers: number;
  /** The carriers in which it may stand more than once. */
  readonly repeatsIn: number;
  /** Whether `Properties` holds a list of it. */
  readonly isList: boolean;
  readonly minimum: number;
  /** Whether the value is a topic name, which has no wildcards. */
  readonly isTopic: boolean;
  /** The answer to a value that is not allowed. */
  readonly reasonCode: ReasonCode;
  readonly clause: string;
}

type Rules = Partial<Pick<PropertyDefinition, "minimum" | "isTopic" | "reasonCode" | "repeatsIn" | "isList">>;

function define(
  id: number,
  name: keyof Properties,
  label: string,
  kind: PropertyKind,
  carriers: number,
  clause: string,
  rules: Rules = {},
): PropertyDefinition {
  const {
    repeatsIn = 0,
    isList = false,
    minimum = 0,
    isTopic = false,
    reasonCode = ReasonCode.ProtocolError,
  } = rules;
  return { id, name, label, kind, carriers, repeatsIn, isList, minimum, isTopic, reasonCode, clause };
}

function bits(...types: readonly PacketType[]): number {
  return types.reduce((set, type) => set | (1 << type), 0);
}

const {
  Byte,
  TwoByteInteger,
  FourByteInteger,
  VariableByteInteger,
  String: Text,
  Binary,
  StringPair,
} = PropertyKind;

const WILL = 1;
const CONNECT = bits(PacketType.Connect);
const CONNACK = bits(PacketType.Connack);
const PUBLISH = bits(PacketType.Publish);
const SUBSCRIBE = bits(PacketType.Subscribe);
const DISCONNECT = bits(PacketType.Disconnect);
const AUTH = bits(PacketType.Auth);
const ACKNOWLEDGEMENTS = bits(PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp);
const SUBSCRIPTION_ANSWERS = bits(PacketType.Suback, PacketType.Unsuback);
const WITH_REASON = CONNACK | ACKNOWLEDGEMENTS | SUBSCRIPTION_ANSWERS | DISCONNECT | AUTH;
const EVERYWHERE = WITH_REASON | WILL | CONNECT | PUBLISH | SUBSCRIBE | bits(PacketType.Unsubscribe);

/** All properties of MQTT 5.0 (§2.2.2.2, Table 2-4), in the order of their identifiers. */
export const PROPERTY_DEFINITIONS: readonly PropertyDefinition[] = [
  define(0x01, "payloadFormatIndicator", "Payload Format Indicator", Byte, PUBLISH | WILL, "5 §3.3.2.3.2"),
  define(
    0x02,
    "messageExpiryInterval",
    "Message Expiry Interval",
    FourByteInteger,
    PUBLISH | WILL,
    "5 §3.3.2.3.3",
  ),
  define(0x03, "contentType", "Content Type", Text, PUBLISH | WILL, "5 MQTT-3.3.2-19"), // [5 MQTT-3.3.2-19]
  // [5 MQTT-3.3.2-13] [5 MQTT-3.3.2-14]
  define(0x08, "responseTopic", "Response Topic", Text, PUBLISH | WILL, "5 MQTT-3.3.2-14", {
    isTopic: true,
  }),
  define(0x09, "correlationData", "Correlation Data", Binary, PUBLISH | WILL, "5 §3.3.2.3.6"),
  define(
    0x0b,
    "subscriptionIdentifiers",
    "Subscription Identifier",
    VariableByteInteger,
    PUBLISH | SUBSCRIBE,
    "5 §3.8.2.1.2",
    {
      minimum: 1,
      isList: true,
      repeatsIn: PUBLISH,
    },
  ),
  define(
    0x11,
    "sessionExpiryInterval",
    "Session Expiry Interval",
    FourByteInteger,
    CONNECT | CONNACK | DISCONNECT,
    "5 §3.1.2.11.2",
  ),
  define(0x12, "assignedClientIdentifier", "Assigned Client Identifier", Text, CONNACK, "5 §3.2.2.3.7"),
  define(0x13, "serverKeepAlive", "Server Keep Alive", TwoByteInteger, CONNACK, "5 §3.2.2.3.14"),
  define(
    0x15,
    "authenticationMethod",
    "Authentication Method",
    Text,
    CONNECT | CONNACK | AUTH,
    "5 §3.1.2.11.9",
  ),
  define(
    0x16,
    "authenticationData",
    "Authentication Data",
    Binary,
    CONNECT | CONNACK | AUTH,
    "5 §3.1.2.11.10",
  ),
  define(0x17, "requestProblemInformation", "Request Problem Information", Byte, CONNECT, "5 §3.1.2.11.7"),
  define(0x18, "willDelayInterval", "Will Delay Interval", FourByteInteger, WILL, "5 §3.1.3.2.2"),
  define(0x19, "requestResponseInformation", "Request Response Information", Byte, CONNECT, "5 §3.1.2.11.6"),
  define(0x1a, "responseInformation", "Response Information", Text, CONNACK, "5 §3.2.2.3.15"),
  define(0x1c, "serverReference", "Server Reference", Text, CONNACK | DISCONNECT, "5 §3.2.2.3.16"),
  define(0x1f, "reasonString", "Reason String", Text, WITH_REASON, "5 §3.2.2.3.9"),
  define(0x21, "receiveMaximum", "Receive Maximum", TwoByteInteger, CONNECT | CONNACK, "5 §3.1.2.11.3", {
    minimum: 1,
  }),
  define(
    0x22,
    "topicAliasMaximum",
    "Topic Alias Maximum",
    TwoByteInteger,
    CONNECT | CONNACK,
    "5 §3.1.2.11.5",
  ),
  // [5 MQTT-3.3.2-8]
  define(0x23, "topicAlias", "Topic Alias", TwoByteInteger, PUBLISH, "5 MQTT-3.3.2-8", {
    minimum: 1,
    reasonCode: ReasonCode.TopicAliasInvalid,
  }),
  define(0x24, "maximumQoS", "Maximum QoS", Byte, CONNACK, "5 §3.2.2.3.4"),
  define(0x25, "retainAvailable", "Retain Available", Byte, CONNACK, "5 §3.2.2.3.5"),
  define(0x26, "userProperties", "User Property", StringPair, EVERYWHERE, "5 §2.2.2.2", {
    isList: true,
    repeatsIn: EVERYWHERE,
  }),
  define(
    0x27,
    "maximumPacketSize",
    "Maximum Packet Size",
    FourByteInteger,
    CONNECT | CONNACK,
    "5 §3.1.2.11.4",
    { minimum: 1 },
  ),
  define(
    0x28,
    "wildcardSubscriptionAvailable",
    "Wildcard Subscription Available",
    Byte,
    CONNACK,
    "5 §3.2.2.3.11",
  ),
  define(
    0x29,
    "subscriptionIdentifierAvailable",
    "Subscription Identifier Available",
    Byte,
    CONNACK,
    "5 §3.2.2.3.12",
  ),
  define(
    0x2a,
    "sharedSubscriptionAvailable",
    "Shared Subscription Available",
    Byte,
    CONNACK,
    "5 §3.2.2.3.13",
  ),
];
