import type { Catalogue } from "../texts/en/catalogue.ts";
import type { PublishResult } from "../worker/messages.ts";
import { type Explanation, reasonText } from "./connection-end.ts";

type FailedPublish = Extract<PublishResult, { outcome: "refused" | "failed" }>;

/** Whether the message did not get to the broker, or not past it. */
export function isFailedPublish(result: PublishResult): result is FailedPublish {
  return result.outcome === "refused" || result.outcome === "failed";
}

/** Why a publish did not work, in the reader's language (MQTT 5.0 §3.4.2.1). */
export function explainPublish(result: FailedPublish, { publish, problems }: Catalogue): Explanation {
  const { failures } = publish;
  if (result.outcome === "refused") {
    return failures.refused(reasonText(result.reasonCode, problems, result.reasonString));
  }
  switch (result.why) {
    case "not-connected":
      return failures.notConnected;
    case "connection-lost":
      return failures.connectionLost;
    case "too-large":
      return failures.tooLarge;
    case "invalid":
      return failures.invalid(result.detail ?? "");
  }
}
