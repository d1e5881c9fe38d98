import type { QoS } from "../../../protocol/packets.ts";
import type { Acl, Action, Subject } from "./access.ts";

/** "May X do Y?", asked as of an MQTT 5.0 client. */
export interface AccessQuestion extends Subject {
  readonly action: Action;
  /** A topic name; of a subscription a topic filter. */
  readonly topic: string;
  /** Of what is published. */
  readonly qos: QoS;
  /** Of what is published. */
  readonly retain: boolean;
}

/** Who answers: the rights, the broker for its own topics, or a setting that refuses whatever the rights say. */
export type AccessVerdict =
  | { readonly by: "rights"; readonly isAllowed: boolean }
  | { readonly by: "brokers-topic" }
  | { readonly by: "setting"; readonly reasonCode: number; readonly reason: string };

/** What other rights would change for what is there now. Nobody knows what they would newly allow to subscribe. */
export type RightsChange =
  | {
      readonly kind: "subscriptionEnds";
      readonly client: ChangedClient;
      readonly filter: string;
      readonly topicFilter: string;
    }
  | {
      readonly kind: "messageDropped";
      readonly client: ChangedClient;
      readonly topic: string;
      readonly bytes: number;
    }
  /** A retained message would not be delivered any more, since its author may not publish there; or again. */
  | { readonly kind: "retainedSilenced" | "retainedHeard"; readonly author: Subject; readonly topic: string }
  /** A will would not be published any more; or it would, and would not now. */
  | { readonly kind: "willSilenced" | "willHeard"; readonly client: ChangedClient; readonly topic: string };

/** Whose session it is. */
export interface ChangedClient extends Subject {
  readonly isConnected: boolean;
}

/** Questions of rights, answered by what packets ask. */
export interface InsideRights {
  ask(question: AccessQuestion): AccessVerdict;
  /** Asked of everything that is there, one at each step; undefined: it stays as it is. Nothing changes. */
  changesBy(next: Acl): Iterable<RightsChange | undefined>;
}
