import { ReasonCode } from "../../protocol/reason-codes.ts";
import { tell } from "./context.ts";
import type { MutableCounters } from "./counters.ts";
import type { Acl } from "./ports/access.ts";
import type { Clock } from "./ports/clock.ts";
import { type EndedWillRecord, KEPT_ENDED_WILLS } from "./ports/ended-will.ts";
import type { DisconnectCause, Observer, WillCause, WillClearedCause, WillDue } from "./ports/observer.ts";
import type { Store, StoredWill } from "./ports/store.ts";
import type { Publisher } from "./publisher.ts";
import { isWillAllowed } from "./routing/still-allowed.ts";
import { isDurable, type Session } from "./session/session.ts";
import type { ArmedWill, WillContent } from "./session/will.ts";

const MILLISECONDS = 1000;

/** What the wills work with. */
export interface WillParts {
  readonly publisher: Publisher;
  readonly acl: Acl;
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly counters: MutableCounters;
}

/** The life of a will (MQTT 5.0 §3.1.2.5, §3.1.3.2.2): armed, perhaps delayed, then fired or cleared, each with its cause. */
export class Wills {
  readonly #parts: WillParts;
  /** The last ones that ended, in the order of their ends. */
  #ended: EndedWillRecord[] = [];

  constructor(parts: WillParts) {
    this.#parts = parts;
  }

  /** Newest first. */
  get ended(): readonly EndedWillRecord[] {
    return this.#ended.toReversed();
  }

  /** CONNECT brought a will [5 MQTT-3.1.2-7]. */
  arm(session: Session, content: WillContent, delaySeconds: number): void {
    session.will = { state: "armed", content, delaySeconds, isKeptAlone: !isDurable(session) };
    this.#keep(session, session.will);
    tell(this.#parts, {
      type: "willArmed",
      clientId: session.clientId,
      topic: content.topic.name,
      delaySeconds,
    });
  }

  /** The network connection ended; the session lives on for `session.expirySeconds`. */
  connectionEnded(session: Session, cause: DisconnectCause): void {
    const { will } = session;
    if (will === undefined || will.state === "delayed") return; // [3 MQTT-3.1.2-12]
    if (cause === "normal") {
      this.clear(session, "normal"); // [5 MQTT-3.14.4-3] [3 MQTT-3.14.4-3]
      return;
    }
    if (will.delaySeconds === 0) {
      this.#fire(session, will, cause, "at-once"); // [5 MQTT-3.1.2-8] [3 MQTT-3.1.2-8]
      return;
    }
    // a session that ends with its connection takes its will along: nothing is left to wait for
    if (!isDurable(session)) {
      this.#fire(session, will, cause, "session-ended"); // [5 MQTT-3.1.2-8]
      return;
    }
    // the session's end, which follows at once, makes it due
    if (cause === "session-ended") return;
    this.#delay(session, will, cause, this.#parts.clock.now() + will.delaySeconds * MILLISECONDS);
  }

  /** The session has ended: a will that was waiting is due [5 MQTT-3.1.2-8]. */
  sessionEnded(session: Session): void {
    const { will } = session;
    if (will === undefined) return;
    const cause = will.state === "delayed" ? will.cause : "session-ended";
    this.#fire(session, will, cause, will.delaySeconds === 0 ? "at-once" : "session-ended");
  }

  /** It will not be published [5 MQTT-3.1.3-9]. */
  clear(session: Session, cause: WillClearedCause): void {
    const { will } = session;
    if (will === undefined) return;
    this.#end(session, will, "cleared", cause, undefined);
    tell(this.#parts, {
      type: "willCleared",
      clientId: session.clientId,
      topic: will.content.topic.name,
      cause,
    });
  }

  /** Goes on waiting for a will that was found in a store; without `waiting` its client was connected to the end. */
  recover(
    session: Session,
    content: WillContent,
    delaySeconds: number,
    waiting: { readonly dueAt: number; readonly cause: WillCause } | undefined,
  ): void {
    session.will = { state: "armed", content, delaySeconds, isKeptAlone: !isDurable(session) };
    const dueAt = waiting?.dueAt ?? this.#parts.clock.now() + delaySeconds * MILLISECONDS;
    this.#delay(session, session.will, waiting?.cause ?? "connection-lost", dueAt);
  }

  /** Those that ended before this start, oldest first. */
  recoverEnded(ended: Iterable<EndedWillRecord>): void {
    this.#ended = [...ended].slice(-KEPT_ENDED_WILLS);
  }

  #delay(session: Session, will: ArmedWill, cause: WillCause, dueAt: number): void {
    const { clock } = this.#parts;
    const fire = (): void => {
      if (session.will === delayed) this.#fire(session, delayed, cause, "delay-elapsed");
    };
    const cancel = clock.after(Math.max(0, dueAt - clock.now()), fire);
    const delayed: ArmedWill = {
      content: will.content,
      delaySeconds: will.delaySeconds,
      isKeptAlone: will.isKeptAlone,
      state: "delayed",
      dueAt,
      cause,
      cancel,
    };
    session.will = delayed;
    this.#keep(session, delayed);
    tell(this.#parts, {
      type: "willDelayed",
      clientId: session.clientId,
      topic: will.content.topic.name,
      dueAt,
      cause,
    });
  }

  #fire(session: Session, will: ArmedWill, cause: WillCause, due: WillDue): void {
    const { content } = will;
    this.#end(session, will, "fired", cause, due); // [5 MQTT-3.1.2-10] [3 MQTT-3.1.2-10]
    this.#parts.counters.willsFired++;
    tell(this.#parts, {
      type: "willFired",
      clientId: session.clientId,
      topic: content.topic.name,
      cause,
      due,
    });
    if (!isWillAllowed(this.#parts.acl, session, content)) {
      tell(this.#parts, {
        type: "publishRefused",
        clientId: session.clientId,
        topic: content.topic.name,
        reasonCode: ReasonCode.NotAuthorized,
        reason: "the will's topic is not allowed",
      });
      return;
    }
    this.#parts.publisher.publishOwn(content, content.messageExpiryInterval, session);
  }

  #end(
    session: Session,
    will: ArmedWill,
    outcome: EndedWillRecord["outcome"],
    cause: EndedWillRecord["cause"],
    due: WillDue | undefined,
  ): void {
    if (will.state === "delayed") will.cancel();
    session.will = undefined;
    const { topic, payload, qos, retain } = will.content;
    const ended: EndedWillRecord = {
      at: this.#parts.clock.now(),
      clientId: session.clientId,
      topic: topic.name,
      payload,
      qos,
      retain,
      outcome,
      cause,
      due,
    };
    this.#ended.push(ended);
    if (this.#ended.length > KEPT_ENDED_WILLS) this.#ended.shift();
    if (this.#parts.store.isDurable) this.#parts.store.append({ type: "willLogged", will: ended });
    this.#forget(session, will);
  }

  #forget({ clientId, expirySeconds, hasEnded }: Session, { isKeptAlone }: ArmedWill): void {
    const { store } = this.#parts;
    if (!store.isDurable) return;
    if (isKeptAlone) store.append({ type: "sessionEnded", clientId });
    else if (expirySeconds > 0 && !hasEnded) store.append({ type: "willEnded", clientId });
  }

  #keep(session: Session, will: ArmedWill): void {
    const { store } = this.#parts;
    if (!store.isDurable) return;
    // of a session that ends with its connection only the will is kept: the process may die before the connection ends
    if (will.isKeptAlone && will.state === "armed") {
      const { clientId, userName } = session;
      store.append({ type: "sessionStarted", clientId, userName, expirySeconds: 0 });
    }
    const { topic, ...rest } = will.content;
    const stored: StoredWill = {
      message: { ...rest, topic: topic.name },
      delaySeconds: will.delaySeconds,
      dueAt: will.state === "delayed" ? will.dueAt : undefined,
      cause: will.state === "delayed" ? will.cause : undefined,
    };
    store.append({ type: "willArmed", clientId: session.clientId, will: stored });
  }
}
