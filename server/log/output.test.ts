import { execFileSync } from "node:child_process";
import { closeSync, constants, createReadStream, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogOutput, MAXIMUM_WAITING_BYTES } from "./output.ts";

const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;
/** More of them than a pipe takes. */
const LINES = Array.from({ length: 3000 }, (_, index) => `${index} ${"x".repeat(100)}\n`);

let folder: string;
let pipe: string;
let lost: number[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vitrina-log-"));
  pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  lost = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function outputTo(descriptor: number): LogOutput {
  return new LogOutput(descriptor, (lines) => lost.push(lines));
}

/** What comes out of the pipe until nobody can write to it any more. */
async function readAll(): Promise<string> {
  let text = "";
  for await (const chunk of createReadStream(pipe, "latin1")) text += chunk;
  return text;
}

describe("the output of the log", () => {
  it("waits for a reader who comes late, and keeps the order", async () => {
    const descriptor = openSync(pipe, O_RDWR | O_NONBLOCK);
    const output = outputTo(descriptor);
    for (const line of LINES) output.write(line);
    const text = readAll();
    await output.close();
    closeSync(descriptor);
    expect(await text).toBe(LINES.join(""));
    expect(lost).toEqual([]);
  });

  it("loses what is more than may wait, and says how many lines when it can write again", async () => {
    const descriptor = openSync(pipe, O_RDWR | O_NONBLOCK);
    const output = outputTo(descriptor);
    const line = `${"x".repeat(1023)}\n`;
    for (let at = 0; at < MAXIMUM_WAITING_BYTES / line.length; at++) output.write(line);
    for (let at = 0; at < 3; at++) output.write("too much\n");
    const text = readAll();
    await output.close();
    closeSync(descriptor);
    expect([(await text).length, lost]).toEqual([MAXIMUM_WAITING_BYTES, [3]]);
  });

  it("does not hold up the end when the disk is full", async () => {
    const descriptor = openSync("/dev/full", O_WRONLY);
    const output = outputTo(descriptor);
    output.write("a line\n");
    output.flush();
    await output.close();
    output.write("another one\n");
    await output.close();
    output.flush();
    closeSync(descriptor);
  });

  it("does not hold up the end when the reader has gone", async () => {
    const reader = openSync(pipe, O_RDONLY | O_NONBLOCK);
    const descriptor = openSync(pipe, O_WRONLY | O_NONBLOCK);
    closeSync(reader);
    const output = outputTo(descriptor);
    output.write("a line\n");
    await output.close();
    output.write("another one\n");
    await output.close();
    closeSync(descriptor);
  });

  it("writes what waits at once when there is no time", async () => {
    const descriptor = openSync(pipe, O_RDWR | O_NONBLOCK);
    const output = outputTo(descriptor);
    output.write("the last words\n");
    output.flush();
    const read = Buffer.alloc(100);
    expect(read.toString("latin1", 0, readSync(descriptor, read))).toBe("the last words\n");
    closeSync(descriptor);
  });
});
