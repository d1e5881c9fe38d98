import { type FSWatcher, lstatSync, readlinkSync, statSync, watch } from "node:fs";
import { join, parse, resolve, sep } from "node:path";

/** Files that have not moved for so long are whole, milliseconds: many changes are told as one. */
const SETTLE_MILLISECONDS = 200;
/** Links behind links, as the system follows them. */
const MAXIMUM_LINKS = 40;

export interface WatchOptions {
  /** Some of the files are others now, and nothing moves any more. */
  readonly onChanged: () => void;
  /** Changes in this folder are not noticed. */
  readonly onBlind: (folder: string, error: Error) => void;
}

/**
 * Files whose changes are told: written over, renamed over, or behind a link that leads elsewhere now, as Kubernetes and
 * certbot do it. What is watched are the folders of files and links, since a file that is replaced takes its watcher away.
 */
export class WatchedFiles {
  readonly #paths: readonly string[];
  /** By folder and inode: one that was replaced is watched anew. */
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #blind = new Set<string>();
  #options: WatchOptions | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the files were when they were last looked at, and when they were last read. */
  #seen: string;
  #read: string;

  constructor(paths: readonly string[]) {
    this.#paths = paths.map((path) => resolve(path));
    this.#seen = this.#state();
    this.#read = this.#seen;
  }

  /** Tells changes from now on, and those since they were last read. */
  watch(options: WatchOptions): void {
    this.#options = options;
    this.#look();
  }

  /** The files are being read as they are now: that is no change to tell. */
  reading(): void {
    this.#read = this.#state();
  }

  close(): void {
    this.#options = undefined;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  readonly #stirred = (): void => {
    if (this.#options === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#look(), SETTLE_MILLISECONDS).unref();
  };

  #look(): void {
    this.#timer = undefined;
    this.#watchFolders();
    const state = this.#state();
    if (state !== this.#seen) {
      this.#seen = state;
      this.#stirred();
    } else if (state !== this.#read) {
      this.#read = state;
      this.#options?.onChanged();
    }
  }

  #state(): string {
    return this.#paths.map(stateOf).join("\n");
  }

  #watchFolders(): void {
    const wanted = new Map<string, string>();
    for (const folder of this.#paths.flatMap(foldersOf)) wanted.set(`${folder} ${inodeOf(folder)}`, folder);
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue;
      watcher.close();
      this.#watchers.delete(key);
    }
    for (const [key, folder] of wanted) if (!this.#watchers.has(key)) this.#watchFolder(key, folder);
  }

  #watchFolder(key: string, folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, this.#stirred);
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(key);
        this.#stirred();
      });
      this.#watchers.set(key, watcher);
      this.#blind.delete(folder);
      // what happened before it was watched
      this.#stirred();
    } catch (error) {
      if (!this.#blind.has(folder)) this.#options?.onBlind(folder, error as Error);
      this.#blind.add(folder);
    }
  }
}

/** Differs whenever the file is another one or was written. */
function stateOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

function inodeOf(folder: string): string {
  const stats = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? "" : `${stats.dev} ${stats.ino}`;
}

/** Where something can happen that makes `path` another file: its folder, and that of each link on the way to it. */
function foldersOf(path: string): readonly string[] {
  const folders: string[] = [];
  let { root: at } = parse(path);
  let rest = path.slice(at.length).split(sep);
  for (let links = 0; rest.length > 0 && links < MAXIMUM_LINKS; ) {
    const [part = "", ...behind] = rest;
    const next = join(at, part);
    const kind = kindOf(next);
    if (kind !== "folder") folders.push(at);
    if (kind === "link") {
      links++;
      const target = resolve(at, readlinkSync(next), ...behind);
      at = parse(target).root;
      rest = target.slice(at.length).split(sep);
    } else if (kind === "folder") {
      at = next;
      rest = behind;
    } else break;
  }
  return folders;
}

/** What is not there, or may not be looked at, ends the way like a file. */
function kindOf(path: string): "folder" | "link" | "end" {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return "link";
    return stats.isDirectory() ? "folder" : "end";
  } catch {
    return "end";
  }
}
