import type { Logger } from "pino";
import type { Clock } from "../core/ports/clock.ts";
import type { BrokerEvent } from "../core/ports/observer.ts";
import { type EventLine, lineOf } from "./event-lines.ts";
import { LineBudget } from "./line-budget.ts";
import { printable } from "./printable.ts";

/** How long drops are gathered before they are told, milliseconds. */
export const DROP_WINDOW_MILLISECONDS = 5_000;

type Dropped = Extract<BrokerEvent, { readonly type: "messageDropped" }>;

/** Drops of one reason and limit, told together; client and topic are those of the last. */
interface DropCount {
  count: number;
  readonly clients: Set<string>;
  last: Dropped;
}

/** Writes what happens inside to the log, each line with its code (docs/errors.md), none for single messages. */
export class EventLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #budget: LineBudget;
  readonly #drops = new Map<string, DropCount>();

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
    this.#budget = new LineBudget(clock, (of, count) =>
      logger.warn({ code: "lines-left-out", of, count }, "lines left out of the log"),
    );
  }

  onEvent(event: BrokerEvent): void {
    if (event.type === "messageDropped") this.#countDrop(event);
    else {
      const line = lineOf(event);
      if (line !== undefined) this.write(line);
    }
  }

  /** Writes a line, unless too many of its kind were written just now. */
  write({ level, code, message, fields, error }: EventLine): void {
    if (!this.#logger.isLevelEnabled(level) || !this.#budget.mayWrite(code)) return;
    const told = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? printable(value) : value]],
    );
    this.#logger[level]({ code, ...Object.fromEntries(told), ...(error && { err: error }) }, message);
  }

  #countDrop(event: Dropped): void {
    if (this.#drops.size === 0) this.#clock.after(DROP_WINDOW_MILLISECONDS, () => this.#tellDrops());
    const key = `${event.reason} ${event.limit}`;
    const drops = this.#drops.get(key) ?? { count: 0, clients: new Set(), last: event };
    drops.count++;
    drops.clients.add(event.clientId);
    drops.last = event;
    this.#drops.set(key, drops);
  }

  #tellDrops(): void {
    for (const { count, clients, last } of this.#drops.values()) {
      const { reason, limit, clientId, topic } = last;
      const fields = { reason, limit, count, clients: clients.size, clientId, topic };
      this.write({ level: "warn", code: "messages-dropped", message: "messages dropped", fields });
    }
    this.#drops.clear();
  }
}
