import { utf8ByteLength } from "../../../../protocol/bytes/utf8.ts";
import type { Connect } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { levelCount, topicNameError } from "../../../../protocol/topics/validate.ts";
import type { Limits } from "../../ports/limits.ts";
import { BROKERS_TOPICS } from "../../routing/topic.ts";
import type { Refusal } from "../refusal.ts";

/** What a CONNECT may not ask of this broker, before anybody is asked who the client is (MQTT 5.0 §3.1.4). */
export function checkConnect(connect: Connect, limits: Limits): Refusal | undefined {
  return clientIdProblem(connect, limits) ?? willProblem(connect, limits);
}

function clientIdProblem(connect: Connect, limits: Limits): Refusal | undefined {
  const { clientId, version } = connect;
  if (clientId === "" && version === 3) return invalidId("MQTT 3.1 asks for a client id");
  // [3 MQTT-3.1.3-7] [3 MQTT-3.1.3-8]
  if (clientId === "" && version === 4 && !connect.cleanStart)
    return invalidId("a client without an id needs Clean Session");
  const bytes = utf8ByteLength(clientId);
  // [5 MQTT-3.1.3-8] [3 MQTT-3.1.3-9]
  if (bytes > limits.maximumClientIdBytes) {
    return invalidId(
      `a client id of ${bytes} bytes, allowed are ${limits.maximumClientIdBytes} (maximum-client-id-bytes)`,
    );
  }
  return undefined;
}

function invalidId(reason: string): Refusal {
  return { reasonCode: ReasonCode.ClientIdentifierNotValid, reason };
}

function willProblem({ will }: Connect, limits: Limits): Refusal | undefined {
  if (will === undefined) return undefined;
  const error = topicNameError(will.topic);
  if (error !== undefined)
    return { reasonCode: ReasonCode.TopicNameInvalid, reason: `the will's topic: ${error}` };
  const bytes = utf8ByteLength(will.topic);
  if (bytes > limits.maximumTopicBytes) {
    return {
      reasonCode: ReasonCode.TopicNameInvalid,
      reason: `the will's topic has ${bytes} bytes, allowed are ${limits.maximumTopicBytes} (maximum-topic-bytes)`,
    };
  }
  if (levelCount(will.topic) > limits.maximumTopicLevels) {
    return {
      reasonCode: ReasonCode.TopicNameInvalid,
      reason: `the will's topic has more than ${limits.maximumTopicLevels} levels (maximum-topic-levels)`,
    };
  }
  if (will.topic.startsWith(BROKERS_TOPICS))
    return { reasonCode: ReasonCode.NotAuthorized, reason: "$SYS topics are the broker's own" };
  return undefined;
}
