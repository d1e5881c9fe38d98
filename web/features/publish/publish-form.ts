import { utf8ByteLength } from "../../../protocol/bytes/utf8.ts";
import { MAXIMUM_STRING_BYTES } from "../../../protocol/limits.ts";
import type { Properties, QoS } from "../../../protocol/packets.ts";
import { topicNameError } from "../../../protocol/topics/validate.ts";
import { bestText, type PayloadMode, type PayloadProblem, readPayload } from "../../lib/payload-text.ts";
import {
  countProperties,
  NO_PROPERTY_FIELDS,
  type PropertyFields,
  type PropertyProblems,
  propertyFieldsOf,
  readPropertyFields,
} from "../../lib/property-form.ts";
import type { PublishDraft } from "../../lib/publish-draft.ts";
import type { OutgoingMessage } from "../../worker/messages.ts";

/** The publish form as it is filled: texts, so that it can be kept and come back as it was. */
export interface PublishForm {
  readonly topic: string;
  readonly mode: PayloadMode;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly properties: PropertyFields;
}

export const EMPTY_FORM: PublishForm = {
  topic: "",
  mode: "json",
  payload: "",
  qos: 0,
  retain: false,
  properties: NO_PROPERTY_FIELDS,
};

/** Why a topic cannot be published on (MQTT 5.0 §4.7, §3.3.2.1). */
export type TopicProblem =
  | { readonly kind: "empty" | "wildcard" | "nul" | "surrogate" }
  | { readonly kind: "tooLong"; readonly bytes: number };

/** What keeps a form from being published; empty: nothing. */
export interface FormProblems extends PropertyProblems {
  readonly topic?: TopicProblem;
  readonly payload?: PayloadProblem;
  readonly isTextIndicatorWrong?: true;
}

export interface ReadForm {
  readonly problems: FormProblems;
  /** Undefined while there are problems. */
  readonly message: OutgoingMessage | undefined;
  /** Undefined while the text stands for no bytes. */
  readonly payloadBytes: number | undefined;
}

/** What is wrong with a topic to publish on. */
export function topicProblem(topic: string): TopicProblem | undefined {
  if (topicNameError(topic) === undefined) return undefined;
  if (topic === "") return { kind: "empty" };
  if (/[+#]/.test(topic)) return { kind: "wildcard" };
  if (topic.includes("\0")) return { kind: "nul" };
  if (/\p{Surrogate}/u.test(topic)) return { kind: "surrogate" };
  return { kind: "tooLong", bytes: Math.max(utf8ByteLength(topic), MAXIMUM_STRING_BYTES) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function propertiesOf(form: PublishForm, hasProperties: boolean) {
  return hasProperties ? readPropertyFields(form.properties) : { problems: {}, properties: {} };
}

/** Reads the form into a PUBLISH, or says what is wrong. Without `hasProperties` (MQTT 3) they are left out. */
export function readForm(form: PublishForm, hasProperties: boolean): ReadForm {
  const topic = topicProblem(form.topic);
  const payload = readPayload(form.payload, form.mode);
  const read = propertiesOf(form, hasProperties);
  const properties: Properties = read.properties;
  const isTextIndicatorWrong =
    properties.payloadFormatIndicator === 1 && payload.isValid && !isUtf8(payload.bytes);
  const problems: FormProblems = {
    ...read.problems,
    ...(topic === undefined ? {} : { topic }),
    ...(payload.isValid ? {} : { payload: payload.problem }),
    ...(isTextIndicatorWrong ? { isTextIndicatorWrong } : {}),
  };
  const payloadBytes = payload.isValid ? payload.bytes.length : undefined;
  if (Object.keys(problems).length > 0 || !payload.isValid) {
    return { problems, message: undefined, payloadBytes };
  }
  const { qos, retain } = form;
  const message = { topic: form.topic, payload: payload.bytes, qos, retain, properties };
  return { problems, message, payloadBytes };
}

/** Whether publishing the form clears what the topic has retained (MQTT 5.0 §3.3.1.3). */
export function isClearing(form: PublishForm): boolean {
  return form.retain && form.payload === "";
}

/** The form filled with what a view asks for; what it leaves out stays. */
export function withDraft(form: PublishForm, draft: PublishDraft): PublishForm {
  const payload = draft.payload === undefined ? undefined : bestText(draft.payload);
  return {
    topic: draft.topic,
    mode: payload?.mode ?? form.mode,
    payload: payload?.text ?? form.payload,
    qos: draft.qos ?? form.qos,
    retain: draft.retain ?? form.retain,
    properties: draft.properties === undefined ? form.properties : propertyFieldsOf(draft.properties),
  };
}

/** How many properties the form gives the message. */
export function propertyCount(form: PublishForm): number {
  return countProperties(form.properties);
}
