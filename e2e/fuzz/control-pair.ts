import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { Vitrina } from "../support/vitrina.ts";

const AT_LEAST_ONCE = "control/1";
const EXACTLY_ONCE = "control/2";
const DURABLE: IClientOptions = { clean: false, reconnectPeriod: 0, keepalive: 0 };
const SESSION_EXPIRY_SECONDS = 3_600;
/** How long a message of the pair may be under way, milliseconds. */
const MOST_WAIT_MILLISECONDS = 30_000;

/**
 * A publisher and a subscriber who obey the protocol, with durable sessions: whatever others send, they lose nothing, get
 * nothing twice at QoS 2, and stay connected. One speaks MQTT 3.1.1 over TCP, the other 5.0 over WebSocket.
 */
export class ControlPair {
  readonly problems: string[] = [];
  readonly #publisher: MqttClient;
  readonly #subscriber: MqttClient;
  readonly #received = new Map([AT_LEAST_ONCE, EXACTLY_ONCE].map((topic) => [topic, new Set<number>()]));
  #published = 0;
  #isLeaving = false;
  /** Fails when one of them is disconnected: it waits for nothing any more. */
  readonly #gone: Promise<never>;

  private constructor(publisher: MqttClient, subscriber: MqttClient) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    subscriber.on("message", (topic, payload) => this.#take(topic, Number(payload)));
    this.#gone = new Promise((_resolve, reject) => {
      publisher.once("close", () => reject(this.#closed("publisher")));
      subscriber.once("close", () => reject(this.#closed("subscriber")));
    });
    this.#gone.catch(() => undefined);
  }

  static async connect({ mqttUrl, webSocketUrl }: Vitrina): Promise<ControlPair> {
    const publisher = await mqtt.connectAsync(mqttUrl, {
      ...DURABLE,
      protocolVersion: 4,
      clientId: "control-publisher",
    });
    const subscriber = await mqtt.connectAsync(webSocketUrl, {
      ...DURABLE,
      protocolVersion: 5,
      clientId: "control-subscriber",
      properties: { sessionExpiryInterval: SESSION_EXPIRY_SECONDS },
    });
    const pair = new ControlPair(publisher, subscriber);
    await subscriber.subscribeAsync({ [AT_LEAST_ONCE]: { qos: 1 }, [EXACTLY_ONCE]: { qos: 2 } });
    return pair;
  }

  /** Messages that were published so far, at both qualities of service together. */
  get published(): number {
    return 2 * this.#published;
  }

  /** One message at QoS 1 and one at QoS 2, both acknowledged by the broker. */
  async round(): Promise<void> {
    const number = String(this.#published++);
    const acknowledged = Promise.all([
      this.#publisher.publishAsync(AT_LEAST_ONCE, number, { qos: 1 }),
      this.#publisher.publishAsync(EXACTLY_ONCE, number, { qos: 2 }),
    ]);
    await this.#inTime(acknowledged, `message ${number} was not acknowledged`);
  }

  /** Waits for what is under way, and says goodbye. */
  async end(): Promise<void> {
    if (this.problems.length === 0) {
      await this.#inTime(this.#allReceived(), "not everything was delivered");
      for (const [topic, received] of this.#received) {
        const lost = this.#published - received.size;
        if (lost > 0) this.problems.push(`the control pair lost ${lost} of ${this.#published} on ${topic}`);
      }
    }
    this.#isLeaving = true;
    await Promise.all([this.#publisher.endAsync(true), this.#subscriber.endAsync(true)]);
  }

  async #allReceived(): Promise<void> {
    const isMissing = (received: Set<number>): boolean => received.size < this.#published;
    while ([...this.#received.values()].some(isMissing)) await this.#nextMessage();
  }

  #nextMessage(): Promise<void> {
    return new Promise((resolve) => void this.#subscriber.once("message", () => resolve()));
  }

  async #inTime(work: Promise<unknown>, otherwise: string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("too late")), MOST_WAIT_MILLISECONDS);
    });
    try {
      await Promise.race([work, late, this.#gone]);
    } catch (error) {
      this.problems.push(`the control pair: ${otherwise}: ${(error as Error).message}`);
    } finally {
      clearTimeout(timer);
    }
  }

  #take(topic: string, number: number): void {
    const received = this.#received.get(topic);
    if (received === undefined) this.problems.push(`the control pair got a message on ${topic}`);
    else if (received.has(number) && topic === EXACTLY_ONCE) {
      this.problems.push(`the control pair got message ${number} twice at QoS 2`);
    } else received.add(number);
  }

  #closed(who: string): Error {
    if (!this.#isLeaving) this.problems.push(`the ${who} of the control pair was disconnected`);
    return new Error(`the ${who} is disconnected`);
  }
}
