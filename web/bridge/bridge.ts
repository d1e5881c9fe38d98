import type { LiveEvent } from "../../server/adapters/http/contract/events.ts";
import type { BaseFilter, Command, ConnectOptions, QuestionKind, Questions } from "../worker/messages.ts";
import { ExpandedPaths } from "./expanded-paths.ts";
import { connectFrames, type FramePacer, recordFault } from "./frames.ts";
import { InsideClient, InsideError } from "./inside-client.ts";
import { type EventStream, InsideEvents, WATCHED_EVENTS } from "./inside-events.ts";
import { readKnownTopics } from "./known-topics.ts";
import { Login } from "./login.ts";
import { connectOptionsOf, type KeyValueStorage, OWN_PROFILE_ID, Profiles } from "./profiles.ts";
import { createLiveStores, type LiveStores } from "./stores.ts";
import type { WorkerPort } from "./worker-port.ts";

/** What the bridge stands on; a browser's in browser-bridge.ts. */
export interface BridgeGround {
  readonly port: WorkerPort;
  readonly pacer: FramePacer;
  /** Where the page is served from, without a slash at its end, like `http://localhost:8080`. */
  readonly base: string;
  readonly storage: KeyValueStorage;
  /** Different for each tab, the same after a reload. */
  readonly tabClientId: string;
  readonly fetch: typeof fetch;
  readonly openEventStream: (url: string) => EventStream;
  readonly schedule: (callback: () => void, milliseconds: number) => void;
}

/** Short, so that a dead connection is seen soon. */
const OWN_KEEP_ALIVE_SECONDS = 10;
/** QoS 2, so that each message is seen with the QoS it was published with. */
const OWN_BASE_FILTERS: readonly BaseFilter[] = [
  { filter: "#", qos: 2 },
  { filter: "$SYS/#", qos: 0 },
];

/** The one way between the page and everything live: worker, inside API, profiles. */
export class Bridge {
  readonly stores: LiveStores = createLiveStores();
  readonly profiles: Profiles;
  readonly inside: InsideClient;
  readonly insideEvents: InsideEvents;
  readonly login: Login;
  readonly #ground: BridgeGround;
  readonly #expanded: ExpandedPaths;
  #knownTopics: "read" | "reading" | "outdated" = "read";

  constructor(ground: BridgeGround) {
    this.#ground = ground;
    this.profiles = new Profiles(ground.storage);
    this.inside = new InsideClient(ground.base, ground.fetch, () => void this.login.check());
    this.login = new Login(this.inside, () => this.#leave());
    this.insideEvents = new InsideEvents({
      openStream: () => ground.openEventStream(this.inside.eventsUrl(WATCHED_EVENTS)),
      schedule: ground.schedule,
      onInterrupted: () => void this.login.check(),
      onEvents: (events) => this.#onInsideEvents(events),
    });
    this.#expanded = new ExpandedPaths(ground.port, ground.storage, ground.schedule);
    connectFrames(ground.port, this.stores, ground.pacer);
  }

  /** The MQTT door of the broker that serves the page. */
  get ownUrl(): string {
    return `${this.#ground.base.replace(/^http/, "ws")}/mqtt`;
  }

  send(command: Command): void {
    this.#ground.port.send(command);
    this.#expanded.noticeCommand(command);
  }

  ask<K extends QuestionKind>(kind: K, question: Questions[K]["question"]): Promise<Questions[K]["answer"]> {
    return this.#ground.port.ask(kind, question);
  }

  /** Attaches to the broker that serves the page; user name and password only where it asks for them. */
  attachOwn(credentials: { readonly userName?: string; readonly password?: string } = {}): void {
    const options: ConnectOptions = {
      url: this.ownUrl,
      version: 5,
      clientId: this.#ground.tabClientId,
      keepAliveSeconds: OWN_KEEP_ALIVE_SECONDS,
      cleanStart: true,
      sessionExpirySeconds: 0,
      ...credentials,
    };
    this.#attach(OWN_PROFILE_ID, "own", options, OWN_BASE_FILTERS);
    this.insideEvents.start();
  }

  /** Attaches to the broker of a profile; false: there is no such profile. */
  attachProfile(id: string): boolean {
    const profile = this.profiles.find(id);
    if (!profile) return false;
    this.insideEvents.stop();
    this.#attach(id, "foreign", connectOptionsOf(profile, this.#ground.tabClientId), profile.baseFilters);
    return true;
  }

  /** The login ended: nothing more is asked for until there is another. */
  #leave(): void {
    this.insideEvents.stop();
    this.send({ type: "detach" });
  }

  #attach(
    id: string,
    broker: "own" | "foreign",
    options: ConnectOptions,
    baseFilters: readonly BaseFilter[],
  ): void {
    this.profiles.current(id);
    const expandedPaths = this.#expanded.open(id);
    this.send({ type: "attach", broker, options, baseFilters, expandedPaths });
  }

  #onInsideEvents(events: readonly LiveEvent[]): void {
    this.#tellRetained(events);
    if (events.some(changesKnownTopics)) void this.#readKnownTopics();
  }

  /** In their order: what was cleared may be back already. */
  #tellRetained(events: readonly LiveEvent[]): void {
    let type: "retainedCleared" | "retainedRestored" = "retainedCleared";
    let topics: string[] = [];
    const tell = () => {
      if (topics.length > 0) this.send({ type, topics });
      topics = [];
    };
    for (const event of events) {
      if (event.type !== "retainedCleared" && event.type !== "retainedRestored") continue;
      if (event.type !== type) tell();
      type = event.type;
      topics.push(event.topic);
    }
    tell();
  }

  /** One reading at a time; what changes meanwhile is read after it. */
  async #readKnownTopics(): Promise<void> {
    if (this.#knownTopics !== "read") {
      this.#knownTopics = "outdated";
      return;
    }
    while (this.#knownTopics !== "reading") {
      this.#knownTopics = "reading";
      const commands = await readKnownTopics(this.inside).catch((error: unknown) => {
        // out of reach: the stream of events says so, and asks for everything again when it is back
        const isUnreachable = error instanceof InsideError && error.problem === undefined;
        if (!isUnreachable) recordFault(this.stores, { type: "fault", message: String(error) });
        return [];
      });
      const isElsewhere = this.insideEvents.store.getState().availability === "elsewhere";
      for (const command of isElsewhere ? [] : commands) this.send(command);
    }
    this.#knownTopics = "read";
  }
}

const CHANGES_KNOWN_TOPICS: readonly LiveEvent["type"][] = [
  "streamOpened",
  "skipped",
  "subscribed",
  "unsubscribed",
  "clientConnected",
  "clientDisconnected",
  "sessionEnded",
];

function changesKnownTopics(event: LiveEvent): boolean {
  return CHANGES_KNOWN_TOPICS.includes(event.type);
}
