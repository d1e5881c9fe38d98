import { ReasonCode } from "../reason-codes.ts";
import { frame, type MalformedCase, malformed } from "./malformed-case.ts";

const { MalformedPacket, ProtocolError, UnsupportedProtocolVersion, PacketTooLarge } = ReasonCode;

const NAME = "0004 4d515454";
/** CONNECT of 5.0 with these flags; the rest follows in `payload`. */
const connect5 = (flags: string, payload: string, properties = "00") =>
  frame("10", `${NAME} 05 ${flags} 003c ${properties} ${payload}`);
const connect4 = (flags: string, payload: string) => frame("10", `${NAME} 04 ${flags} 003c ${payload}`);
const withProperty = (property: string) => {
  const length = (property.replaceAll(" ", "").length / 2).toString(16).padStart(2, "0");
  return connect5("02", "0001 63", length + property);
};

/** What must not stand for the first packet, in any version. */
const ANY = malformed(4, "first", "client", [
  ["a packet of type 0 [5 MQTT-2.1.3-1]", "0000", MalformedPacket],
  ["a remaining length of five bytes", "10ffffffff01", MalformedPacket],
  ["a remaining length that is not in its shortest form [5 MQTT-1.5.5-1]", "10808000", MalformedPacket],
  ["a CONNECT that announces 256 MiB", "10ffffff7f", PacketTooLarge],
  [
    "CONNECT with flags in its first byte [5 MQTT-2.1.3-1] [3 MQTT-2.2.2-1]",
    frame("11", `${NAME} 04 02 003c 0001 63`),
    MalformedPacket,
  ],
  [
    "another protocol name [5 MQTT-3.1.2-1] [3 MQTT-3.1.2-1]",
    frame("10", "0004 6d717474 04 02 003c 0001 63"),
    UnsupportedProtocolVersion,
  ],
  ["MQIsdp of level 4", frame("10", "0006 4d5149736470 04 02 003c 0001 63"), UnsupportedProtocolVersion],
  [
    "level 6 [5 MQTT-3.1.2-2] [3 MQTT-3.1.2-2]",
    frame("10", `${NAME} 06 02 003c 00 0001 63`),
    UnsupportedProtocolVersion,
  ],
  ["a bridge's level 5", frame("10", `${NAME} 85 02 003c 00 0001 63`), UnsupportedProtocolVersion],
  ["CONNECT without a byte", "1000", MalformedPacket],
  ["CONNECT that ends within the protocol name", frame("10", "0004 4d51"), MalformedPacket],
  ["a protocol name that is no UTF-8", frame("10", "0004 4d5154ff 04 02 003c 0001 63"), MalformedPacket],
]);

const OLD = malformed(4, "first", "client", [
  ["the reserved connect flag [3 MQTT-3.1.2-3]", connect4("03", "0001 63"), MalformedPacket],
  ["a will of QoS 3 [3 MQTT-3.1.2-14]", connect4("1e", "0001 63 0001 77 0000"), MalformedPacket],
  [
    "a will QoS without a will [3 MQTT-3.1.2-11] [3 MQTT-3.1.2-13]",
    connect4("0a", "0001 63"),
    MalformedPacket,
  ],
  ["will retain without a will [3 MQTT-3.1.2-15]", connect4("22", "0001 63"), MalformedPacket],
  ["a password without a user name [3 MQTT-3.1.2-22]", connect4("42", "0001 63 0001 70"), MalformedPacket],
  ["a user name that is announced but missing [3 MQTT-3.1.2-19]", connect4("82", "0001 63"), MalformedPacket],
  [
    "a password that is announced but missing [3 MQTT-3.1.2-21]",
    connect4("c2", "0001 63 0001 75"),
    MalformedPacket,
  ],
  ["a will that is announced but missing [3 MQTT-3.1.2-9]", connect4("06", "0001 63"), MalformedPacket],
  ["a will without its message [3 MQTT-3.1.2-9]", connect4("06", "0001 63 0001 77"), MalformedPacket],
  ["a user name that is not announced [3 MQTT-3.1.2-18]", connect4("02", "0001 63 0001 75"), MalformedPacket],
  [
    "a password that is not announced [3 MQTT-3.1.2-20]",
    connect4("82", "0001 63 0001 75 0001 70"),
    MalformedPacket,
  ],
  ["no client id [3 MQTT-3.1.3-3]", connect4("02", ""), MalformedPacket],
  [
    "a client id with a surrogate [3 MQTT-3.1.3-4] [3 MQTT-1.5.3-1]",
    connect4("02", "0003 eda080"),
    MalformedPacket,
  ],
  ["a client id with NUL [3 MQTT-1.5.3-2]", connect4("02", "0001 00"), MalformedPacket],
  [
    "a will topic that is no UTF-8 [3 MQTT-3.1.3-10]",
    connect4("06", "0001 63 0001 ff 0000"),
    MalformedPacket,
  ],
  ["a user name that is no UTF-8 [3 MQTT-3.1.3-11]", connect4("82", "0001 63 0001 ff"), MalformedPacket],
]);

const NEW = malformed(5, "first", "client", [
  ["the reserved connect flag [5 MQTT-3.1.2-3]", connect5("03", "0001 63"), MalformedPacket],
  ["a will of QoS 3 [5 MQTT-3.1.2-12]", connect5("1e", "0001 63 00 0001 77 0000"), MalformedPacket],
  ["a will QoS without a will [5 MQTT-3.1.2-11]", connect5("0a", "0001 63"), MalformedPacket],
  ["will retain without a will [5 MQTT-3.1.2-13]", connect5("22", "0001 63"), MalformedPacket],
  ["a will without its properties [5 MQTT-3.1.2-9]", connect5("06", "0001 63"), MalformedPacket],
  ["a will without its topic [5 MQTT-3.1.2-9]", connect5("06", "0001 63 00"), MalformedPacket],
  ["a will without its payload [5 MQTT-3.1.2-9]", connect5("06", "0001 63 00 0001 77"), MalformedPacket],
  ["a user name that is announced but missing [5 MQTT-3.1.2-17]", connect5("82", "0001 63"), MalformedPacket],
  ["a user name that is not announced [5 MQTT-3.1.2-16]", connect5("02", "0001 63 0001 75"), MalformedPacket],
  ["a password that is announced but missing [5 MQTT-3.1.2-19]", connect5("42", "0001 63"), MalformedPacket],
  ["a password that is not announced [5 MQTT-3.1.2-18]", connect5("02", "0001 63 0001 70"), MalformedPacket],
  ["no client id [5 MQTT-3.1.3-3]", connect5("02", ""), MalformedPacket],
  [
    "a client id that is no UTF-8 [5 MQTT-3.1.3-4] [5 MQTT-1.5.4-1]",
    connect5("02", "0002 c0af"),
    MalformedPacket,
  ],
  ["a client id with NUL [5 MQTT-1.5.4-2]", connect5("02", "0001 00"), MalformedPacket],
  [
    "a will topic that is no UTF-8 [5 MQTT-3.1.3-11]",
    connect5("06", "0001 63 00 0001 ff 0000"),
    MalformedPacket,
  ],
  ["a user name that is no UTF-8 [5 MQTT-3.1.3-12]", connect5("82", "0001 63 0001 ff"), MalformedPacket],
  ["no property length", frame("10", `${NAME} 05 02 003c`), MalformedPacket],
  ["a property length beyond the packet", connect5("02", "0001 63", "7f"), MalformedPacket],
  [
    "a property length not in its shortest form [5 MQTT-1.5.5-1]",
    connect5("02", "0001 63", "8000"),
    MalformedPacket,
  ],
  ["a property that does not exist", withProperty("00 00"), MalformedPacket],
  ["a property of other packets", withProperty("23 0001"), MalformedPacket],
  ["a property that leads beyond the list", withProperty("11 0000"), MalformedPacket],
  ["the will's property among those of CONNECT", withProperty("18 00000001"), MalformedPacket],
  ["a property twice", withProperty("11 00000001 11 00000001"), ProtocolError],
  ["receive maximum 0", withProperty("21 0000"), ProtocolError],
  ["maximum packet size 0", withProperty("27 00000000"), ProtocolError],
  ["request problem information 2", withProperty("17 02"), ProtocolError],
  ["request response information 2", withProperty("19 02"), ProtocolError],
  ["authentication data without a method", withProperty("16 0001 64"), ProtocolError],
  ["a user property that is no UTF-8 [5 MQTT-1.5.7-1]", withProperty("26 0001 6b 0001 ff"), MalformedPacket],
  [
    "a session expiry interval in the will",
    connect5("06", "0001 63 05 11 00000001 0001 77 0000"),
    MalformedPacket,
  ],
  [
    "a will delay interval twice",
    connect5("06", "0001 63 0a 18 00000001 18 00000001 0001 77 0000"),
    ProtocolError,
  ],
]);

/** What a server must refuse as a CONNECT. */
export const MALFORMED_CONNECTS: readonly MalformedCase[] = [...ANY, ...OLD, ...NEW];
