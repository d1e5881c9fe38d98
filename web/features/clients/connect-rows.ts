import type { ConnectFlags } from "../../../server/adapters/http/contract/sessions.ts";
import type { Limits, LimitValue } from "../../../server/adapters/http/contract.ts";
import type { Clause } from "../../lib/clauses.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";

/** One flag or property of CONNECT, beside what CONNACK said to it. */
export interface ConnectRow {
  readonly id: keyof Catalogue["clients"]["connect"]["names"];
  readonly clause: Clause;
  /** Undefined: the client's MQTT version has no such thing. */
  readonly asked: string | undefined;
  /** Undefined: the broker has nothing to say to it. */
  readonly granted: string | undefined;
  readonly isLowered: boolean;
}

const SECOND = 1000;
const MQTT_5 = 5;
const MQTT_3_1 = 3;

interface Words {
  readonly texts: Catalogue;
  readonly format: Format;
}

/** Every flag and property of a CONNECT (MQTT 5.0 §3.1.2) with the broker's answer (§3.2.2). */
export function connectRows(
  connect: ConnectFlags,
  limits: Limits | undefined,
  words: Words,
): readonly ConnectRow[] {
  return [...sessionRows(connect, words), ...limitRows(connect, limits, words), ...givenRows(connect, words)];
}

function row(
  id: ConnectRow["id"],
  clause: Clause,
  asked: string | undefined,
  granted?: string | undefined,
  isLowered = false,
): ConnectRow {
  return { id, clause, asked, granted, isLowered };
}

function sessionRows(connect: ConnectFlags, words: Words): readonly ConnectRow[] {
  const { clients, connections } = words.texts;
  const yesNo = (isSet: boolean) => (isSet ? clients.yes : clients.no);
  const isFive = connect.version === MQTT_5;
  const version = connections.versions[connect.version];
  const expiry = connect.sessionExpirySeconds;
  const grantedExpiry = connect.grantedSessionExpirySeconds;
  const keepAlive = connect.keepAliveSeconds;
  const grantedKeepAlive = connect.grantedKeepAliveSeconds;
  return [
    row("version", "3.1", version, version),
    row(isFive ? "cleanStart" : "cleanSession", "3.1.2.4", yesNo(connect.cleanStart)),
    row(
      "sessionPresent",
      "3.2.2.1.1",
      connect.version === MQTT_3_1 ? undefined : "",
      yesNo(connect.sessionPresent),
    ),
    row(
      "keepAlive",
      "3.1.2.10",
      keepAliveText(keepAlive, words),
      keepAliveText(grantedKeepAlive, words),
      grantedKeepAlive !== keepAlive,
    ),
    row(
      "sessionExpiry",
      "3.1.2.11.2",
      isFive ? expiryText(expiry, words) : undefined,
      expiryText(grantedExpiry, words),
      isFive && grantedExpiry !== expiry,
    ),
  ];
}

function limitRows(connect: ConnectFlags, limits: Limits | undefined, words: Words): readonly ConnectRow[] {
  const { format, texts } = words;
  const { yes, no, connect: said } = texts.clients;
  const isFive = connect.version === MQTT_5;
  const ifFive = <T>(value: T) => (isFive ? value : undefined);
  const bytes = connect.maximumPacketBytes;
  return [
    row(
      "receiveMaximum",
      "3.1.2.11.3",
      ifFive(format.exact(connect.receiveMaximum)),
      ifFive(limitText(limits?.receiveMaximum, format.exact, said.notSaid)),
    ),
    row(
      "maximumPacketSize",
      "3.1.2.11.4",
      ifFive(bytes === undefined ? said.notSaid : format.exactBytes(bytes)),
      ifFive(limitText(limits?.maximumPacketBytes, format.exactBytes, said.notSaid)),
    ),
    row(
      "topicAliasMaximum",
      "3.1.2.11.5",
      ifFive(format.exact(connect.topicAliasMaximum)),
      ifFive(limitText(limits?.topicAliasMaximum, format.exact, said.notSaid)),
    ),
    row("problemInformation", "3.1.2.11.7", ifFive(connect.requestProblemInformation ? yes : no)),
    row("responseInformation", "3.1.2.11.6", ifFive(connect.requestResponseInformation ? yes : no)),
  ];
}

function givenRows(connect: ConnectFlags, { texts }: Words): readonly ConnectRow[] {
  const { yes, no, connect: said } = texts.clients;
  const given = (isGiven: boolean) => (isGiven ? said.given : said.notGiven);
  const method = connect.authenticationMethod;
  return [
    row("userName", "3.1.2.8", given(connect.hasUserName)),
    row("password", "3.1.2.9", given(connect.hasPassword)),
    row(
      "authenticationMethod",
      "3.1.2.11.9",
      connect.version === MQTT_5 ? (method ?? said.notGiven) : undefined,
      method,
    ),
    row("will", "3.1.2.5", connect.hasWill ? yes : no),
  ];
}

function keepAliveText(seconds: number, { texts, format }: Words): string {
  return seconds === 0 ? texts.clients.connect.off : format.duration(seconds * SECOND);
}

function expiryText(seconds: LimitValue, { texts, format }: Words): string {
  if (seconds === "unlimited") return texts.kit.never;
  return seconds === 0 ? texts.clients.endsWithConnection : format.duration(seconds * SECOND);
}

function limitText(
  value: LimitValue | undefined,
  write: (value: number) => string,
  unlimited: string,
): string | undefined {
  if (value === undefined) return undefined;
  return value === "unlimited" ? unlimited : write(value);
}
