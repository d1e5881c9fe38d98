import { announces, ConnectFlag, protocolOf } from "../codec/connect.ts";
import type { ProtocolVersion } from "../packets.ts";
import { flag, qosMeaning, reserved } from "./bit-meanings.ts";
import type { BitPart, FieldCursor } from "./field-cursor.ts";
import { propertyFields } from "./property-fields.ts";
import { type TermKey, term } from "./terms.ts";

const FLAGS: readonly BitPart[] = [
  flag("userNameFlag", 7, "there is a user name", "no user name"),
  flag("passwordFlag", 6, "there is a password", "no password"),
  flag("willRetain", 5, "the will is retained", "the will is not retained"),
  { term: "willQoS", high: 4, low: 3, meaning: qosMeaning },
  flag("willFlag", 2, "there is a will", "no will"),
  flag("cleanStart", 1, "a session that exists is discarded", "a session that exists is resumed"),
  reserved("reserved", 0, 0),
];

/** What follows the fixed header of a CONNECT (MQTT 5.0 §3.1). The version that it names holds from there on. */
export function connectFields(cursor: FieldCursor): void {
  const name = (key: TermKey) => term(key, cursor.version);
  let flags = 0;
  cursor.group(name("variableHeader"), () => {
    cursor.hold(() => protocolFields(cursor));
    flags = cursor.bits(name("connectFlags"), FLAGS);
    cursor.u16(name("keepAlive"), keepAliveMeaning);
    if (cursor.version === 5) propertyFields(cursor, "properties");
    return {};
  });
  cursor.group(name("packetPayload"), () => {
    cursor.string(name("clientId"), (text) => (text === "" ? "the server assigns one" : undefined));
    if ((flags & ConnectFlag.Will) !== 0) willFields(cursor);
    if (announces(flags, ConnectFlag.UserName, cursor.version, cursor.remaining)) {
      cursor.string(name("userName"));
    }
    if (announces(flags, ConnectFlag.Password, cursor.version, cursor.remaining)) {
      cursor.binary(name("password"));
    }
    return {};
  });
}

function protocolFields(cursor: FieldCursor): void {
  const protocolName = cursor.string(term("protocolName", cursor.version));
  const level = cursor.next;
  const protocol = protocolOf(protocolName, level);
  if (protocol !== undefined) cursor.version = protocol.version;
  const bridge = protocol?.bridge === true ? ", from a bridge" : "";
  cursor.u8(term("protocolVersion", cursor.version), () =>
    protocol === undefined ? "not spoken here" : `MQTT ${VERSION_NAMES[protocol.version]}${bridge}`,
  );
}

const VERSION_NAMES: Readonly<Record<ProtocolVersion, string>> = { 3: "3.1", 4: "3.1.1", 5: "5.0" };

function willFields(cursor: FieldCursor): void {
  cursor.group(term("will", cursor.version), () => {
    if (cursor.version === 5) propertyFields(cursor, "willProperties");
    cursor.string(term("willTopic", cursor.version));
    cursor.binary(term("willPayload", cursor.version));
    return {};
  });
}

function keepAliveMeaning(seconds: number): string {
  return seconds === 0 ? "none" : `${seconds} s`;
}
