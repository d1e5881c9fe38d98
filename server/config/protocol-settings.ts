import { DEFAULT_POLICY, FEATURES, type Feature, type Policy, type Redirect } from "../core/ports/policy.ts";
import { choice, list, onOff, optionalText, wholeNumber } from "./setting.ts";

/** Names or addresses with or without a port, separated by spaces (MQTT 5.0 §4.11). */
const REFERENCES =
  /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?( (\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?)*$/i;
/** A topic name that does not begin with $, whose topics are the broker's own (§4.7.2). */
const TOPIC_PREFIX = /^[^$+#\0][^+#\0]*$/;
const HIGHEST_QOS = 2;

/** One setting for each choice that the specification leaves to the broker. */
export const protocolSettings = {
  strictness: choice(
    {
      group: "Protocol",
      description:
        "What becomes of a client that errs as real clients do: it goes on with a warning, or it is disconnected",
    },
    ["lenient", "strict"],
    DEFAULT_POLICY.strictness,
  ),
  onFlood: choice(
    {
      group: "Limits",
      description:
        "What becomes of a client that sends more messages or bytes in a second than it may: it is read no faster, or it is disconnected",
    },
    ["slow", "disconnect"],
    DEFAULT_POLICY.onFlood,
  ),
  onFullQueue: choice(
    {
      group: "Limits",
      description:
        "What becomes of a QoS 1 or 2 message that finds a queue full: it is dropped, the oldest that wait there are dropped for it, or its publisher is refused with 0x97 and nobody gets it",
    },
    ["drop-newest", "drop-oldest", "refuse-publisher"],
    DEFAULT_POLICY.onFullQueue,
  ),
  contestedClientId: choice(
    {
      group: "Limits",
      description:
        "Who has a client id that clients take from each other again and again: each in turn, as MQTT has it, or one side is held off, for longer each time",
    },
    ["take-turns", "older-stays", "newer-stays"],
    DEFAULT_POLICY.contestedClientId,
  ),
  checkPayloadFormat: onOff({
    group: "Protocol",
    description: "Refuse payloads that are said to be text (Payload Format Indicator 1) and are not UTF-8",
  }),
  responseTopicPrefix: optionalText(
    {
      group: "Protocol",
      description:
        "Topic below which clients that ask for Response Information await their answers; %c in it stands for the client id, as in answers/%c",
    },
    "topic",
    "a topic name without wildcards that does not begin with $",
    TOPIC_PREFIX,
  ),
  redirectTo: optionalText(
    {
      group: "Protocol",
      description: "Server Reference for MQTT 5 clients that are to use another server; --redirect says when",
    },
    "host:port",
    'a name or an address like "broker.home:1883", or several separated by spaces',
    REFERENCES,
  ),
  redirect: choice(
    {
      group: "Protocol",
      description:
        "With --redirect-to: tell connected clients at the stop, or refuse everybody who comes, the page's own client too, for now or for good",
    },
    ["at-stop", "temporarily", "permanently"],
    "at-stop",
  ),
  maximumQos: wholeNumber(
    {
      group: "Protocol",
      description: "Highest QoS with which clients may publish, announced as Maximum QoS",
    },
    "qos",
    { from: 0, to: HIGHEST_QOS },
    DEFAULT_POLICY.maximumQoS,
  ),
  without: list(
    {
      group: "Protocol",
      description: `What clients may not use: ${FEATURES.join(", ")}; separated by commas. The page shows nothing live without wildcards`,
    },
    "feature,…",
    FEATURES.join(", "),
    new RegExp(`^(${FEATURES.join("|")})$`),
  ),
  tracePayloads: choice(
    {
      group: "Logging",
      description:
        "Whether payloads of messages and wills may stand in a trace, and in faulty packets that are kept; what is left out cannot be read again",
    },
    ["allowed", "left-out"],
    DEFAULT_POLICY.tracePayloads,
  ),
};

/** The settings that make a policy. */
interface PolicySettings
  extends Pick<
    Policy,
    "strictness" | "onFlood" | "onFullQueue" | "contestedClientId" | "checkPayloadFormat" | "tracePayloads"
  > {
  readonly responseTopicPrefix?: string | undefined;
  readonly redirectTo?: string | undefined;
  readonly redirect: Redirect["how"];
  readonly maximumQos: number;
  readonly without: readonly string[];
}

/** The policy among all settings, but for the client ids. */
export function policyOf(settings: PolicySettings): Omit<Policy, "clientIds"> {
  const {
    strictness,
    onFlood,
    onFullQueue,
    contestedClientId,
    checkPayloadFormat,
    tracePayloads,
    responseTopicPrefix,
    redirectTo,
    redirect,
  } = settings;
  return {
    strictness,
    onFlood,
    onFullQueue,
    contestedClientId,
    checkPayloadFormat,
    tracePayloads,
    responseTopicPrefix,
    redirect: redirectTo === undefined ? undefined : { to: redirectTo, how: redirect },
    maximumQoS: settings.maximumQos as Policy["maximumQoS"],
    unavailable: new Set(settings.without as readonly Feature[]),
  };
}
