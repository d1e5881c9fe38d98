import { expect, it } from "vitest";
import { PacketType, type Publish } from "../../../protocol/packets.ts";
import { createHarness } from "../test-support/harness.ts";
import { textOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

/** Acknowledges one message after another; returns those with RETAIN, as "topic=payload". */
function retainedReadBy(client: TestClient): string[] {
  const retained: Publish[] = [];
  for (
    let heard = client.take(PacketType.Publish);
    heard.length > 0;
    heard = client.take(PacketType.Publish)
  ) {
    retained.push(...heard.filter(({ retain }) => retain));
    for (const { packetId } of heard) client.answer(PacketType.Puback, packetId);
  }
  return retained.map(({ topic, payload }) => `${topic}=${textOf(payload)}`);
}

it("sends a message once that was cleared and set again while it waited for the window [5 MQTT-3.3.1-9]", () => {
  const { connect } = createHarness();
  const publisher = connect({ clientId: "p" });
  for (const topic of ["a", "b", "c"]) publisher.publish(topic, "old", { retain: true, qos: 1 });
  const subscriber = connect({ clientId: "s", properties: { receiveMaximum: 1 } });
  subscriber.subscribe({ filter: "#", qos: 1 });
  publisher.publish("b", "", { retain: true, qos: 1 });
  publisher.publish("b", "new", { retain: true, qos: 1 });
  expect(retainedReadBy(subscriber)).toEqual(["a=old", "b=new", "c=old"]);
});
