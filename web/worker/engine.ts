import type { Publish } from "../../protocol/packets.ts";
import { PageConnection } from "./connection/page-connection.ts";
import type { SubscriptionWire } from "./connection/subscription-set.ts";
import { CostMeter } from "./cost-meter.ts";
import { answers } from "./engine-answers.ts";
import { commands } from "./engine-commands.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { EnginePorts } from "./engine-ports.ts";
import { FramePump } from "./frame-pump.ts";
import { Lab } from "./lab/lab.ts";
import type { ConnectionState, Granted } from "./messages/connection.ts";
import type { Answer, Ask, Command, Cost, Frame, ToWorker } from "./messages.ts";
import { DEFAULT_HISTORY_BUDGET_BYTES } from "./records/history.ts";
import { StreamView } from "./stream/stream-view.ts";
import { transferablesOf } from "./transferables.ts";
import { Workspace } from "./workspace.ts";

/** Reading and long work alternate in turns about so long: the page's commands never wait longer. */
const READ_SLICE_MS = 8;
const WORK_SLICE_MS = 4;
/** Rates fall and clocks tick even when nothing comes. */
const PULSE_MS = 250;
/** The broker has told its retained messages when none came for so long. */
const RETELLING_QUIET_MS = 2_000;
/** After the first message the tree may still close again what it opened by itself. */
const LOADING_MS = 2_000;

/** The worker without the worker: commands in, frames and answers out, everything else through ports. */
export class Engine implements EngineParts {
  readonly ports: EnginePorts;
  readonly meter: CostMeter;
  readonly connection: PageConnection;
  readonly lab: Lab;
  readonly pump: FramePump;
  readonly streamView = new StreamView();
  workspace: Workspace;
  broker: "own" | "foreign" = "own";
  isHeld = false;
  #pausedAt: number | undefined;
  #isTurnDue = false;
  #wire: SubscriptionWire | undefined;
  #granted: Granted | undefined;
  #sentConnection = "";
  #cost: Cost | undefined;

  constructor(ports: EnginePorts) {
    this.ports = ports;
    const { clock } = ports;
    this.meter = new CostMeter(clock.now());
    this.workspace = new Workspace(() => clock.now(), DEFAULT_HISTORY_BUDGET_BYTES, this.meter);
    const onInput = () => this.wake();
    this.connection = new PageConnection(ports, {
      onWire: (wire, granted) => {
        this.#wire = wire;
        this.#granted = granted;
        this.#attachWire();
      },
      onPublishView: (view) => {
        this.workspace.feed.take(view, clock.now());
        return true;
      },
      onMessage: (publish) => this.#onMessage(publish),
      onInput,
      onChange: () => this.pump.ask(),
    });
    this.lab = new Lab(ports, { onChange: () => this.pump.touch(), onInput });
    this.pump = new FramePump(clock, ports.defer, (isAsked) => this.#sendFrame(isAsked));
    this.#pulse(clock.now());
  }

  /** Takes what the page says. A fault of ours is told to the page, and costs only this one message. */
  receive(message: ToWorker): void {
    const startedAt = this.ports.clock.now();
    try {
      if (message.type === "ask") this.#answer(message);
      else (commands[message.type] as (engine: EngineParts, command: Command) => void)(this, message);
    } catch (error) {
      this.#fault(error, message.type === "ask" ? message.requestId : undefined);
    }
    this.meter.onWork(this.ports.clock.now() - startedAt);
    if (message.type === "frameDrawn") return;
    this.pump.ask();
    this.wake();
  }

  renewWorkspace(): void {
    const before = this.workspace;
    const { clock } = this.ports;
    this.meter.reset();
    this.workspace = new Workspace(() => clock.now(), before.history.budgetBytes, this.meter);
    this.workspace.adopt(before);
    this.streamView.reset();
  }

  forgetTopics(): void {
    const bases = this.workspace.subscriptions.baseFilters.map(({ filter, qos }) => ({ filter, qos }));
    this.renewWorkspace();
    this.workspace.subscriptions.setBase(bases);
    this.#attachWire();
    this.updateHold();
  }

  pause(isPaused: boolean): void {
    if (isPaused === (this.#pausedAt !== undefined)) return;
    this.#pausedAt = isPaused ? this.meter.messages : undefined;
    this.updateHold();
  }

  updateHold(): void {
    this.workspace.tree.lists.hold(this.isHeld || this.#pausedAt !== undefined);
  }

  /** There is something to read or to work on. */
  wake(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    this.ports.defer(() => this.#turn());
  }

  #attachWire(): void {
    this.workspace.feed.isRetainOnlyAtSubscribe = this.#granted !== undefined && this.#granted.version < 5;
    this.workspace.subscriptions.attach(this.#wire);
  }

  #turn(): void {
    this.#isTurnDue = false;
    const { clock } = this.ports;
    const startedAt = clock.now();
    let isMore = false;
    try {
      isMore = this.connection.work(startedAt + READ_SLICE_MS);
      isMore = this.lab.work(clock.now() + READ_SLICE_MS) || isMore;
      if (!this.workspace.slices.isIdle) isMore = this.workspace.slices.run(WORK_SLICE_MS) || isMore;
    } catch (error) {
      this.#fault(error, undefined);
    }
    this.meter.onWork(clock.now() - startedAt);
    this.pump.touch();
    if (isMore) this.wake();
  }

  #pulse(expectedAt: number): void {
    const now = this.ports.clock.now();
    this.meter.onLag(now - expectedAt);
    if (this.meter.tick(now)) this.#cost = this.workspace.cost(this.meter);
    const { feed, marks, tree } = this.workspace;
    if (now - feed.lastToldAgainAt > RETELLING_QUIET_MS) marks.endRetelling();
    if (now - (feed.firstMessageAt ?? now) > LOADING_MS) tree.lists.endLoading();
    this.pump.touch();
    this.ports.clock.after(PULSE_MS, () => this.#pulse(now + PULSE_MS));
  }

  #onMessage(publish: Publish): void {
    const version = this.connection.options?.version ?? 5;
    this.workspace.feed.takeDecoded(publish, version, this.ports.clock.now());
  }

  #sendFrame(isAsked: boolean): boolean {
    const frame = this.#frame(isAsked);
    if (Object.keys(frame).length === 1) return false;
    this.ports.post(frame, transferablesOf(frame));
    return true;
  }

  #frame(isAsked: boolean): Frame {
    const connection = this.#connectionIfNew();
    const cost = this.#cost;
    this.#cost = undefined;
    const aside = { ...(connection && { connection }), ...(cost && { cost }) };
    // a pause stops the view, but what the user asks for is shown
    const isFrozen = this.#pausedAt !== undefined;
    if (isFrozen && !isAsked) return { type: "frame", ...aside };
    const now = this.ports.clock.now();
    const { tree, detail, stream, subscriptions } = this.workspace;
    const { window: topics, rows } = tree.update(now, isFrozen);
    const streamWindow = this.streamView.update(stream, subscriptions, isFrozen);
    return withoutUndefined({
      type: "frame" as const,
      ...aside,
      topics,
      topicRows: rows.length > 0 ? rows : undefined,
      ...detail.update(tree.selected, tree.lists.all, now, isFrozen),
      stream: streamWindow,
      ...this.lab.update(),
    });
  }

  #connectionIfNew(): ConnectionState | undefined {
    const state: ConnectionState = {
      connection: this.connection.phase,
      broker: this.broker,
      url: this.connection.options?.url ?? "",
      clientId: this.connection.clientId,
      baseFilters: this.workspace.subscriptions.baseFilters,
      retainedMark: this.#granted === undefined || this.#granted.version === 5 ? "live" : "at-subscribe",
      isPaused: this.#pausedAt !== undefined,
      waitingMessages: this.#pausedAt === undefined ? 0 : this.meter.messages - this.#pausedAt,
    };
    const signature = JSON.stringify(state);
    if (signature === this.#sentConnection) return undefined;
    this.#sentConnection = signature;
    return state;
  }

  #answer({ requestId, kind, question }: Ask): void {
    const reply = (answer: Answer["answer"]) =>
      this.ports.post({ type: "answer", requestId, answer }, transferablesOf(answer));
    (
      answers[kind] as (
        engine: EngineParts,
        question: unknown,
        reply: (answer: Answer["answer"]) => void,
      ) => void
    )(this, question, reply);
  }

  #fault(error: unknown, requestId: number | undefined): void {
    const message = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
    this.ports.post({ type: "fault", message, ...(requestId === undefined ? {} : { requestId }) }, []);
  }
}

type WithoutUndefined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(parts: T): WithoutUndefined<T> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, part]) => part !== undefined),
  ) as WithoutUndefined<T>;
}
