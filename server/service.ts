import type { RunningServer } from "./compose.ts";
import { watchForRestore } from "./restore-watch.ts";

/** What a service is made with. */
export interface ServiceOptions {
  readonly start: () => Promise<RunningServer>;
  readonly onReady: (server: RunningServer) => void;
  /** A store waits to be put in; the server stops and starts again. */
  readonly onRestart: () => void;
  /** It did not stop or start again. */
  readonly onFailed: (error: unknown) => void;
}

/** The server for the life of the process: it starts again where `vitrina restore` has left a store to be put in. */
export class Service {
  readonly #options: ServiceOptions;
  #server: RunningServer;
  #unwatch: () => void;
  #restarting: Promise<void> | undefined;
  #isStopping = false;

  /** Of a server that runs; who made it tells that it is ready. */
  constructor(server: RunningServer, options: ServiceOptions) {
    this.#options = options;
    this.#server = server;
    this.#unwatch = this.#watch();
  }

  reload(): void {
    if (this.#restarting === undefined) this.#server.reload();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unwatch();
    await this.#restarting;
    await this.#server.stop();
  }

  #watch(): () => void {
    const { dataDirectory } = this.#server;
    if (dataDirectory === undefined) return () => undefined;
    return watchForRestore(dataDirectory, () => this.#restart());
  }

  #restart(): void {
    if (this.#restarting !== undefined || this.#isStopping) return;
    this.#options.onRestart();
    this.#restarting = this.#startAgain().then(
      () => {
        this.#restarting = undefined;
      },
      (error: unknown) => this.#options.onFailed(error),
    );
  }

  async #startAgain(): Promise<void> {
    const { start, onReady } = this.#options;
    this.#unwatch();
    await this.#server.stop();
    this.#server = await start();
    if (this.#isStopping) return;
    this.#unwatch = this.#watch();
    onReady(this.#server);
  }
}
