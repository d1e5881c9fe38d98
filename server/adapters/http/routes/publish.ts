import { MqttError } from "../../../../protocol/errors.ts";
import { ReasonCode } from "../../../../protocol/reason-codes.ts";
import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { published, publishRequest } from "../contract/requests.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forActing } from "../login/login-guard.ts";
import { Problem, type ProblemName } from "../problems.ts";
import { checkNotReserved, checkTopic } from "../topic-checks.ts";

/** Bytes of the body beside the payload. */
const ENVELOPE_BYTES = 256 * 1024;
/** The largest body when the broker's packets have no limit, in bytes. */
const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;
/** Base64 takes four letters for three bytes. */
const BASE64_GROWTH = 4 / 3;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Publishes a message by the broker itself. */
export function addPublishRoutes(api: Api, { inside }: HttpDoorOptions): void {
  const largest = inside.info().limits.maximumPacketBytes * BASE64_GROWTH + ENVELOPE_BYTES;
  api.post(
    apiPaths.publish,
    {
      ...forActing,
      bodyLimit: Math.min(Math.ceil(largest), MAXIMUM_BODY_BYTES),
      schema: {
        summary: "Publish a message",
        tags: ["publish"],
        body: publishRequest,
        response: { 200: published, ...problemResponses },
      },
    },
    async ({ body: { topic, payload, encoding, qos, retain } }) => {
      checkTopic(topic, "body.topic");
      checkNotReserved(topic);
      const bytes = encoding === "text" ? Buffer.from(payload) : decodeBase64(payload);
      return { sessions: publish(() => inside.actions.publish({ topic, payload: bytes, qos, retain })) };
    },
  );
}

function publish(send: () => number): number {
  try {
    return send();
  } catch (error) {
    if (!(error instanceof MqttError)) throw error;
    throw new Problem(problemOf(error), error.message);
  }
}

function problemOf({ reasonCode }: MqttError): ProblemName {
  if (reasonCode === ReasonCode.NotAuthorized) return "reserved-topic";
  return reasonCode === ReasonCode.QuotaExceeded ? "queue-full" : "invalid-topic";
}

function decodeBase64(text: string): Uint8Array {
  if (BASE64.test(text) && text.length % 4 === 0) return Buffer.from(text, "base64");
  const detail = "is not base64 (RFC 4648 §4, with padding)";
  throw new Problem("invalid-request", `body.payload: ${detail}`, [{ field: "body.payload", detail }]);
}
