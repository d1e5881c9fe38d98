import { Engine } from "../engine.ts";
import type { ConnectOptions } from "../messages/connection.ts";
import type { Answer, Command, Frame, FromWorker, QuestionKind, Questions, TopicRow } from "../messages.ts";
import { ByteBroker } from "./byte-broker.ts";
import { FakeClock } from "./fake-clock.ts";

export const OPTIONS: ConnectOptions = {
  url: "ws://broker/mqtt",
  version: 5,
  clientId: "page",
  keepAliveSeconds: 20,
  cleanStart: true,
  sessionExpirySeconds: 0,
};

/** A page in front of the engine: it draws each frame at once, and remembers the newest of each part. */
export class TestPage {
  readonly clock = new FakeClock();
  readonly broker = new ByteBroker();
  readonly engine: Engine;
  readonly faults: string[] = [];
  #seen: Omit<Frame, "type"> = {};
  readonly #rows = new Map<number, TopicRow>();
  readonly #answers = new Map<number, Answer["answer"]>();
  #requestId = 0;
  frames = 0;

  constructor() {
    this.engine = new Engine({
      post: (message) => this.#receive(message),
      openSocket: this.broker.openSocket,
      clock: this.clock,
      defer: this.clock.defer,
      random: () => 1,
    });
  }

  /** The rows on the screen. */
  get rows(): readonly TopicRow[] {
    return (this.#seen.topics?.rowIds ?? []).flatMap((id) => this.#rows.get(id) ?? []);
  }

  /** The newest of each part. */
  get seen(): Omit<Frame, "type"> {
    return this.#seen;
  }

  get phase(): string | undefined {
    return this.#seen.connection?.connection.phase;
  }

  send(command: Command): void {
    this.engine.receive(command);
    this.clock.settle();
  }

  /** Asks, lets what must happen first happen, and gives the answer; undefined while there is none. */
  async ask<K extends QuestionKind>(
    kind: K,
    question: Questions[K]["question"],
    meanwhile: () => void = () => {},
  ): Promise<Questions[K]["answer"] | undefined> {
    const requestId = ++this.#requestId;
    this.engine.receive({ type: "ask", requestId, kind, question } as Parameters<Engine["receive"]>[0]);
    meanwhile();
    this.clock.settle();
    await turn();
    return this.#answers.get(requestId) as Questions[K]["answer"] | undefined;
  }

  /** Time goes by; what it brings is drawn. */
  async pass(milliseconds: number): Promise<void> {
    this.clock.pass(milliseconds);
    await turn();
    this.clock.pass(100);
  }

  /** Connects as to our own broker. */
  async attach(options: Partial<ConnectOptions> = {}): Promise<void> {
    this.send({
      type: "attach",
      broker: "own",
      options: { ...OPTIONS, ...options },
      baseFilters: [{ filter: "#", qos: 2 }],
      expandedPaths: [],
    });
    this.broker.accept();
    await this.pass(0);
  }

  #receive(message: FromWorker): void {
    if (message.type === "answer") this.#answers.set(message.requestId, message.answer);
    else if (message.type === "fault") this.faults.push(message.message);
    else {
      this.frames++;
      const { type: _, ...parts } = message;
      for (const row of message.topicRows ?? []) this.#rows.set(row.id, row);
      this.#seen = { ...this.#seen, ...parts };
      this.clock.defer(() => this.engine.receive({ type: "frameDrawn", milliseconds: 1 }));
    }
  }
}

/** Promises that are settled by now run their callbacks. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
