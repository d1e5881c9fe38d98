import type { WillRecord } from "../ports/inside.ts";
import type { Session } from "../session/session.ts";
import type { ArmedWill } from "../session/will.ts";

/** A will that may still be published, as others see it. */
export function willRecordOf(session: Session, will: ArmedWill): WillRecord {
  const { topic, payload, qos, retain } = will.content;
  return {
    clientId: session.clientId,
    topic: topic.name,
    payload,
    qos,
    retain,
    delaySeconds: will.delaySeconds,
    state: will.state,
    dueAt: will.state === "delayed" ? will.dueAt : undefined,
    cause: will.state === "delayed" ? will.cause : undefined,
  };
}
