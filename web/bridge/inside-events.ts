import { createStore, type StoreApi } from "zustand/vanilla";
import type { LiveEvent, LiveEventType } from "../../server/adapters/http/contract/events.ts";

/** Lists of the inside API that may be out of date after an event. */
export const INSIDE_RESOURCES = [
  "broker",
  "store",
  "sessions",
  "subscriptions",
  "retained",
  "wills",
  "trace",
] as const;
export type InsideResource = (typeof INSIDE_RESOURCES)[number];

export interface InsideView {
  /** `elsewhere`: the page is attached to a broker that is not Vitrina's own, so nothing inside can be seen. */
  readonly availability: "elsewhere" | "connecting" | "live" | "interrupted";
  /** Each grows when its list may have changed; at most every REFRESH_INTERVAL_MS. */
  readonly versions: Readonly<Record<InsideResource, number>>;
  /** The last events, newest last. */
  readonly recent: readonly LiveEvent[];
  /** Events the broker left out because there were too many. */
  readonly skipped: number;
}

/** EventSource.CLOSED: the answer was no stream, and the browser will not try again by itself. */
const CLOSED = 2;
const REOPEN_DELAY_MS = 3_000;

/** How often a list is read again at most. */
export const REFRESH_INTERVAL_MS = 500;
const RECENT_EVENTS_KEPT = 500;

const RESOURCES_OF: Partial<Record<LiveEventType, readonly InsideResource[]>> = {
  clientConnected: ["sessions", "subscriptions", "wills", "broker"],
  clientDisconnected: ["sessions", "subscriptions", "wills", "broker"],
  clientTakenOver: ["sessions", "broker"],
  clientWarned: ["sessions"],
  clientRefused: ["broker"],
  sessionCreated: ["sessions", "broker"],
  sessionResumed: ["sessions", "broker"],
  sessionEnded: ["sessions", "subscriptions", "wills", "broker"],
  subscribed: ["subscriptions", "sessions", "broker"],
  unsubscribed: ["subscriptions", "sessions", "broker"],
  subscriptionRefused: [],
  publishRefused: [],
  retainedCleared: ["retained", "broker"],
  retainedRestored: ["retained", "broker"],
  messageDropped: ["sessions", "broker"],
  willArmed: ["wills", "sessions"],
  willDelayed: ["wills", "sessions"],
  willFired: ["wills", "sessions"],
  willCleared: ["wills", "sessions"],
  traceStarted: ["trace"],
  traceEnded: ["trace"],
  storeFailed: ["broker", "store"],
  storeRecovered: ["broker", "store"],
  storeUnreadable: [],
  internalError: [],
};

/** What the stream is asked for: all but those of which there is one for each message. */
export const WATCHED_EVENTS = Object.keys(RESOURCES_OF) as readonly LiveEventType[];

/** The part of EventSource that is used. */
export interface EventStream {
  readonly readyState: number;
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  close(): void;
}

export interface InsideEventsPorts {
  readonly openStream: () => EventStream;
  readonly schedule: (callback: () => void, milliseconds: number) => void;
  /** The stream broke off: the server is gone, or the login ended. */
  readonly onInterrupted: () => void;
  readonly onEvents: (events: readonly LiveEvent[]) => void;
}

const UNSEEN: InsideView = {
  availability: "elsewhere",
  versions: { broker: 0, store: 0, sessions: 0, subscriptions: 0, retained: 0, wills: 0, trace: 0 },
  recent: [],
  skipped: 0,
};

/** Follows the broker's events, and says which lists are to be read again, no faster than the page can use it. */
export class InsideEvents {
  readonly store: StoreApi<InsideView> = createStore(() => UNSEEN);
  readonly #ports: InsideEventsPorts;
  #stream: EventStream | undefined;
  #arrived: LiveEvent[] = [];
  #stale = new Set<InsideResource>();
  #isFlushDue = false;

  constructor(ports: InsideEventsPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#stream) return;
    this.store.setState({ ...UNSEEN, availability: "connecting" }, true);
    this.#open();
  }

  #open(): void {
    const stream = this.#ports.openStream();
    this.#stream = stream;
    stream.onopen = () => this.store.setState({ availability: "live" });
    stream.onerror = () => {
      this.store.setState({ availability: "interrupted" });
      this.#ports.onInterrupted();
      if (stream.readyState !== CLOSED) return;
      this.#ports.schedule(() => {
        if (this.#stream === stream) this.#open();
      }, REOPEN_DELAY_MS);
    };
    stream.onmessage = (event) => this.#arrive(JSON.parse(event.data) as LiveEvent);
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#arrived = [];
    this.#stale.clear();
    this.store.setState(UNSEEN, true);
  }

  #arrive(event: LiveEvent): void {
    const stale =
      event.type === "streamOpened" || event.type === "skipped" ? INSIDE_RESOURCES : RESOURCES_OF[event.type];
    for (const resource of stale ?? []) this.#stale.add(resource);
    this.#arrived.push(event);
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    this.#ports.schedule(() => this.#flush(), REFRESH_INTERVAL_MS);
  }

  #flush(): void {
    this.#isFlushDue = false;
    const events = this.#arrived;
    if (!this.#stream || events.length === 0) return;
    this.#arrived = [];
    const { versions, recent, skipped } = this.store.getState();
    const next = { ...versions };
    for (const resource of this.#stale) next[resource]++;
    this.#stale.clear();
    const left = events.reduce((sum, event) => sum + (event.type === "skipped" ? event.count : 0), 0);
    this.store.setState({
      versions: next,
      recent: [...recent, ...events].slice(-RECENT_EVENTS_KEPT),
      skipped: skipped + left,
    });
    this.#ports.onEvents(events);
  }
}
