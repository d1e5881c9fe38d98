import { ReasonCode } from "../../protocol/reason-codes.ts";
import type { Catalogue } from "../texts/en/catalogue.ts";
import type { PublishResult } from "../worker/messages.ts";
import { type Explanation, reasonText } from "./connection-end.ts";
import type { Format } from "./format.ts";

type FailedPublish = Extract<PublishResult, { outcome: "refused" | "withheld" | "failed" }>;

/** Whether the message did not get to the broker, or not past it. */
export function isFailedPublish(result: PublishResult): result is FailedPublish {
  return result.outcome !== "sent" && result.outcome !== "acknowledged";
}

/** Why a publish did not work, in the reader's language (MQTT 5.0 §3.4.2.1). */
export function explainPublish(
  result: FailedPublish,
  { publish, problems }: Catalogue,
  format: Format,
): Explanation {
  const { failures } = publish;
  if (result.outcome === "refused") {
    return failures.refused(reasonText(result.reasonCode, problems, result.reasonString));
  }
  if (result.outcome === "withheld") return explainLimit(result, failures.withheld, format);
  switch (result.why) {
    case "not-connected":
      return failures.notConnected;
    case "connection-lost":
      return failures.connectionLost;
    case "invalid":
      return failures.invalid(result.detail ?? "");
  }
}

/** Which limit of the broker forbids it (MQTT 5.0 §3.2.2.3). */
function explainLimit(
  { reasonCode, allowed, wanted }: Extract<PublishResult, { outcome: "withheld" }>,
  texts: Catalogue["publish"]["failures"]["withheld"],
  format: Format,
): Explanation {
  switch (reasonCode) {
    case ReasonCode.PacketTooLarge:
      return texts.size(format.exactBytes(wanted), format.exactBytes(allowed));
    case ReasonCode.QoSNotSupported:
      return texts.qos(allowed);
    case ReasonCode.RetainNotSupported:
      return texts.retain;
    default:
      return texts.alias(format.exact(wanted), format.exact(allowed));
  }
}
