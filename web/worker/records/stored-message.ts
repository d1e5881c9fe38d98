import type { Properties, QoS } from "../../../protocol/packets.ts";
import type { MessageSummary, StoredMessage } from "../messages/topics.ts";
import { previewOf } from "./preview.ts";
import { RecordFlag, type RecordLog } from "./record-log.ts";

/** Decodes the bytes of an MQTT 5 property section. */
export type DecodeProperties = (bytes: Uint8Array) => Properties;

/** A record as a row shows it. */
export function summaryOf(log: RecordLog, address: number): MessageSummary {
  const flags = log.flags(address);
  return {
    topicId: log.node(address),
    index: log.index(address),
    at: log.at(address),
    ...previewOf(log.payload(address)),
    payloadBytes: log.payloadBytes(address),
    qos: (flags & RecordFlag.qos) as QoS,
    retain: (flags & RecordFlag.retain) !== 0,
    dup: (flags & RecordFlag.dup) !== 0,
  };
}

/** A record with its bytes, at most `maximumBytes` of the payload: copies, so that they may leave the worker. */
export function storedMessageOf(
  log: RecordLog,
  address: number,
  topic: string,
  decode: DecodeProperties,
  maximumBytes = Number.POSITIVE_INFINITY,
): StoredMessage {
  return {
    ...summaryOf(log, address),
    topic,
    payload: log.payload(address).slice(0, maximumBytes),
    // a copy: correlation data is a view of what is decoded
    properties: decode(log.properties(address).slice()),
  };
}
