import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { USER } from "./login.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));
const NEW_KEY = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=fuzz".split(
  " ",
);

/** Makes a file with the user whom the logins of the fuzz name, and a certificate; gives them as settings, and removes them. */
export async function withServerFiles<T>(use: (parameters: readonly string[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "vitrina-fuzz-"));
  const [users = "", key = "", certificate = ""] = ["users.txt", "fuzz.key", "fuzz.crt"].map((name) =>
    join(folder, name),
  );
  try {
    const add = [MAIN, "scram", "add", "--iterations", "4096", users, USER.name];
    await run(process.execPath, add, `${USER.password}\n`);
    await run("openssl", ["req", ...NEW_KEY, "-keyout", key, "-out", certificate]);
    const tls = ["--tls-cert", certificate, "--tls-key", key, "--tls-port", "0"];
    return await use(["--scram-users", users, ...tls]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(program: string, parameters: readonly string[], input?: string): Promise<void> {
  const stdin = input === undefined ? "ignore" : "pipe";
  const command = spawn(program, parameters, { stdio: [stdin, "ignore", "ignore"] });
  command.stdin?.end(input);
  const [code] = await once(command, "exit");
  if (code !== 0) throw new Error(`${program} ${parameters.join(" ")} ended with ${code}`);
}
