import type { Command } from "../worker/messages.ts";
import type { KeyValueStorage } from "./profiles.ts";
import type { WorkerPort } from "./worker-port.ts";

const MAXIMUM_PATHS_KEPT = 500;
const SAVE_DELAY_MS = 1_000;
const CHANGING: readonly Command["type"][] = ["toggle", "expandBelow", "collapseBelow", "select"];

/** Which rows are open, kept per broker in the browser's storage. */
export class ExpandedPaths {
  readonly #port: WorkerPort;
  readonly #storage: KeyValueStorage;
  readonly #schedule: (callback: () => void, milliseconds: number) => void;
  #profileId = "";
  #isSaveDue = false;

  constructor(
    port: WorkerPort,
    storage: KeyValueStorage,
    schedule: (callback: () => void, milliseconds: number) => void,
  ) {
    this.#port = port;
    this.#storage = storage;
    this.#schedule = schedule;
  }

  /** Those of `profileId`; from now on changes are kept under it. */
  open(profileId: string): readonly string[] {
    this.#profileId = profileId;
    try {
      const stored: unknown = JSON.parse(this.#storage.getItem(storageKey(profileId)) ?? "[]");
      return Array.isArray(stored) ? stored.filter((path) => typeof path === "string") : [];
    } catch {
      return [];
    }
  }

  /** Saves some time after a command that may have opened or closed a row. */
  noticeCommand(command: Command): void {
    if (this.#isSaveDue || !CHANGING.includes(command.type)) return;
    this.#isSaveDue = true;
    this.#schedule(() => void this.#save(this.#profileId), SAVE_DELAY_MS);
  }

  async #save(profileId: string): Promise<void> {
    this.#isSaveDue = false;
    const paths = await this.#port.ask("expandedPaths", { limit: MAXIMUM_PATHS_KEPT });
    if (profileId !== this.#profileId) return;
    try {
      this.#storage.setItem(storageKey(profileId), JSON.stringify(paths));
    } catch {
      // Storage is full or forbidden: the rows open again by hand.
    }
  }
}

function storageKey(profileId: string): string {
  return `vitrina.expanded.${profileId}`;
}
