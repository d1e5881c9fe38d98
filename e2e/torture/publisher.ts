import type { OutgoingMessage } from "../../protocol/client/client-options.ts";
import { decode } from "../../protocol/codec/decode.ts";
import { PacketType, type ProtocolVersion, type QoS } from "../../protocol/packets.ts";
import { FIRST_ERROR_CODE } from "../../protocol/reason-codes.ts";
import { between, chance, pick, type Random } from "../fuzz/random.ts";
import { Client, type World } from "./client.ts";
import { type Message, note, payloadOf, propertiesOf } from "./message.ts";
import type { RetainedTopic, RetainedValues } from "./retained-values.ts";
import { SessionWatch } from "./session-watch.ts";

/** Messages of QoS 1 and 2 that it has under way at most. */
const MOST_IN_FLIGHT = 80;
const MOST_AT_ONCE = 12;
/** Of a thousand steps. */
const CUTS = 5;
const LEAVES = 3;
const PER_MILLE = 1_000;
/** Of a hundred messages. */
const RETAINS = 25;
const MOST_AWAY_MILLISECONDS = 300;
const QOS: readonly QoS[] = [0, 1, 1, 2, 2];

/** What a publisher is to be. */
export interface PublisherPlan {
  readonly id: string;
  readonly version: ProtocolVersion;
  /** Without a session it does not send again what was not acknowledged. */
  readonly hasSession: boolean;
  readonly topics: readonly string[];
}

/** What is said of a message by the end of its way, for those who keep account of it. */
interface Sending {
  /** By the clock, milliseconds. */
  readonly at: number;
  readonly message?: Message;
  readonly retained?: { readonly topic: RetainedTopic; readonly number: number };
}

/** Publishes numbered messages at every QoS, and sets and clears retained values. */
export class Publisher extends Client {
  readonly #plan: PublisherPlan;
  readonly #retained: RetainedValues;
  readonly #retainedTopics: readonly RetainedTopic[];
  readonly #session: SessionWatch;
  /** What was sent at QoS 1 and 2 and is not acknowledged, by its packet id. */
  readonly #underWay = new Map<number, Sending>();
  #hasSessionSince: number | undefined;
  /** What is being handed to the client just now. */
  #sending: Sending | undefined;

  constructor(world: World, random: Random, plan: PublisherPlan, retained: RetainedValues) {
    super(world, random, {
      version: plan.version,
      clientId: plan.id,
      cleanStart: !plan.hasSession,
      keepAliveSeconds: 0,
      ...(plan.hasSession && plan.version === 5 && { properties: { sessionExpiryInterval: 0xff_ff_ff_ff } }),
    });
    this.#plan = plan;
    this.#retained = retained;
    this.#retainedTopics = retained.topicsOf(plan.id);
    this.#session = new SessionWatch(Number.POSITIVE_INFINITY, world.timeline);
  }

  get isSettled(): boolean {
    return this.isConnected && this.mqtt.inFlight === 0 && this.mqtt.queued === 0;
  }

  protected act(): void {
    const chosen = this.random(PER_MILLE);
    if (chosen < CUTS) this.cut(this.random(MOST_AWAY_MILLISECONDS));
    else if (chosen < CUTS + LEAVES) this.leave(this.random(MOST_AWAY_MILLISECONDS));
    else this.#publishSome(between(this.random, 0, MOST_AT_ONCE));
  }

  protected override onConnectSent(): void {
    this.#session.connectSent();
    // without a session nothing is sent again, and the packet ids go to others
    if (!this.#plan.hasSession) this.#underWay.clear();
  }

  protected override onUnanswered(): void {
    this.#session.unanswered();
  }

  protected onConnected(isSessionPresent: boolean): void {
    if (!this.#plan.hasSession) return;
    const answer = this.#session.answered(isSessionPresent);
    if (answer === "lost") {
      // what was not acknowledged is not sent again, and the packet ids go to others
      this.#underWay.clear();
      this.world.faults.add("session lost", `of publisher ${this.id}`, { heldSince: this.#hasSessionSince });
    }
    if (answer !== "kept") this.#hasSessionSince = this.world.ledger.next();
    if (answer === "outlived")
      this.world.faults.add("session outlived its expiry", `of publisher ${this.id}`);
  }

  protected onDisconnected(at: number): void {
    this.#session.connectionEnded(at);
    for (const { message } of this.#underWay.values())
      if (message !== undefined) note(message, `connection of ${this.id} ended`);
  }

  protected override onPacketOut(bytes: Uint8Array): void {
    const [first = 0] = bytes;
    if (first >> 4 !== PacketType.Publish || (first & 6) === 0) return;
    const packet = decode(bytes, 0, headLength(bytes), bytes.length, this.#plan.version, "fromClient");
    if (packet.type !== PacketType.Publish) return;
    if (this.#sending !== undefined && !packet.dup) this.#underWay.set(packet.packetId, this.#sending);
    const message = this.#underWay.get(packet.packetId)?.message;
    if (message === undefined) return;
    message.isRepeated ||= packet.dup;
    note(message, `PUBLISH ${packet.packetId} goes out${packet.dup ? ", DUP" : ""}`);
  }

  /** At QoS 2 the message is the broker's from PUBREC on. */
  protected override onPacketIn(bytes: Uint8Array): void {
    const type = (bytes[0] ?? 0) >> 4;
    if (type !== PacketType.Puback && type !== PacketType.Pubrec) return;
    const packetId = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
    const sending = this.#underWay.get(packetId);
    const reasonCode = bytes.length > 4 ? (bytes[4] ?? 0) : 0;
    this.#underWay.delete(packetId);
    if (sending === undefined) return;
    const { at, message, retained } = sending;
    this.world.timeline.noteAnswer(at);
    if (reasonCode >= FIRST_ERROR_CODE) {
      if (!this.world.broker.mayRefuse(reasonCode))
        this.world.faults.add("protocol", `${this.id}: a message was refused with ${reasonCode}`);
      if (message !== undefined) note(message, `refused with 0x${reasonCode.toString(16)}`);
      return;
    }
    if (message !== undefined) {
      this.world.ledger.acknowledged(message, type === PacketType.Puback ? "PUBACK" : "PUBREC");
    }
    if (retained !== undefined) this.#retained.acknowledged(retained.topic, retained.number);
  }

  #publishSome(count: number): void {
    const { random } = this;
    for (let n = 0; n < count; n++) {
      if (this.mqtt.inFlight >= MOST_IN_FLIGHT || this.mqtt.queued > 0) return;
      if (chance(random, RETAINS)) this.#publishRetained(pick(random, this.#retainedTopics));
      else this.#publish(pick(random, this.#plan.topics), pick(random, QOS));
    }
  }

  #publish(topic: string, qos: QoS): void {
    const { ledger } = this.world;
    const stream = ledger.stream(this.id, this.#plan.version, topic, qos);
    const message = ledger.sent(stream);
    const payload = payloadOf(stream, message.number);
    const properties = propertiesOf(stream, message.number);
    this.#send({ at: performance.now(), message }, { topic, payload, qos, retain: false, properties });
  }

  #publishRetained(topic: RetainedTopic): void {
    const { number, payload } = this.#retained.sent(topic, this.random);
    const message = { topic: topic.name, payload, qos: topic.qos, retain: true };
    this.#send({ at: performance.now(), retained: { topic, number } }, message);
  }

  #send(sending: Sending, message: OutgoingMessage): void {
    this.#sending = sending;
    this.mqtt.publish(message);
    this.#sending = undefined;
  }
}

/** Bytes before the body: the first one, and the remaining length. */
function headLength(bytes: Uint8Array): number {
  let length = 1;
  while (((bytes[length] ?? 0) & 0x80) !== 0) length++;
  return length + 1;
}
