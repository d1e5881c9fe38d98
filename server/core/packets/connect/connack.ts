import { encode } from "../../../../protocol/codec/encode.ts";
import { DEFAULT_RECEIVE_MAXIMUM } from "../../../../protocol/limits.ts";
import {
  type Connack,
  type Connect,
  NO_PROPERTIES,
  PacketType,
  type Properties,
} from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Context } from "../../context.ts";
import type { ConnectFlags } from "../../ports/inside.ts";
import { offersOf } from "./offers.ts";

/** What a client that comes in is told. */
export interface Welcome {
  readonly connect: Connect;
  /** The listener that it came through. */
  readonly listener: string;
  /** Its own, or the one that it is given. */
  readonly clientId: string;
  readonly flags: ConnectFlags;
  /** The last of an enhanced authentication. */
  readonly authenticationData: Uint8Array | undefined;
}

/** CONNACK for a client that comes in. */
export function connackOf(context: Context, welcome: Welcome): Connack {
  const { connect, flags } = welcome;
  return {
    type: PacketType.Connack,
    sessionPresent: connect.version === 3 ? false : flags.sessionPresent, // [5 MQTT-3.2.2-3]; 3.1 has no such flag [3 MQTT-3.2.2-3]
    reasonCode: ReasonCode.Success, // [5 MQTT-3.1.4-5] [3 MQTT-3.1.4-4] [3 MQTT-7.0.0-2]
    properties: connect.version === 5 ? grantedProperties(context, welcome) : NO_PROPERTIES,
  };
}

/** A client that takes no packet as large as its CONNACK cannot be served [5 MQTT-3.1.2-24]. */
export function connackProblem(context: Context, welcome: Welcome): string | undefined {
  const { connect } = welcome;
  const largest = connect.properties.maximumPacketSize;
  if (largest === undefined) return undefined;
  const bytes = encode(connackOf(context, welcome), connect.version).length;
  return bytes > largest ? `CONNACK takes ${bytes} bytes, the client takes ${largest}` : undefined;
}

/** Every limit that differs from the specification's default is announced (§3.2.2.3). */
function grantedProperties(
  { limits, listenerLimits, policy }: Context,
  { connect, listener, clientId, flags, authenticationData }: Welcome,
): Properties {
  const { maximumPacketBytes } = listenerLimits.get(listener) ?? limits;
  const { authenticationMethod } = flags;
  return {
    ...(flags.grantedSessionExpirySeconds !== flags.sessionExpirySeconds && {
      sessionExpiryInterval: flags.grantedSessionExpirySeconds,
    }),
    ...(limits.receiveMaximum < DEFAULT_RECEIVE_MAXIMUM && { receiveMaximum: limits.receiveMaximum }),
    ...(Number.isFinite(maximumPacketBytes) && { maximumPacketSize: maximumPacketBytes }),
    // also where its user name stands in for what it said
    ...(connect.clientId !== clientId && { assignedClientIdentifier: clientId }), // [5 MQTT-3.2.2-16]
    ...(limits.topicAliasMaximum > 0 && { topicAliasMaximum: limits.topicAliasMaximum }),
    ...(flags.grantedKeepAliveSeconds !== flags.keepAliveSeconds && {
      serverKeepAlive: flags.grantedKeepAliveSeconds,
    }), // [5 MQTT-3.2.2-21]
    ...offersOf(policy, connect, clientId),
    // [5 MQTT-4.12.0-5] [5 MQTT-4.12.0-6]
    ...(authenticationMethod !== undefined && { authenticationMethod }),
    ...(authenticationMethod !== undefined && authenticationData !== undefined && { authenticationData }),
  };
}
