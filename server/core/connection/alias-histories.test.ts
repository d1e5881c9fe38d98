import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../../protocol/codec/encode.ts";
import { type Packet, PacketType, type Publish, type QoS } from "../../../protocol/packets.ts";
import { createHarness, type Harness } from "../test-support/harness.ts";
import { publishPacket, textOf } from "../test-support/packets.ts";
import type { TestClient } from "../test-support/test-client.ts";

const IDENTIFIER = 7;
const TOPICS = 12;
/** More turns than any history needs to come to rest. */
const TURNS = 1000;

interface Message {
  readonly topic: number;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly payloadBytes: number;
}

interface Terms {
  readonly asked: number;
  readonly given: number;
  readonly maximumPacketSize: number;
}

type Step =
  | { readonly kind: "publish"; readonly message: Message }
  | { readonly kind: "block" | "unblock" | "reconnect" | "resubscribe" };

const message = fc.record<Message>({
  topic: fc.nat(TOPICS - 1),
  qos: fc.constantFrom(0, 1, 2),
  retain: fc.boolean(),
  payloadBytes: fc.oneof(fc.integer({ min: 4, max: 60 }), fc.constantFrom(2_047, 2_048, 3_000)),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant("publish"), message }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("block", "unblock", "reconnect", "resubscribe") }),
  },
);
const terms = fc.record<Terms>({
  asked: fc.nat(6),
  given: fc.nat(6),
  maximumPacketSize: fc.oneof(fc.integer({ min: 40, max: 90 }), fc.constant(5_000)),
});

/** Of 1 to 23 bytes, so that some are worth no alias and some make a packet too large. */
const topicName = (number: number): string => `${"t".repeat(number * 2)}${String.fromCharCode(97 + number)}`;

/** The topics of one network connection, resolved by nothing but the words of the specification. */
class AliasReader {
  readonly #maximum: number;
  readonly #topics = new Map<number, string>();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  topicOf({ topic, properties: { topicAlias } }: Publish): string {
    if (topicAlias === undefined) return topic;
    if (topicAlias < 1 || topicAlias > this.#maximum)
      throw new Error(`alias ${topicAlias} of ${this.#maximum}`);
    if (topic !== "") this.#topics.set(topicAlias, topic);
    return this.#topics.get(topicAlias) ?? `alias ${topicAlias} before its topic`;
  }
}

/** A subscriber to everything on these terms, somebody who publishes, and what was heard of it. */
class History {
  readonly #terms: Terms;
  readonly #harness: Harness;
  readonly #publisher: TestClient;
  readonly #published: Message[] = [];
  readonly #heard = new Set<number>();
  #subscriber: TestClient;
  #reader: AliasReader;

  constructor(asked: Terms) {
    this.#terms = asked;
    this.#harness = createHarness({ limits: { maximumOutboundTopicAliases: asked.given } });
    this.#publisher = this.#harness.connect({ clientId: "p" });
    this.#subscriber = this.#connect();
    this.#reader = new AliasReader(asked.asked);
    this.#subscribe();
  }

  take(action: Step): void {
    if (action.kind === "publish") this.#publish(action.message);
    else if (action.kind === "reconnect") {
      this.#subscriber.drop();
      this.#subscriber = this.#connect();
      this.#reader = new AliasReader(this.#terms.asked);
    } else if (action.kind === "resubscribe") this.#subscribe();
    else this.#subscriber[action.kind]();
    this.#read();
  }

  /** Everything that must come has come: what is at QoS 1 and 2 and fits by name, if not by less. */
  end(): void {
    this.#subscriber.unblock();
    for (let turn = 0; turn < TURNS && this.#read() > 0; turn++);
    for (const [number, { qos }] of this.#published.entries()) {
      if (qos > 0 && this.#bytesByName(number) <= this.#terms.maximumPacketSize)
        expect(this.#heard).toContain(number);
    }
  }

  #connect(): TestClient {
    const { asked, maximumPacketSize } = this.#terms;
    const properties = { sessionExpiryInterval: 60, topicAliasMaximum: asked, maximumPacketSize };
    return this.#harness.connect({ clientId: "s", cleanStart: false, properties });
  }

  #subscribe(): void {
    this.#subscriber.subscribeWith({ subscriptionIdentifiers: [IDENTIFIER] }, { filter: "#" });
  }

  #publish(sent: Message): void {
    const { topic, qos, retain } = sent;
    const payload = this.#payload(this.#published.push(sent) - 1);
    this.#publisher.publish(topicName(topic), payload, { qos, retain });
    for (const { packetId } of this.#publisher.take(PacketType.Pubrec))
      this.#publisher.answer(PacketType.Pubrel, packetId);
  }

  #payload(number: number): string {
    return `${number} `.padEnd(this.#published[number]?.payloadBytes ?? 0, "x");
  }

  #bytesByName(number: number): number {
    const { topic, qos } = this.#published[number] as Message;
    const properties = { subscriptionIdentifiers: [IDENTIFIER] };
    return encode(
      publishPacket({ topic: topicName(topic), qos, payload: this.#payload(number), properties }),
      5,
    ).length;
  }

  /** Reads and answers what there is; returns how many packets there were. */
  #read(): number {
    const packets = this.#subscriber.takeAll();
    for (const packet of packets) this.#hear(packet);
    return packets.length;
  }

  #hear(packet: Packet): void {
    expect(encode(packet, 5).length).toBeLessThanOrEqual(this.#terms.maximumPacketSize);
    if (packet.type === PacketType.Pubrel) this.#subscriber.answer(PacketType.Pubcomp, packet.packetId);
    if (packet.type !== PacketType.Publish) return;
    const number = Number.parseInt(textOf(packet.payload) ?? "", 10);
    expect(textOf(packet.payload)).toBe(this.#payload(number));
    expect(this.#reader.topicOf(packet)).toBe(topicName((this.#published[number] as Message).topic));
    this.#heard.add(number);
    if (packet.qos === 1) this.#subscriber.answer(PacketType.Puback, packet.packetId);
    if (packet.qos === 2) this.#subscriber.answer(PacketType.Pubrec, packet.packetId);
  }
}

describe("whatever is published, to whatever client", () => {
  it("comes with its own topic, by aliases within the maximum, in packets within the size [5 MQTT-3.1.2-24] [5 MQTT-3.1.2-26] [5 MQTT-3.1.2-27] [5 MQTT-3.3.2-8] [5 MQTT-3.3.2-11]", () => {
    fc.assert(
      fc.property(terms, fc.array(step, { maxLength: 80 }), (asked, actions) => {
        const history = new History(asked);
        for (const action of actions) history.take(action);
        history.end();
      }),
      { numRuns: 150 },
    );
  });
});
