import type { Connect, Properties } from "../../../../protocol/packets.ts";
import type { Policy } from "../../ports/policy.ts";

/** In a client id these would make what is meant for one client a filter for several. */
const WILDCARDS = /[+#]/;

/** What CONNACK says of this broker's own ways (MQTT 5.0 §3.2.2.3): what it lacks, and where answers are awaited. */
export function offersOf(policy: Policy, { properties }: Connect, clientId: string): Properties {
  const { maximumQoS, unavailable } = policy;
  // [5 MQTT-3.1.2-28]
  const responseInformation =
    properties.requestResponseInformation === 1 ? responseTopicOf(policy, clientId) : undefined;
  return {
    ...(maximumQoS !== 2 && { maximumQoS }), // [5 MQTT-3.2.2-9]
    ...(unavailable.has("retain") && { retainAvailable: 0 }),
    ...(unavailable.has("wildcards") && { wildcardSubscriptionAvailable: 0 }),
    ...(unavailable.has("identifiers") && { subscriptionIdentifierAvailable: 0 }),
    ...(unavailable.has("shared") && { sharedSubscriptionAvailable: 0 }),
    ...(responseInformation !== undefined && { responseInformation }),
  };
}

function responseTopicOf({ responseTopicPrefix }: Policy, clientId: string): string | undefined {
  if (responseTopicPrefix === undefined) return undefined;
  if (!responseTopicPrefix.includes("%c")) return responseTopicPrefix;
  return WILDCARDS.test(clientId) ? undefined : responseTopicPrefix.replaceAll("%c", () => clientId);
}
