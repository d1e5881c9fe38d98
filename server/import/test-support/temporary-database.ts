import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** A directory for each test of a file, with a database of mosquitto in it; both vanish with the test. */
export class TemporaryDatabase {
  root = "";

  constructor() {
    beforeEach(() => {
      this.root = mkdtempSync(join(tmpdir(), "vitrina-mosquitto-"));
    });
    afterEach(() => rmSync(this.root, { recursive: true }));
  }

  get path(): string {
    return join(this.root, "mosquitto.db");
  }

  /** A directory beside it, which is not made. */
  get data(): string {
    return join(this.root, "data");
  }

  write(bytes: Uint8Array): string {
    writeFileSync(this.path, bytes);
    return this.path;
  }
}
