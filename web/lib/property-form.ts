import { MAXIMUM_TOPIC_ALIAS } from "../../protocol/limits.ts";
import type { Properties } from "../../protocol/packets.ts";
import { topicNameError } from "../../protocol/topics/validate.ts";
import { hexByte } from "./hex.ts";
import { textOf } from "./payload.ts";
import { readPayload } from "./payload-text.ts";
import {
  namelessIdsOf,
  type UserPropertyField,
  userPropertiesOf,
  userPropertyFieldsOf,
} from "./user-properties.ts";

export const PAYLOAD_FORMATS = ["none", "bytes", "text"] as const;

/** The MQTT 5 properties of a message as they are being written (§3.3.2.3); empty: not there. */
export interface PropertyFields {
  readonly contentType: string;
  readonly responseTopic: string;
  readonly correlationData: string;
  /** Seconds. */
  readonly expiry: string;
  readonly payloadFormat: (typeof PAYLOAD_FORMATS)[number];
  readonly topicAlias: string;
  readonly user: readonly UserPropertyField[];
}

export const NO_PROPERTY_FIELDS: PropertyFields = {
  contentType: "",
  responseTopic: "",
  correlationData: "",
  expiry: "",
  payloadFormat: "none",
  topicAlias: "",
  user: [],
};

/** What is wrong in the fields. */
export interface PropertyProblems {
  readonly isExpiryWrong?: true;
  readonly isResponseTopicWrong?: true;
  readonly isTopicAliasWrong?: true;
  /** The place of what is no hex digit, from 1; undefined inside: half a byte. */
  readonly correlation?: { readonly place: number | undefined };
  /** Properties that have no name. */
  readonly namelessIds?: readonly number[];
}

/** Message Expiry Interval is four bytes (MQTT 5.0 §3.3.2.3.3). */
const MAXIMUM_EXPIRY_SECONDS = 0xffff_ffff;
const HEX_PREFIX = "0x";

/** How many properties the fields stand for. */
export function countProperties(fields: PropertyFields): number {
  const { contentType, responseTopic, correlationData, expiry, topicAlias } = fields;
  const texts = [contentType, responseTopic, correlationData, expiry, topicAlias];
  const format = fields.payloadFormat === "none" ? 0 : 1;
  return texts.filter((text) => text !== "").length + format + fields.user.length;
}

/** Text, or with 0x before it the bytes themselves. */
function readCorrelation(text: string): { bytes?: Uint8Array; problem?: { place: number | undefined } } {
  if (!text.startsWith(HEX_PREFIX)) return { bytes: new TextEncoder().encode(text) };
  const result = readPayload(text.slice(HEX_PREFIX.length), "hex");
  if (result.isValid) return { bytes: result.bytes };
  const { problem } = result;
  const place = problem.kind === "hexDigit" ? problem.place + HEX_PREFIX.length : undefined;
  return { problem: { place } };
}

/** The whole number that a text stands for, within bounds. */
function readWhole(text: string, minimum: number, maximum: number): number | undefined {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}

function readExpiry(text: string): number | undefined {
  return readWhole(text, 0, MAXIMUM_EXPIRY_SECONDS);
}

function readAlias(text: string): number | undefined {
  return readWhole(text, 1, MAXIMUM_TOPIC_ALIAS);
}

function checkFields(fields: PropertyFields): PropertyProblems {
  const { responseTopic, correlationData, expiry, topicAlias, user } = fields;
  const correlation = readCorrelation(correlationData).problem;
  const namelessIds = namelessIdsOf(user);
  return {
    ...(expiry !== "" && readExpiry(expiry) === undefined ? { isExpiryWrong: true } : {}),
    ...(responseTopic !== "" && topicNameError(responseTopic) ? { isResponseTopicWrong: true } : {}),
    ...(topicAlias !== "" && readAlias(topicAlias) === undefined ? { isTopicAliasWrong: true } : {}),
    ...(correlation === undefined ? {} : { correlation }),
    ...(namelessIds.length === 0 ? {} : { namelessIds }),
  };
}

/** The properties that the fields stand for; only what has no problem. */
export function readPropertyFields(fields: PropertyFields): {
  readonly problems: PropertyProblems;
  readonly properties: Properties;
} {
  const { contentType, responseTopic, correlationData, expiry, payloadFormat, topicAlias, user } = fields;
  const correlation = correlationData === "" ? undefined : readCorrelation(correlationData).bytes;
  const seconds = expiry === "" ? undefined : readExpiry(expiry);
  const alias = topicAlias === "" ? undefined : readAlias(topicAlias);
  const properties: Properties = {
    ...(payloadFormat === "none" ? {} : { payloadFormatIndicator: payloadFormat === "text" ? 1 : 0 }),
    ...(seconds === undefined ? {} : { messageExpiryInterval: seconds }),
    ...(contentType === "" ? {} : { contentType }),
    ...(responseTopic === "" ? {} : { responseTopic }),
    ...(correlation === undefined ? {} : { correlationData: correlation }),
    ...(alias === undefined ? {} : { topicAlias: alias }),
    ...(user.length === 0 ? {} : { userProperties: userPropertiesOf(user) }),
  };
  return { problems: checkFields(fields), properties };
}

/** Text where the bytes are text that does not read as hex, else 0x and the digits. */
function correlationText(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return "";
  const text = textOf(bytes);
  return text !== undefined && !text.startsWith(HEX_PREFIX)
    ? text
    : HEX_PREFIX + Array.from(bytes, hexByte).join("");
}

/** The fields as a received message would fill them. */
export function propertyFieldsOf(properties: Properties): PropertyFields {
  const format = properties.payloadFormatIndicator;
  return {
    contentType: properties.contentType ?? "",
    responseTopic: properties.responseTopic ?? "",
    correlationData: correlationText(properties.correlationData),
    expiry: properties.messageExpiryInterval?.toString() ?? "",
    payloadFormat: format === undefined ? "none" : format === 1 ? "text" : "bytes",
    // an alias is the connection's own: a message that was received says nothing about ours
    topicAlias: "",
    user: userPropertyFieldsOf(properties.userProperties),
  };
}
