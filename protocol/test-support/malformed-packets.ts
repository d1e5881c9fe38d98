import { ReasonCode } from "../reason-codes.ts";
import { frame, type MalformedCase, malformed } from "./malformed-case.ts";

const { MalformedPacket, ProtocolError, PacketTooLarge, TopicAliasInvalid } = ReasonCode;

const publish5 = (properties: string) => {
  const length = (properties.replaceAll(" ", "").length / 2).toString(16).padStart(2, "0");
  return frame("30", `0001 61 ${length} ${properties} 31`);
};

const OLD = malformed(4, "connected", "client", [
  ["a packet of type 0", "0000", MalformedPacket],
  ["AUTH before 5.0", "f000", MalformedPacket],
  ["a remaining length of five bytes", "30ffffffff01", MalformedPacket],
  ["a PUBLISH that announces 256 MiB", "30ffffff7f", PacketTooLarge],
  ["PUBLISH of QoS 3 [3 MQTT-3.3.1-4]", frame("36", "0001 61 0001"), MalformedPacket],
  ["PUBLISH of QoS 0 with DUP [3 MQTT-3.3.1-2]", frame("38", "0001 61"), MalformedPacket],
  ["PUBLISH without a topic's length [3 MQTT-3.3.2-1]", frame("30", "00"), MalformedPacket],
  ["PUBLISH that ends within the topic", frame("30", "0005 61"), MalformedPacket],
  ["PUBLISH with an empty topic [3 MQTT-4.7.3-1]", frame("30", "0000 31"), ProtocolError],
  ["PUBLISH without its packet id", frame("32", "0001 61"), MalformedPacket],
  ["PUBLISH with packet id 0 [3 MQTT-2.3.1-1]", frame("32", "0001 61 0000"), ProtocolError],
  ["PUBACK with flags [3 MQTT-2.2.2-2]", frame("42", "0001"), MalformedPacket],
  ["PUBACK without its packet id", frame("40", ""), MalformedPacket],
  ["PUBACK with a byte too many", frame("40", "0001 00"), MalformedPacket],
  ["PUBREL without its flags [3 MQTT-3.6.1-1]", frame("60", "0001"), MalformedPacket],
  ["SUBSCRIBE without its flags [3 MQTT-3.8.1-1]", frame("80", "0001 0001 61 00"), MalformedPacket],
  ["SUBSCRIBE with DUP [3 MQTT-3.8.1-1]", frame("8a", "0001 0001 61 00"), MalformedPacket],
  ["SUBSCRIBE with packet id 0 [3 MQTT-2.3.1-1]", frame("82", "0000 0001 61 00"), ProtocolError],
  ["SUBSCRIBE without a filter [3 MQTT-3.8.3-3]", frame("82", "0001"), ProtocolError],
  ["SUBSCRIBE without the options of a filter", frame("82", "0001 0001 61"), MalformedPacket],
  ["SUBSCRIBE with reserved bits [3 MQTT-3.8.3-4]", frame("82", "0001 0001 61 04"), MalformedPacket],
  ["SUBSCRIBE of QoS 3 [3 MQTT-3.8.3-4]", frame("82", "0001 0001 61 03"), ProtocolError],
  ["SUBSCRIBE whose filter is no UTF-8 [3 MQTT-3.8.3-1]", frame("82", "0001 0001 ff 00"), MalformedPacket],
  ["UNSUBSCRIBE without its flags [3 MQTT-3.10.1-1]", frame("a0", "0001 0001 61"), MalformedPacket],
  ["UNSUBSCRIBE without a filter [3 MQTT-3.10.3-2]", frame("a2", "0001"), ProtocolError],
  ["UNSUBSCRIBE whose filter is no UTF-8 [3 MQTT-3.10.3-1]", frame("a2", "0001 0001 ff"), MalformedPacket],
  ["PINGREQ with a body", frame("c0", "00"), MalformedPacket],
  ["DISCONNECT with flags [3 MQTT-3.14.1-1]", "e100", MalformedPacket],
  ["DISCONNECT with a body before 5.0", frame("e0", "00"), MalformedPacket],
  ["CONNACK from a client", frame("20", "0000"), ProtocolError],
  ["SUBACK from a client", frame("90", "0001 00"), ProtocolError],
  ["UNSUBACK from a client", frame("b0", "0001"), ProtocolError],
  ["PINGRESP from a client", "d000", ProtocolError],
]);

const NEW = malformed(5, "connected", "client", [
  ["PUBLISH of QoS 3 [5 MQTT-3.3.1-4]", frame("36", "0001 61 0001 00"), MalformedPacket],
  ["PUBLISH of QoS 0 with DUP [5 MQTT-3.3.1-2]", frame("38", "0001 61 00"), MalformedPacket],
  ["PUBLISH without a topic's length [5 MQTT-3.3.2-1]", frame("30", "00"), MalformedPacket],
  ["PUBLISH without topic and alias", frame("30", "0000 00 31"), ProtocolError],
  ["PUBLISH with packet id 0 [5 MQTT-2.2.1-3]", frame("32", "0001 61 0000 00"), ProtocolError],
  ["PUBLISH without a property length", frame("30", "0001 61"), MalformedPacket],
  ["PUBLISH whose property length leads beyond it", frame("30", "0001 61 05 01 01"), MalformedPacket],
  ["PUBLISH with a property that does not exist", publish5("7f 00"), MalformedPacket],
  ["PUBLISH with a property of other packets", publish5("11 00000001"), MalformedPacket],
  ["PUBLISH with payload format indicator 2", publish5("01 02"), ProtocolError],
  ["PUBLISH with a property twice", publish5("02 00000001 02 00000001"), ProtocolError],
  ["PUBLISH with a topic alias twice", publish5("23 0001 23 0001"), ProtocolError],
  ["PUBLISH with topic alias 0 [5 MQTT-3.3.2-8]", publish5("23 0000"), TopicAliasInvalid],
  ["PUBLISH with a subscription identifier [5 MQTT-3.3.4-6]", publish5("0b 01"), ProtocolError],
  ["PUBLISH with subscription identifier 0", publish5("0b 00"), ProtocolError],
  [
    "PUBLISH with a wildcard in its response topic [5 MQTT-3.3.2-14]",
    publish5("08 0003 612f23"),
    ProtocolError,
  ],
  ["PUBLISH with an empty response topic", publish5("08 0000"), ProtocolError],
  ["PUBLISH whose response topic is no UTF-8 [5 MQTT-3.3.2-13]", publish5("08 0001 ff"), MalformedPacket],
  ["PUBLISH whose content type is no UTF-8 [5 MQTT-3.3.2-19]", publish5("03 0001 c0"), MalformedPacket],
  [
    "PUBLISH whose user property's value is cut [5 MQTT-1.5.7-1]",
    publish5("26 0001 6b 0005 76"),
    MalformedPacket,
  ],
  [
    "PUBLISH whose user property has NUL [5 MQTT-1.5.4-2] [5 MQTT-1.5.7-1]",
    publish5("26 0001 6b 0001 00"),
    MalformedPacket,
  ],
  [
    "PUBLISH with a user property whose name is no UTF-8 [5 MQTT-1.5.7-1]",
    publish5("26 0001 ff 0001 76"),
    MalformedPacket,
  ],
  ["PUBACK with a code of other packets [5 MQTT-3.4.2-1]", frame("40", "0001 92"), ProtocolError],
  ["PUBACK with packet id 0", frame("40", "0000"), ProtocolError],
  ["PUBACK with a property length beyond it", frame("40", "0001 00 05"), MalformedPacket],
  ["PUBACK with bytes too many", frame("40", "0001 00 00 00"), MalformedPacket],
  ["PUBREC with a code of other packets [5 MQTT-3.5.2-1]", frame("50", "0001 04"), ProtocolError],
  ["PUBREL without its flags [5 MQTT-3.6.1-1]", frame("60", "0001"), MalformedPacket],
  ["PUBREL with a code of other packets [5 MQTT-3.6.2-1]", frame("62", "0001 10"), ProtocolError],
  ["PUBCOMP with a code of other packets [5 MQTT-3.7.2-1]", frame("70", "0001 80"), ProtocolError],
  ["SUBSCRIBE without its flags [5 MQTT-3.8.1-1]", frame("80", "0001 00 0001 61 00"), MalformedPacket],
  ["SUBSCRIBE with packet id 0 [5 MQTT-2.2.1-3]", frame("82", "0000 00 0001 61 00"), ProtocolError],
  ["UNSUBSCRIBE with packet id 0 [5 MQTT-2.2.1-3]", frame("a2", "0000 00 0001 61"), ProtocolError],
  ["SUBSCRIBE without a filter [5 MQTT-3.8.3-2]", frame("82", "0001 00"), ProtocolError],
  ["SUBSCRIBE whose filter is no UTF-8 [5 MQTT-3.8.3-1]", frame("82", "0001 00 0001 ff 00"), MalformedPacket],
  ["SUBSCRIBE with reserved bits [5 MQTT-3.8.3-5]", frame("82", "0001 00 0001 61 40"), MalformedPacket],
  ["SUBSCRIBE of QoS 3", frame("82", "0001 00 0001 61 03"), ProtocolError],
  ["SUBSCRIBE with retain handling 3", frame("82", "0001 00 0001 61 30"), ProtocolError],
  [
    "SUBSCRIBE of a shared filter with no local [5 MQTT-3.8.3-4]",
    frame("82", "0001 00 000a 2473686172652f672f61 04"),
    ProtocolError,
  ],
  ["SUBSCRIBE with subscription identifier 0", frame("82", "0001 02 0b 00 0001 61 00"), ProtocolError],
  [
    "SUBSCRIBE with two subscription identifiers",
    frame("82", "0001 04 0b 01 0b 02 0001 61 00"),
    ProtocolError,
  ],
  [
    "SUBSCRIBE with a subscription identifier in a longer form [5 MQTT-1.5.5-1]",
    frame("82", "0001 03 0b 8100 0001 61 00"),
    MalformedPacket,
  ],
  ["UNSUBSCRIBE without its flags [5 MQTT-3.10.1-1]", frame("a0", "0001 00 0001 61"), MalformedPacket],
  ["UNSUBSCRIBE without a filter [5 MQTT-3.10.3-2]", frame("a2", "0001 00"), ProtocolError],
  ["UNSUBSCRIBE whose filter is no UTF-8 [5 MQTT-3.10.3-1]", frame("a2", "0001 00 0001 ff"), MalformedPacket],
  ["DISCONNECT with flags [5 MQTT-3.14.1-1]", "e200", MalformedPacket],
  ["DISCONNECT with a code of other packets [5 MQTT-3.14.2-1]", frame("e0", "10"), ProtocolError],
  ["DISCONNECT with bytes too many", frame("e0", "00 00 00"), MalformedPacket],
  ["AUTH with flags [5 MQTT-3.15.1-1]", "f100", MalformedPacket],
  ["AUTH with a code of other packets [5 MQTT-3.15.2-1]", frame("f0", "80 04 15 0001 6d"), ProtocolError],
  ["AUTH without a method", frame("f0", "18 00"), ProtocolError],
]);

const ANSWERS = [
  ...malformed(4, "connected", "server", [
    ["CONNACK with reserved flags", frame("20", "0200"), MalformedPacket],
    ["CONNACK that refuses with a session present [3 MQTT-3.2.2-4]", frame("20", "0105"), ProtocolError],
    ["CONNACK with an unknown return code", frame("20", "0006"), ProtocolError],
    ["SUBACK with a code of 5.0 [3 MQTT-3.9.3-2]", frame("90", "0001 87"), ProtocolError],
    ["SUBACK without a code", frame("90", "0001"), ProtocolError],
    ["UNSUBACK with a body", frame("b0", "0001 00"), MalformedPacket],
    ["DISCONNECT from a server before 5.0", "e000", ProtocolError],
    ["SUBSCRIBE from a server", frame("82", "0001 0001 61 00"), ProtocolError],
    ["PINGREQ from a server", "c000", ProtocolError],
  ]),
  ...malformed(5, "connected", "server", [
    ["CONNACK with reserved flags [5 MQTT-3.2.2-1]", frame("20", "02 00 00"), MalformedPacket],
    ["CONNACK that refuses with a session present [5 MQTT-3.2.2-6]", frame("20", "01 87 00"), ProtocolError],
    ["CONNACK with a code of other packets [5 MQTT-3.2.2-8]", frame("20", "00 10 00"), ProtocolError],
    ["CONNACK with maximum QoS 2", frame("20", "00 00 02 24 02"), ProtocolError],
    ["SUBACK with a code of other packets [5 MQTT-3.9.3-2]", frame("90", "0001 00 10"), ProtocolError],
    ["UNSUBACK with a code of other packets [5 MQTT-3.11.3-2]", frame("b0", "0001 00 01"), ProtocolError],
    ["UNSUBACK without a code", frame("b0", "0001 00"), ProtocolError],
    [
      "DISCONNECT with a session expiry interval [5 MQTT-3.14.2-2]",
      frame("e0", "00 05 11 00000001"),
      ProtocolError,
    ],
  ]),
];

/** What ends a connection that is up. */
export const MALFORMED_PACKETS: readonly MalformedCase[] = [...OLD, ...NEW, ...ANSWERS];
