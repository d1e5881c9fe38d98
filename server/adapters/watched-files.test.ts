import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WatchedFiles } from "./watched-files.ts";

let folder: string;
let path: string;
let watched: WatchedFiles;
/** What the file said each time that a change was told. */
let told: string[];
let wake: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-watch-"));
  path = join(folder, "file");
  told = [];
  wake = () => undefined;
});
afterEach(() => {
  watched.close();
  rmSync(folder, { recursive: true });
});

function begin(at = path): void {
  watched = new WatchedFiles([at]);
  watched.watch({
    onChanged: () => {
      told.push(readFileSync(at, "utf8"));
      wake();
    },
    onBlind: (_folder, error) => {
      throw error;
    },
  });
}

/** What was told, when it is so often. */
async function toldTimes(count: number): Promise<string[]> {
  while (told.length < count) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  return told;
}

describe("a file that is watched", () => {
  it("is told when it is written over, and many times at once as one", async () => {
    writeFileSync(path, "0");
    begin();
    for (let count = 1; count <= 50; count++) writeFileSync(path, String(count));
    expect(await toldTimes(1)).toEqual(["50"]);
    writeFileSync(path, "again");
    expect(await toldTimes(2)).toEqual(["50", "again"]);
  });

  it("is told when another one is renamed over it, again and again", async () => {
    writeFileSync(path, "0");
    begin();
    for (const count of [1, 2, 3]) {
      writeFileSync(`${path}.new`, String(count));
      renameSync(`${path}.new`, path);
      expect((await toldTimes(count)).at(-1)).toBe(String(count));
    }
    expect(told).toHaveLength(3);
  });

  it("is told when the folder behind its link is swapped, as Kubernetes does it", async () => {
    const swap = (name: string): void => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "file"), name);
      symlinkSync(name, join(folder, "..tmp"));
      renameSync(join(folder, "..tmp"), join(folder, "..data"));
    };
    swap("..1");
    symlinkSync(join("..data", "file"), path);
    begin();
    swap("..2");
    expect(await toldTimes(1)).toEqual(["..2"]);
    rmSync(join(folder, "..1"), { recursive: true });
    swap("..3");
    expect(await toldTimes(2)).toEqual(["..2", "..3"]);
  });

  it("is told when its link leads to another folder, and when that one is written, as certbot does it", async () => {
    mkdirSync(join(folder, "archive"));
    mkdirSync(join(folder, "live"));
    for (const name of ["cert1", "cert2"]) writeFileSync(join(folder, "archive", name), name);
    const link = join(folder, "live", "cert");
    symlinkSync("../archive/cert1", link);
    begin(link);
    unlinkSync(link);
    symlinkSync("../archive/cert2", link);
    expect(await toldTimes(1)).toEqual(["cert2"]);
    writeFileSync(join(folder, "archive", "cert2"), "renewed");
    expect(await toldTimes(2)).toEqual(["cert2", "renewed"]);
  });

  it("is told when its folder is replaced by another one", async () => {
    const at = join(folder, "settings", "file");
    const make = (name: string): void => {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "file"), name);
    };
    make("settings");
    begin(at);
    make("next");
    renameSync(join(folder, "settings"), join(folder, "before"));
    renameSync(join(folder, "next"), join(folder, "settings"));
    expect(await toldTimes(1)).toEqual(["next"]);
    writeFileSync(at, "written");
    expect(await toldTimes(2)).toEqual(["next", "written"]);
  });

  it("is not told for its neighbours, nor when it was read meanwhile", async () => {
    writeFileSync(path, "0");
    begin();
    writeFileSync(join(folder, "neighbour"), "x");
    writeFileSync(path, "read");
    watched.reading();
    // a second one that is watched the same way has seen all of it
    const other = new WatchedFiles([path, join(folder, "neighbour")]);
    await new Promise<void>((resolve) => {
      other.watch({ onChanged: resolve, onBlind: () => undefined });
      writeFileSync(join(folder, "neighbour"), "y");
    });
    other.close();
    writeFileSync(path, "told");
    expect(await toldTimes(1)).toEqual(["told"]);
  });

  it("is told when it changed before it was watched", async () => {
    writeFileSync(path, "0");
    watched = new WatchedFiles([path]);
    writeFileSync(path, "1");
    await new Promise<void>((resolve) => {
      watched.watch({ onChanged: resolve, onBlind: () => undefined });
    });
  });
});
