import type { ConnectOptions, ScramProblem } from "../messages/connection.ts";
import { Scram, ScramError } from "../scram.ts";

/** What a login tells its link. */
export interface LoginHandlers {
  /** The exchange can begin with this: the Authentication Data of CONNECT. */
  onReady(first: Uint8Array): void;
  /** What answers the challenge. */
  onAnswer(answer: Uint8Array): void;
  onFailed(problem: ScramProblem): void;
}

/** The SCRAM exchanges of a link, a new one with each connection (MQTT 5.0 §4.12). */
export class ScramLogin {
  readonly #options: Pick<ConnectOptions, "userName" | "password">;
  readonly #handlers: LoginHandlers;
  #exchange: Scram | undefined;
  /** Grows with each beginning and end: what an older one has worked out meanwhile is let go. */
  #turn = 0;

  constructor(options: Pick<ConnectOptions, "userName" | "password">, handlers: LoginHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  begin(): void {
    const { userName = "", password = "" } = this.#options;
    this.end();
    this.#work(Scram.begin(userName, password), (exchange) => {
      this.#exchange = exchange;
      this.#handlers.onReady(exchange.first);
    });
  }

  onChallenge(data: Uint8Array | undefined): void {
    const exchange = this.#exchange;
    if (exchange === undefined) return;
    this.#work(exchange.answer(data ?? new Uint8Array()), (answer) => this.#handlers.onAnswer(answer));
  }

  /** Whether the server has proven that it knows the password; if not, the handlers know. */
  isProven(data: Uint8Array | undefined): boolean {
    try {
      if (this.#exchange === undefined) throw new ScramError("signature");
      this.#exchange.verify(data);
      return true;
    } catch (error) {
      this.#handlers.onFailed(problemOf(error));
      return false;
    }
  }

  /** The connection is over. */
  end(): void {
    this.#turn++;
    this.#exchange = undefined;
  }

  #work<T>(work: Promise<T>, then: (result: T) => void): void {
    const turn = this.#turn;
    work.then(
      (result) => {
        if (turn === this.#turn) then(result);
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#handlers.onFailed(problemOf(error));
      },
    );
  }
}

function problemOf(error: unknown): ScramProblem {
  if (error instanceof ScramError) return error.problem;
  throw error;
}
