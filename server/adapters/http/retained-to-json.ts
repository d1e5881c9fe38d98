import { Reader } from "../../../protocol/bytes/reader.ts";
import { PacketType } from "../../../protocol/packets.ts";
import { readPropertyList } from "../../../protocol/properties.ts";
import type { RetainedRecord } from "../../core/ports/inside.ts";
import {
  type MessageProperties,
  RETAINED_START_BYTES,
  type RetainedMessage,
  type RetainedSummary,
} from "./contract/retained.ts";
import { toBase64 } from "./to-json.ts";

/** A row of the list of retained messages. */
export function retainedSummaryToJson(record: RetainedRecord): RetainedSummary {
  return {
    ...record,
    payloadStart: toBase64(record.payload.subarray(0, RETAINED_START_BYTES)),
    payloadBytes: record.payload.byteLength,
  };
}

/** A retained message in full. */
export function retainedMessageToJson(record: RetainedRecord): RetainedMessage {
  return {
    ...record,
    payload: toBase64(record.payload),
    payloadBytes: record.payload.byteLength,
    properties: propertiesToJson(record.properties),
  };
}

function propertiesToJson(bytes: Uint8Array): MessageProperties {
  const { payloadFormatIndicator, contentType, responseTopic, correlationData, userProperties } =
    readPropertyList(new Reader(bytes, 0, 0, bytes.byteLength), PacketType.Publish);
  return {
    payloadFormatIndicator,
    contentType,
    responseTopic,
    correlationData: correlationData && toBase64(correlationData),
    userProperties: userProperties?.map(([name, value]) => [name, value]),
  };
}
