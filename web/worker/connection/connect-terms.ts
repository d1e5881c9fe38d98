import type { ClientOptions } from "../../../protocol/client/client-options.ts";
import { DEFAULT_RECEIVE_MAXIMUM } from "../../../protocol/limits.ts";
import type { Connack, Properties, ProtocolVersion, Will } from "../../../protocol/packets.ts";
import { ConnectReturnCode, ReasonCode } from "../../../protocol/reason-codes.ts";
import type {
  ConnectionEnd,
  ConnectOptions,
  Granted,
  ServerWords,
  WillOptions,
} from "../messages/connection.ts";

/** The WebSocket subprotocol of a version (MQTT 5.0 §6). */
export function subprotocolOf(version: ProtocolVersion): string {
  return version === 3 ? "mqttv3.1" : "mqtt"; // [5 MQTT-6.0.0-3] [3 MQTT-6.0.0-3]
}

/** What CONNECT is to say; with SCRAM the method says who connects, and the password stays here. */
export function clientOptionsOf(options: ConnectOptions): ClientOptions {
  const { version, clientId, cleanStart, keepAliveSeconds, userName, password, will } = options;
  const isSaid = !isScram(options);
  return {
    version,
    clientId,
    cleanStart,
    keepAliveSeconds,
    givesTopicAliases: version === 5 && options.givesTopicAliases === true,
    ...(isSaid && userName !== undefined && { userName }),
    ...(isSaid && password !== undefined && { password: new TextEncoder().encode(password) }),
    ...(will && { will: willOf(will, version) }),
    properties: version === 5 ? propertiesOf(options) : {},
  };
}

/** Whether a connection is to begin with a SCRAM exchange, which 5.0 alone knows (MQTT 5.0 §4.12). */
export function isScram({ version, authenticationMethod }: ConnectOptions): boolean {
  return version === 5 && authenticationMethod !== undefined;
}

function propertiesOf(options: ConnectOptions): Properties {
  const { sessionExpirySeconds, authenticationMethod, properties } = options;
  return {
    ...properties,
    ...(sessionExpirySeconds > 0 && { sessionExpiryInterval: sessionExpirySeconds }),
    ...(authenticationMethod !== undefined && { authenticationMethod }),
  };
}

function willOf({ delaySeconds, properties, ...will }: WillOptions, version: ProtocolVersion): Will {
  if (version !== 5) return { ...will, properties: {} };
  return {
    ...will,
    properties: { ...properties, ...(delaySeconds > 0 && { willDelayInterval: delaySeconds }) },
  };
}

/** What a CONNACK grants, with the defaults of what it leaves out (MQTT 5.0 §3.2.2.3). */
export function grantedOf(connack: Connack, options: ConnectOptions, clientId: string): Granted {
  const { properties } = connack;
  const { responseInformation, authenticationMethod } = properties;
  return {
    version: options.version,
    clientId,
    sessionPresent: connack.sessionPresent,
    keepAliveSeconds: properties.serverKeepAlive ?? options.keepAliveSeconds,
    sessionExpirySeconds: properties.sessionExpiryInterval ?? options.sessionExpirySeconds,
    receiveMaximum: properties.receiveMaximum ?? DEFAULT_RECEIVE_MAXIMUM,
    maximumQoS: properties.maximumQoS ?? 2,
    maximumPacketBytes: properties.maximumPacketSize,
    topicAliasMaximum: properties.topicAliasMaximum ?? 0,
    isRetainAvailable: properties.retainAvailable !== 0,
    hasWildcardSubscriptions: properties.wildcardSubscriptionAvailable !== 0,
    hasSubscriptionIdentifiers: options.version === 5 && properties.subscriptionIdentifierAvailable !== 0,
    hasSharedSubscriptions: options.version === 5 && properties.sharedSubscriptionAvailable !== 0,
    changed: changedBy(properties),
    userProperties: properties.userProperties ?? [],
    ...(responseInformation !== undefined && { responseInformation }),
    ...(authenticationMethod !== undefined && { authenticationMethod }),
    ...wordsOf(properties),
  };
}

function changedBy(properties: Properties): Granted["changed"] {
  const changed: Granted["changed"][number][] = [];
  if (properties.assignedClientIdentifier !== undefined) changed.push("clientId");
  if (properties.serverKeepAlive !== undefined) changed.push("keepAlive");
  if (properties.sessionExpiryInterval !== undefined) changed.push("sessionExpiry");
  return changed;
}

/** A refusal, its code as 5.0 has it whatever the version. */
export function refusalOf({ reasonCode, properties }: Connack, version: ProtocolVersion): ConnectionEnd {
  const code =
    version === 5 ? reasonCode : (REASON_OF_RETURN_CODE[reasonCode] ?? ReasonCode.UnspecifiedError);
  return { kind: "refused", reasonCode: code, ...wordsOf(properties) };
}

/** What a server says in words about its CONNACK or DISCONNECT. */
export function wordsOf({ reasonString, serverReference }: Properties): ServerWords {
  return {
    ...(reasonString !== undefined && { reasonString }),
    ...(serverReference !== undefined && { serverReference }),
  };
}

/** The return codes of 3.x (§3.2.2.3) by the reason codes that took their place. */
const REASON_OF_RETURN_CODE: Readonly<Record<number, number>> = {
  [ConnectReturnCode.UnacceptableProtocolVersion]: ReasonCode.UnsupportedProtocolVersion,
  [ConnectReturnCode.IdentifierRejected]: ReasonCode.ClientIdentifierNotValid,
  [ConnectReturnCode.ServerUnavailable]: ReasonCode.ServerUnavailable,
  [ConnectReturnCode.BadUserNameOrPassword]: ReasonCode.BadUserNameOrPassword,
  [ConnectReturnCode.NotAuthorized]: ReasonCode.NotAuthorized,
};
