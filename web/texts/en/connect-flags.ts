/** What a CONNECT asked for, beside what CONNACK granted. */
export const connectFlags = {
  title: "What was asked, what was granted",
  asked: "CONNECT asked",
  granted: "CONNACK granted",
  recovered:
    "The session was read from disk after a restart. What its CONNECT asked for is known when the client comes back.",
  notInVersion: (version: string) => `not in ${version}`,
  lowered: "lowered",
  loweredTip: "The broker granted less than was asked for.",
  given: "given",
  notGiven: "not given",
  notSaid: "no limit",
  off: "off",
  names: {
    version: "Protocol",
    cleanStart: "Clean start",
    cleanSession: "Clean session",
    sessionPresent: "Session present",
    keepAlive: "Keep alive",
    sessionExpiry: "Session expiry",
    receiveMaximum: "Receive maximum",
    maximumPacketSize: "Maximum packet size",
    topicAliasMaximum: "Topic alias maximum",
    problemInformation: "Request problem information",
    responseInformation: "Request response information",
    userName: "User name",
    password: "Password",
    authenticationMethod: "Authentication method",
    will: "Will",
    userProperties: "User properties",
  },
  tips: {
    version: "The version of MQTT that the client speaks. The broker answers in the same, or refuses.",
    cleanStart:
      "Whether a session that was there is thrown away and a new one begun. Without it the client goes on with what it had.",
    sessionPresent: "The broker's answer: whether it had a session, and the client goes on with it.",
    keepAlive:
      "The longest silence of the client. After one and a half times this the broker takes the connection for lost. The broker may ask for a shorter one.",
    sessionExpiry:
      "How long the session is kept after the connection ended. 0: it ends with it. The broker may grant less.",
    receiveMaximum:
      "How many QoS 1 and 2 messages may be on their way and not acknowledged: to the client (left), to the broker (right).",
    maximumPacketSize: "The largest packet that is taken: by the client (left), by the broker (right).",
    topicAliasMaximum:
      "How many topics may be named by a number instead of their text: towards the client (left), towards the broker (right).",
    problemInformation: "Whether the client wants reasons in words with refusals and errors.",
    responseInformation:
      "Whether the client asks for a prefix for response topics. This broker gives one when response-topic-prefix is set.",
    userName: "Whether CONNECT held a user name.",
    password: "Whether CONNECT held a password. It is not kept.",
    authenticationMethod:
      "How the client proved who it is, beyond a user name and a password. With SCRAM the password itself never crosses the wire.",
    will: "Whether CONNECT brought a message for the case that the connection is lost.",
    userProperties: "Names and values that the client says about itself. The broker gives them no meaning.",
  },
};
