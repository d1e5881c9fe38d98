import type { LiveEvent } from "../../../server/adapters/http/contract/events.ts";
import type { DisconnectRecord, SessionDetail } from "../../../server/adapters/http/contract/sessions.ts";
import { explainCause, explainWillEnd } from "../../lib/causes.ts";
import type { Clause } from "../../lib/clauses.ts";
import { reasonHex } from "../../lib/connection-end.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { WARNING_CLAUSES } from "./warning-clauses.ts";

/** How a step of a client's life is drawn. */
export type LifeSign = "connected" | "away" | "session" | "will" | "note" | "bad";

/** One step of a client's life. */
export interface LifeStep {
  readonly id: string;
  /** Milliseconds since the epoch, of the broker's clock. */
  readonly at: number;
  readonly sign: LifeSign;
  readonly text: string;
  /** What it means, and where the specification says so. */
  readonly explanation?: string;
  readonly clause?: Clause;
  /** What the broker itself noted. */
  readonly detail?: string;
}

type Unnamed = Omit<LifeStep, "id">;
type Said = Omit<LifeStep, "id" | "at">;

/** An event of the connection that is open now is told with its beginning, give or take. */
const SAME_MOMENT_MILLISECONDS = 1000;

/** What happened to a client: its last ends as the broker keeps them, and the events that the page has seen. Newest first. */
export function lifeOf(
  session: SessionDetail,
  events: readonly LiveEvent[],
  texts: Catalogue,
): readonly LifeStep[] {
  const seen = events.flatMap((event): Unnamed[] => {
    if (!("clientId" in event) || event.clientId !== session.clientId) return [];
    const said = isKept(event, session) ? undefined : sayEvent(event, texts);
    return said === undefined ? [] : [{ at: event.at, ...said }];
  });
  const ends = session.disconnects.map((end): Unnamed => ({ at: end.at, ...sayEnd(end, texts) }));
  const steps = [...ends.toReversed(), ...currentConnection(session, events, texts), ...seen];
  // of one millisecond what was told later comes first: the sort keeps the order
  return named(steps.sort((a, b) => a.at - b.at)).toReversed();
}

/** The broker keeps the ends of this very session; those of one before it are known only from having been seen. */
function isKept(event: LiveEvent, { disconnects }: SessionDetail): boolean {
  return event.type === "clientDisconnected" && disconnects.some(({ at }) => at === event.at);
}

/** The connection that is open, when the page was not there to see it begin. */
function currentConnection(
  { clientId, isConnected, since, peer, connect }: SessionDetail,
  events: readonly LiveEvent[],
  texts: Catalogue,
): readonly Unnamed[] {
  const { life } = texts.clients;
  const isSeen = events.some(
    (event) =>
      event.type === "clientConnected" &&
      event.clientId === clientId &&
      event.at >= since - SAME_MOMENT_MILLISECONDS,
  );
  if (!isConnected || peer === undefined || isSeen) return [];
  const say = connect?.sessionPresent ? life.connectedAgain : life.connected;
  return [{ at: since, sign: "connected", text: say(peer.address), clause: "3.1.4" }];
}

/** Steps with keys that stay when others come. */
function named(steps: readonly Unnamed[]): readonly LifeStep[] {
  const times = new Map<string, number>();
  return steps.map((step) => {
    const key = `${step.at} ${step.text}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return { ...step, id: `${key} ${time}` };
  });
}

function sayEnd({ cause, reasonCode, detail }: Omit<DisconnectRecord, "at">, texts: Catalogue): Said {
  const { word, text, clause } = explainCause(cause, texts.causes);
  const code = reasonCode === undefined ? "" : ` (${reasonHex(reasonCode)})`;
  return { sign: "away", text: word + code, explanation: text, clause, detail };
}

function sayEvent(event: LiveEvent, texts: Catalogue): Said | undefined {
  return sayPresence(event, texts) ?? saySubscription(event, texts) ?? sayWill(event, texts);
}

function sayPresence(event: LiveEvent, texts: Catalogue): Said | undefined {
  const { life, actions } = texts.clients;
  switch (event.type) {
    case "clientConnected": {
      const say = event.sessionPresent ? life.connectedAgain : life.connected;
      return { sign: "connected", text: say(event.peer.address), clause: "3.1.4" };
    }
    case "clientDisconnected":
      return sayEnd(event, texts);
    case "clientTakenOver":
      return { sign: "note", text: life.takenOver(event.from.address, event.by.address), clause: "3.1.4" };
    case "clientRefused":
      return { sign: "bad", text: life.refusedConnect(event.reason) };
    case "sessionCreated":
      return { sign: "session", text: life.sessionCreated, clause: "4.1" };
    case "sessionResumed":
      return { sign: "session", text: life.sessionResumed(actions.messages(event.queued)), clause: "4.1" };
    case "sessionEnded":
      return { sign: "session", text: life.sessionEnded[event.why], clause: "4.1" };
    case "internalError":
      return { sign: "bad", text: life.fault(event.message) };
    default:
      return undefined;
  }
}

function saySubscription(event: LiveEvent, texts: Catalogue): Said | undefined {
  const { life } = texts.clients;
  switch (event.type) {
    case "subscribed":
      return { sign: "note", text: life.subscribed(event.filter, event.qos) };
    case "unsubscribed":
      return { sign: "note", text: life.unsubscribed(event.filter) };
    case "subscriptionRefused":
      return { sign: "bad", text: life.refusedFilter(event.filter, event.reason) };
    case "clientWarned":
      return {
        sign: "bad",
        text: texts.clients.warnings[event.code].what,
        clause: WARNING_CLAUSES[event.code],
      };
    case "publishRefused":
      return { sign: "bad", text: life.refusedPublish(event.topic, event.reason) };
    case "messageDropped": {
      const messages = life.droppedMessages(event.count);
      const { word, text } = texts.causes.drops[event.reason];
      return { sign: "bad", text: life.dropped(messages, word), explanation: text };
    }
    default:
      return undefined;
  }
}

function sayWill(event: LiveEvent, texts: Catalogue): Said | undefined {
  const { life } = texts.clients;
  switch (event.type) {
    case "willArmed":
      return { sign: "will", text: life.willArmed(event.topic), clause: "3.1.2.5" };
    case "willDelayed":
      return { sign: "will", text: life.willDelayed(event.topic), clause: "3.1.3.2.2" };
    case "willFired": {
      const end = { outcome: "fired", cause: event.cause, due: event.due } as const;
      const { word, text, clause } = explainWillEnd(end, texts.causes);
      return { sign: "will", text: life.willFired(event.topic, word), explanation: text, clause };
    }
    case "willCleared": {
      const end = { outcome: "cleared", cause: event.cause } as const;
      const { word, text, clause } = explainWillEnd(end, texts.causes);
      return { sign: "will", text: life.willCleared(event.topic, word), explanation: text, clause };
    }
    default:
      return undefined;
  }
}
