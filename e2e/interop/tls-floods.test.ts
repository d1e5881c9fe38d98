import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RawClient } from "../support/raw-client.ts";
import { underAttack } from "../support/under-attack.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const SILENT = 300;
/** The head of a TLS record of 512 bytes that never come. */
const HALF_A_HELLO = Buffer.from("1603010200", "hex");

const folder = mkdtempSync(join(tmpdir(), "vitrina-tls-floods-"));
const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
let vitrina: Vitrina;

beforeAll(async () => {
  const own = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", key, "-out", certificate];
  execFileSync("openssl", [...own, "-subj", "/CN=localhost", "-days", "2", ...files], { stdio: "pipe" });
  const tls = ["--tls-cert", certificate, "--tls-key", key, "--tls-port", "0"];
  vitrina = await startVitrina([...tls, "--connect-timeout-seconds", "1"]);
});

afterAll(async () => {
  expect(await vitrina.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

it.each([
  ["never say a word", Buffer.alloc(0)],
  ["begin a handshake and go no further", HALF_A_HELLO],
])("connections to the TLS door that %s are each closed in time", async (_name, bytes) => {
  await underAttack(vitrina, async () => {
    const port = vitrina.mqttsPort as number;
    const silent = await Promise.all(Array.from({ length: SILENT }, () => RawClient.open(port)));
    for (const { socket } of silent) socket.write(bytes);
    await Promise.all(silent.map(({ closed }) => closed));
  });
});
