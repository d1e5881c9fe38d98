import { isUtf8 } from "../../../../protocol/bytes/utf8.ts";
import type { Connect, Will } from "../../../../protocol/packets.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import type { Policy } from "../../ports/policy.ts";
import type { Refusal } from "../refusal.ts";

/** The longest client id of MQTT 3.1 (its §3.1), in characters; nobody has kept to it since 3.1.1 asks for nothing more. */
const LONGEST_CLIENT_ID_IN_3_1 = 23;

/** What a CONNECT asks for that this broker is set not to give. */
export function policyProblem(connect: Connect, policy: Policy): Refusal | undefined {
  const { version, clientId, will } = connect;
  if (policy.strictness === "strict" && version === 3 && clientId.length > LONGEST_CLIENT_ID_IN_3_1) {
    return {
      reasonCode: ReasonCode.ClientIdentifierNotValid,
      reason: `a client id of ${clientId.length} characters, MQTT 3.1 allows ${LONGEST_CLIENT_ID_IN_3_1} (strictness)`,
    };
  }
  return will === undefined ? undefined : willProblem(will, policy);
}

function willProblem(will: Will, policy: Policy): Refusal | undefined {
  if (will.qos > policy.maximumQoS) {
    const reason = `a will of QoS ${will.qos}, allowed is ${policy.maximumQoS} (maximum-qos)`;
    return { reasonCode: ReasonCode.QoSNotSupported, reason }; // [5 MQTT-3.2.2-12]
  }
  if (will.retain && policy.unavailable.has("retain")) {
    const reason = "a retained will, and this broker keeps no retained messages (without)";
    return { reasonCode: ReasonCode.RetainNotSupported, reason }; // [5 MQTT-3.2.2-13]
  }
  // §3.1.3.2.3
  if (policy.checkPayloadFormat && will.properties.payloadFormatIndicator === 1 && !isUtf8(will.payload)) {
    const reason = "the will's payload is said to be text (Payload Format Indicator 1) and is not UTF-8";
    return { reasonCode: ReasonCode.PayloadFormatInvalid, reason };
  }
  return undefined;
}
