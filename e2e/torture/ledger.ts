import { NO_PROPERTIES, type ProtocolVersion, type Publish, type QoS } from "../../protocol/packets.ts";
import type { Faults } from "./faults.ts";
import { type Message, nameOf, note, payloadOf, propertiesOf, readPayload, type Stream } from "./message.ts";
import type { Receiver } from "./receiver.ts";

/** The client that took a message for a receiver. */
export interface Hand {
  readonly clientId: string;
  readonly version: ProtocolVersion;
}

/** What was counted in a run. */
export interface Tally {
  published: number;
  acknowledged: number;
  delivered: number;
  /** At QoS 1, which allows it. */
  repeated: number;
}

/**
 * What was sent, what was acknowledged, and who got what. Everything is told to it in the order in which clients see it;
 * `settle` forgets what is decided, so that it never holds more than one round.
 */
export class Ledger {
  readonly tally: Tally = { published: 0, acknowledged: 0, delivered: 0, repeated: 0 };
  readonly #faults: Faults;
  readonly #streams = new Map<string, Stream>();
  readonly #receivers: Receiver[] = [];
  #order = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** The next place in the order of all that happens. */
  next(): number {
    return ++this.#order;
  }

  addReceiver(receiver: Receiver): Receiver {
    this.#receivers.push(receiver);
    return receiver;
  }

  stream(publisher: string, version: ProtocolVersion, topic: string, qos: QoS): Stream {
    const id = `${publisher}:${topic}:${qos}`;
    const hasProperties = version === 5;
    const stream = this.#streams.get(id) ?? { id, topic, qos, hasProperties, last: 0, messages: new Map() };
    this.#streams.set(id, stream);
    return stream;
  }

  /** A message goes out for the first time. */
  sent(stream: Stream): Message {
    const message: Message = {
      stream,
      number: ++stream.last,
      sentAt: this.next(),
      acknowledgedAt: undefined,
      isRepeated: false,
      isArmed: false,
      receivedBy: new Set(),
      events: [],
    };
    stream.messages.set(message.number, message);
    this.tally.published++;
    note(message, "sent");
    return message;
  }

  /** The broker has said that it is safe: whoever is surely subscribed must get it. */
  acknowledged(message: Message, by: string): void {
    note(message, by);
    if (message.acknowledgedAt !== undefined) return;
    message.acknowledgedAt = this.next();
    this.tally.acknowledged++;
    for (const receiver of this.#receivers)
      if (!message.receivedBy.has(receiver) && receiver.mustGet(message)) receiver.owed.add(message);
  }

  /** A receiver got something, by the hand of one client. */
  received(receiver: Receiver, { clientId, version }: Hand, publish: Publish): void {
    const stream = this.#streamOf(publish, version);
    const number = readPayload(publish.payload)?.number ?? 0;
    if (stream === undefined || number === 0 || number > stream.last) {
      this.#faults.add("invented", `${clientId} got what nobody sent so, on ${publish.topic}`);
      return;
    }
    this.tally.delivered++;
    const message = stream.messages.get(number);
    if (message === undefined)
      this.#receivedAgain(receiver, clientId, stream, `message ${number} of ${stream.id}`);
    else this.#take(receiver, clientId, message, publish);
  }

  /** All clients have gone for good, and with them their subscriptions. Numbers go on, so that nothing old passes for new. */
  dismiss(): void {
    this.#receivers.length = 0;
    for (const { messages } of this.#streams.values()) messages.clear();
  }

  /** The session of a receiver is gone: nothing is owed to it any more. */
  forgive(receiver: Receiver): void {
    receiver.owed.clear();
  }

  get owed(): number {
    return this.#receivers.reduce((sum, { owed }) => sum + owed.size, 0);
  }

  /** Nothing more is under way: what is owed is lost. Then all messages so far are forgotten but armed wills. */
  settle(): void {
    for (const receiver of this.#receivers) {
      for (const message of receiver.owed) this.lost(receiver, message);
      receiver.owed.clear();
      receiver.forgetEnded();
    }
    for (const stream of this.#streams.values()) {
      for (const message of stream.messages.values())
        if (!message.isArmed) stream.messages.delete(message.number);
    }
  }

  lost(receiver: Receiver, message: Message): void {
    this.#faults.add(
      "lost",
      `${receiver.name} never got ${nameOf(message)}, which was acknowledged`,
      message,
    );
  }

  /** The stream that a payload names, if all of what was received is as it was sent. */
  #streamOf({ topic, payload, properties }: Publish, version: ProtocolVersion): Stream | undefined {
    const said = readPayload(payload);
    const stream = said && this.#streams.get(said.id);
    if (said === undefined || stream?.topic !== topic) return undefined;
    const { contentType, userProperties } = version === 5 ? propertiesOf(stream, said.number) : NO_PROPERTIES;
    const isWhole =
      payloadOf(stream, said.number).equals(payload) &&
      properties.contentType === contentType &&
      String(properties.userProperties) === String(userProperties);
    return isWhole ? stream : undefined;
  }

  #take(receiver: Receiver, clientId: string, message: Message, publish: Publish): void {
    const { stream, number } = message;
    note(message, `received by ${clientId} at QoS ${publish.qos}${publish.dup ? ", DUP" : ""}`);
    const qos = Math.min(stream.qos, receiver.qos);
    if (publish.qos !== qos) {
      this.#faults.add(
        "protocol",
        `${clientId} got ${nameOf(message)} at QoS ${publish.qos}, not ${qos}`,
        message,
      );
    }
    if (message.receivedBy.has(receiver)) {
      this.#receivedAgain(receiver, clientId, stream, nameOf(message), message);
      return;
    }
    message.receivedBy.add(receiver);
    receiver.owed.delete(message);
    if (!receiver.mayGet(message)) {
      this.#faults.add("without subscription", `${clientId} got ${nameOf(message)}`, message);
    }
    this.#checkOrder(receiver, message);
    receiver.highest.set(stream, Math.max(number, receiver.highest.get(stream) ?? 0));
  }

  /**
   * Members of a shared subscription take turns: there is no order among them. And who subscribes while messages of QoS 1
   * are under way may get the later ones first, and the earlier ones when they are sent again.
   */
  #checkOrder(receiver: Receiver, message: Message): void {
    const highest = receiver.highest.get(message.stream) ?? 0;
    if (receiver.isShared || message.number > highest) return;
    if (message.stream.qos === 1 && !receiver.mustGet(message)) return;
    this.#faults.add("out of order", `${receiver.name} got ${nameOf(message)} after ${highest}`, message);
  }

  #receivedAgain(
    receiver: Receiver,
    clientId: string,
    stream: Stream,
    name: string,
    message?: Message,
  ): void {
    if (Math.min(stream.qos, receiver.qos) === 1) this.tally.repeated++;
    else this.#faults.add("duplicated", `${clientId} got ${name}, which ${receiver.name} had`, message);
  }
}
