import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Context } from "../../context.ts";
import type { Accepted } from "../../ports/access.ts";
import type { ConnectFlags } from "../../ports/inside.ts";
import { isDurable } from "../../session/session.ts";
import { NO_STORE_ROOM } from "../../store-room.ts";
import type { Refusal } from "../refusal.ts";
import type { Welcome } from "./connack.ts";
import type { Candidate } from "./on-connect.ts";

/** What keeps out a client that is known and could come in otherwise; it is counted by the setting's name. */
export function hindranceOf(
  context: Context,
  candidate: Candidate,
  { clientId, flags }: Welcome,
  { userName }: Accepted,
): Refusal | undefined {
  return (
    heldOff(context, candidate, clientId) ??
    ofTooMany(context, clientId, userName) ??
    withoutMemory(context, clientId) ??
    withoutStore(context, clientId, flags)
  );
}

/** It has to leave a connected client id alone for which there is a fight. */
function heldOff(context: Context, { peer }: Candidate, clientId: string): Refusal | undefined {
  const isConnected = context.sessions.get(clientId)?.link !== undefined;
  const seconds = isConnected ? context.fights.heldOff(clientId, peer.address) : undefined;
  if (seconds === undefined) return undefined;
  context.counters.heldBack["contested-client-id"]++;
  const reason = `others fight for this client id; come back in ${seconds} s (contested-client-id)`;
  return { reasonCode: ReasonCode.ServerBusy, reason };
}

/** Who takes over a client id of its own user comes in the place of the other connection. */
function ofTooMany(
  { sessions, users, limits, counters }: Context,
  clientId: string,
  userName: string | undefined,
): Refusal | undefined {
  if (users.hasRoom(userName, sessions.get(clientId))) return undefined;
  counters.heldBack["maximum-connections-per-user"]++;
  const { maximumConnectionsPerUser: maximum } = limits;
  const reason = `more than ${maximum} connections of one user (maximum-connections-per-user)`;
  return { reasonCode: ReasonCode.QuotaExceeded, reason };
}

/** Who has a session may come for what waits in it. */
function withoutMemory({ sessions, memory, counters }: Context, clientId: string): Refusal | undefined {
  if (!memory.isReached || sessions.get(clientId) !== undefined) return undefined;
  counters.heldBack["maximum-memory-bytes"]++;
  const reason = "too much memory is in use for another session (maximum-memory-bytes)";
  return { reasonCode: ReasonCode.QuotaExceeded, reason };
}

/** A durable session that is there is stored already, and may go on. */
function withoutStore(
  { sessions, storeRoom, counters }: Context,
  clientId: string,
  { cleanStart, grantedSessionExpirySeconds }: ConnectFlags,
): Refusal | undefined {
  if (!storeRoom.isFull || grantedSessionExpirySeconds === 0) return undefined;
  const session = sessions.get(clientId);
  if (session !== undefined && isDurable(session) && !cleanStart) return undefined;
  counters.heldBack["maximum-uncommitted-bytes"]++;
  return { reasonCode: ReasonCode.QuotaExceeded, reason: NO_STORE_ROOM };
}
