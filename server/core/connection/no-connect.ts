import type { ConnectFlags } from "../ports/inside.ts";

/** The flags of a connection that has not sent CONNECT. */
export const NO_CONNECT: ConnectFlags = {
  version: 4,
  cleanStart: true,
  sessionPresent: false,
  keepAliveSeconds: 0,
  grantedKeepAliveSeconds: 0,
  sessionExpirySeconds: 0,
  grantedSessionExpirySeconds: 0,
  receiveMaximum: 0,
  maximumPacketBytes: undefined,
  topicAliasMaximum: 0,
  requestProblemInformation: true,
  requestResponseInformation: false,
  userProperties: [],
  hasUserName: false,
  hasPassword: false,
  authenticationMethod: undefined,
  hasWill: false,
};
