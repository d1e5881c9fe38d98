import { MqttError, protocolError } from "../errors.ts";
import type { Publish } from "../packets.ts";
import { ReasonCode } from "../reason-codes.ts";

/** The topic aliases that the server has set on this connection (MQTT 5.0 §3.3.2.3.4) [5 MQTT-3.3.2-7]. */
export class TopicAliases {
  readonly #maximum: number;
  readonly #topics = new Map<number, string>();

  /** The Topic Alias Maximum that CONNECT announced; all up to it are taken [5 MQTT-3.3.2-10]. */
  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** The message with its topic name. */
  resolve(publish: Publish): Publish {
    const alias = publish.properties.topicAlias;
    if (alias === undefined) return publish;
    if (alias > this.#maximum) {
      // [5 MQTT-3.3.2-11] [5 MQTT-3.1.2-26] [5 MQTT-3.1.2-27]
      const message = `topic alias ${alias} is over the maximum of ${this.#maximum}`;
      throw new MqttError(ReasonCode.TopicAliasInvalid, message, { clause: "5 MQTT-3.3.2-11" });
    }
    if (publish.topic !== "") {
      this.#topics.set(alias, publish.topic);
      return publish;
    }
    const topic = this.#topics.get(alias);
    if (topic !== undefined) return { ...publish, topic };
    throw protocolError(`topic alias ${alias} stands for no topic yet`, "5 §3.3.2.3.4");
  }
}
