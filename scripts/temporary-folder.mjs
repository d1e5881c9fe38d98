import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Before a run of tests (vitest.config.ts): gives it a folder for temporary files, which its tests and what they start
 * find by `tmpdir()`. What is returned removes it after the run, with all that was left in it.
 */
export function setup() {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-tests-"));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  };
}
