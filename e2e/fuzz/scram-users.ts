import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

/** Makes a file with the user `ann`, whom the exchanges of the fuzz name, lets it be used, and removes it. */
export async function withScramUsers<T>(use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "vitrina-fuzz-"));
  try {
    const file = join(folder, "users.txt");
    const parameters = [MAIN, "scram", "add", "--iterations", "4096", file, "ann"];
    const command = spawn(process.execPath, parameters, { stdio: ["pipe", "ignore", "inherit"] });
    command.stdin.end("pencil\n");
    const [code] = await once(command, "exit");
    if (code !== 0) throw new Error(`vitrina scram add ended with ${code}`);
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
