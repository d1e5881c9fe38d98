import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckHelper } from "./adapters/store/lmdb/check-helper.ts";
import { Steps } from "./adapters/store/lmdb/check-leaves.ts";
import { openLmdbStore } from "./adapters/store/lmdb/lmdb-store.ts";
import { endServers, startServer } from "./test-support/server-process.ts";

const HELPER = new URL("../dist/server/check-worker.js", import.meta.url);
const MESSAGES = 400;
/** Long enough for the whole to be a large file. */
const PAYLOAD_BYTES = 100_000;

let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "vitrina-large-"));
  const store = await openLmdbStore(directory, { durability: "commit" });
  for (let number = 1; number <= MESSAGES; number++)
    store.append({ type: "retainedSet", message: messageOf(number) });
  store.commit(1);
  await store.close();
});
afterEach(() => {
  endServers();
  rmSync(directory, { recursive: true, force: true });
});

function messageOf(number: number) {
  return {
    number,
    topic: `plant/${number}`,
    payload: Buffer.alloc(PAYLOAD_BYTES, `payload ${number} `),
    qos: 1,
    retain: true,
    properties: Buffer.alloc(0),
    expiresAt: undefined,
    receivedAt: 1_700_000_000_000,
    publisher: { clientId: "publisher", userName: undefined },
  } as const;
}

const filePath = (): string => join(directory, "store.mdb");

describe("a large store", () => {
  it("is looked through by a thread that helps, for as many steps as are left to it", async () => {
    const { size } = statSync(filePath());
    const helper = CheckHelper.start(filePath(), size, new Steps(), HELPER);
    const part = await helper?.part();
    // the records of the file itself beside the messages
    expect(part?.counted.entries).toBeGreaterThanOrEqual(MESSAGES);
    expect(part?.counted.overflowPages).toBeGreaterThan(MESSAGES * (PAYLOAD_BYTES / 4096));
    await helper?.stop();
  });

  it("is taken up, and set aside where one record of it is damaged", async () => {
    const whole = await startServer(["--data", directory]);
    expect(await whole.logged("recovered")).toMatchObject({ retained: MESSAGES });
    whole.signal("SIGTERM");
    await whole.ended;
    const bytes = readFileSync(filePath());
    bytes.write("!", bytes.indexOf(`payload ${MESSAGES} `));
    writeFileSync(filePath(), bytes);
    const damaged = await startServer(["--data", directory]);
    expect(await damaged.logged("store-damaged")).toMatchObject({ lostRecords: 1 });
    expect(await damaged.logged("recovered")).toMatchObject({ retained: MESSAGES - 1 });
    damaged.signal("SIGTERM");
    await damaged.ended;
  });
});
