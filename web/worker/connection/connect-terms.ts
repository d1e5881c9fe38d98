import type { ClientOptions } from "../../../protocol/client/client-options.ts";
import { DEFAULT_RECEIVE_MAXIMUM } from "../../../protocol/limits.ts";
import type { Connack, ProtocolVersion } from "../../../protocol/packets.ts";
import { ConnectReturnCode, ReasonCode } from "../../../protocol/reason-codes.ts";
import type { ConnectionEnd, ConnectOptions, Granted } from "../messages/connection.ts";

/** The WebSocket subprotocol of a version (MQTT 5.0 §6). */
export function subprotocolOf(version: ProtocolVersion): string {
  return version === 3 ? "mqttv3.1" : "mqtt"; // [5 MQTT-6.0.0-3] [3 MQTT-6.0.0-3]
}

/** What CONNECT is to say. */
export function clientOptionsOf(options: ConnectOptions): ClientOptions {
  const { version, clientId, cleanStart, keepAliveSeconds, userName, password, will, sessionExpirySeconds } =
    options;
  const isFive = version === 5;
  return {
    version,
    clientId,
    cleanStart,
    keepAliveSeconds,
    ...(userName === undefined ? {} : { userName }),
    ...(password === undefined ? {} : { password: new TextEncoder().encode(password) }),
    ...(will && {
      will: {
        topic: will.topic,
        payload: will.payload,
        qos: will.qos,
        retain: will.retain,
        properties: isFive && will.delaySeconds > 0 ? { willDelayInterval: will.delaySeconds } : {},
      },
    }),
    properties: isFive && sessionExpirySeconds > 0 ? { sessionExpiryInterval: sessionExpirySeconds } : {},
  };
}

/** What a CONNACK grants, with the defaults of what it leaves out (MQTT 5.0 §3.2.2.3). */
export function grantedOf(connack: Connack, options: ConnectOptions, clientId: string): Granted {
  const { properties } = connack;
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
  };
}

/** A refusal, its code as 5.0 has it whatever the version. */
export function refusalOf(connack: Connack, version: ProtocolVersion): ConnectionEnd {
  const reasonCode =
    version === 5
      ? connack.reasonCode
      : (REASON_OF_RETURN_CODE[connack.reasonCode] ?? ReasonCode.UnspecifiedError);
  const { reasonString } = connack.properties;
  return { kind: "refused", reasonCode, ...(reasonString === undefined ? {} : { reasonString }) };
}

/** The return codes of 3.x (§3.2.2.3) by the reason codes that took their place. */
const REASON_OF_RETURN_CODE: Readonly<Record<number, number>> = {
  [ConnectReturnCode.UnacceptableProtocolVersion]: ReasonCode.UnsupportedProtocolVersion,
  [ConnectReturnCode.IdentifierRejected]: ReasonCode.ClientIdentifierNotValid,
  [ConnectReturnCode.ServerUnavailable]: ReasonCode.ServerUnavailable,
  [ConnectReturnCode.BadUserNameOrPassword]: ReasonCode.BadUserNameOrPassword,
  [ConnectReturnCode.NotAuthorized]: ReasonCode.NotAuthorized,
};
