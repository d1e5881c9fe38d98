import type { ProtocolVersion, QoS } from "../../protocol/packets.ts";
import { topicNameError } from "../../protocol/topics/validate.ts";
import type { ConnectOptions, ConnectProperties, WillOptions } from "../worker/messages.ts";
import { textOf } from "./payload.ts";
import {
  NO_PROPERTY_FIELDS,
  type PropertyFields,
  type PropertyProblems,
  propertyFieldsOf,
  readPropertyFields,
} from "./property-form.ts";
import {
  namelessIdsOf,
  type UserPropertyField,
  userPropertiesOf,
  userPropertyFieldsOf,
} from "./user-properties.ts";

/** The will of a CONNECT as it is being written, its payload as text. */
export interface WillDraft {
  readonly topic: string;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
  readonly properties: PropertyFields;
}

/** What a form asks about a CONNECT (MQTT 5.0 §3.1), whoever connects. What is undefined is not said. */
export interface ConnectDraft {
  readonly version: ProtocolVersion;
  readonly clientId: string;
  readonly userName: string;
  readonly password: string;
  /** User name and password are proven by SCRAM-SHA-256 instead of being sent. */
  readonly isScram: boolean;
  readonly keepAliveSeconds: number;
  readonly cleanStart: boolean;
  readonly sessionExpirySeconds: number;
  readonly receiveMaximum: number | undefined;
  readonly maximumPacketBytes: number | undefined;
  readonly topicAliasMaximum: number | undefined;
  readonly givesTopicAliases: boolean;
  readonly asksResponseInformation: boolean;
  /** The broker is to leave reason strings and user properties out of its answers. */
  readonly refusesProblemInformation: boolean;
  readonly userProperties: readonly UserPropertyField[];
  readonly will: WillDraft | undefined;
}

export const NEW_WILL: WillDraft = {
  topic: "",
  payload: "",
  qos: 0,
  retain: false,
  delaySeconds: 0,
  properties: NO_PROPERTY_FIELDS,
};

/** A draft that says nothing but what every CONNECT says. */
export const NEW_CONNECT_DRAFT: ConnectDraft = {
  version: 5,
  clientId: "",
  userName: "",
  password: "",
  isScram: false,
  keepAliveSeconds: 30,
  cleanStart: true,
  sessionExpirySeconds: 0,
  receiveMaximum: undefined,
  maximumPacketBytes: undefined,
  topicAliasMaximum: undefined,
  givesTopicAliases: false,
  asksResponseInformation: false,
  refusesProblemInformation: false,
  userProperties: [],
  will: undefined,
};

/** What keeps a draft from being sent. */
export interface ConnectProblems {
  readonly isWillTopicWrong: boolean;
  readonly will: PropertyProblems;
  /** User properties of CONNECT that have no name. */
  readonly namelessIds: readonly number[];
}

/** Checks a draft as it is typed; what only 5.0 sends counts only there. */
export function connectProblems({ version, will, userProperties }: ConnectDraft): ConnectProblems {
  const isFive = version === 5;
  return {
    isWillTopicWrong: will !== undefined && topicNameError(will.topic) !== undefined,
    will: will !== undefined && isFive ? readPropertyFields(will.properties).problems : {},
    namelessIds: isFive ? namelessIdsOf(userProperties) : [],
  };
}

/** Whether nothing keeps the draft from being sent. */
export function isSendable({ isWillTopicWrong, will, namelessIds }: ConnectProblems): boolean {
  return !isWillTopicWrong && Object.keys(will).length === 0 && namelessIds.length === 0;
}

/** What CONNECT is to say: empty user names and passwords are not sent. */
export function connectOptionsFrom(draft: ConnectDraft, url: string, clientId: string): ConnectOptions {
  const { version, userName, password, keepAliveSeconds, cleanStart, sessionExpirySeconds, will } = draft;
  return {
    url,
    version,
    clientId,
    keepAliveSeconds,
    cleanStart,
    sessionExpirySeconds,
    properties: propertiesFrom(draft),
    givesTopicAliases: draft.givesTopicAliases,
    ...(draft.isScram && { authenticationMethod: "SCRAM-SHA-256" }),
    ...(userName !== "" && { userName }),
    ...(password !== "" && { password }),
    ...(will && { will: willFrom(will) }),
  };
}

function propertiesFrom(draft: ConnectDraft): ConnectProperties {
  const { receiveMaximum, maximumPacketBytes, topicAliasMaximum, userProperties } = draft;
  return {
    ...(receiveMaximum !== undefined && { receiveMaximum }),
    ...(maximumPacketBytes !== undefined && { maximumPacketSize: maximumPacketBytes }),
    ...(topicAliasMaximum !== undefined && { topicAliasMaximum }),
    ...(draft.asksResponseInformation && { requestResponseInformation: 1 }),
    ...(draft.refusesProblemInformation && { requestProblemInformation: 0 }),
    ...(userProperties.length > 0 && { userProperties: userPropertiesOf(userProperties) }),
  };
}

function willFrom({ payload, properties, ...will }: WillDraft): WillOptions {
  return {
    ...will,
    payload: new TextEncoder().encode(payload),
    properties: readPropertyFields({ ...properties, topicAlias: "" }).properties,
  };
}

/** The draft that a connection was made from. */
export function connectDraftOf(options: ConnectOptions): ConnectDraft {
  const { version, clientId, keepAliveSeconds, cleanStart, sessionExpirySeconds, properties = {} } = options;
  const { will } = options;
  return {
    version,
    clientId,
    keepAliveSeconds,
    cleanStart,
    sessionExpirySeconds,
    userName: options.userName ?? "",
    password: options.password ?? "",
    isScram: options.authenticationMethod !== undefined,
    receiveMaximum: properties.receiveMaximum,
    maximumPacketBytes: properties.maximumPacketSize,
    topicAliasMaximum: properties.topicAliasMaximum,
    givesTopicAliases: options.givesTopicAliases === true,
    asksResponseInformation: properties.requestResponseInformation === 1,
    refusesProblemInformation: properties.requestProblemInformation === 0,
    userProperties: userPropertyFieldsOf(properties.userProperties),
    will: will && {
      ...will,
      payload: textOf(will.payload) ?? "",
      properties: propertyFieldsOf(will.properties),
    },
  };
}
