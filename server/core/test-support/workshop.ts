import { PacketType } from "../../../protocol/packets.ts";
import { createHarness, type HarnessOptions } from "./harness.ts";
import { textOf } from "./packets.ts";
import type { TestClient } from "./test-client.ts";

/** A session that outlives its connection. */
export const DURABLE = { sessionExpiryInterval: 60 };
/** What the workers subscribe to. */
export const FILTER = "$share/g/t";

/** A broker, a publisher, and workers that take one message at a time as a test wants them to join. */
export function createWorkshop(options: HarnessOptions = {}) {
  const harness = createHarness(options);
  const join = (clientId: string, rest = {}): TestClient => {
    const member = harness.connect({ clientId, properties: { ...DURABLE, receiveMaximum: 1, ...rest } });
    member.subscribe(FILTER);
    return member;
  };
  return { ...harness, join, publisher: harness.connect({ clientId: "p" }) };
}

/** Publishes to the workers. */
export function publish(publisher: TestClient, qos: 1 | 2, ...payloads: readonly string[]): void {
  for (const payload of payloads) publisher.publish("t", payload, { qos });
}

/** What a member is given while it acknowledges one after another. */
export function work(member: TestClient): string[] {
  const done: string[] = [];
  for (let batch = member.take(PacketType.Publish); batch.length > 0; batch = member.take(PacketType.Publish))
    for (const { payload, dup, qos, packetId } of batch) {
      done.push(textOf(payload) + (dup ? " dup" : ""));
      member.answer(qos === 1 ? PacketType.Puback : PacketType.Pubrec, packetId);
      if (qos === 2) member.answer(PacketType.Pubcomp, packetId);
    }
  return done;
}
