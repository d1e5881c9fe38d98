import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Where systems put daemons, which is not always in the path. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin`;

/** mosquitto's broker as a process of its own, which keeps nothing unless its configuration says so. */
export interface MosquittoBroker {
  readonly port: number;
  readonly url: string;
  /** SIGTERM: it writes its database. */
  quit(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a free port with these lines in its configuration. */
export async function startMosquitto(
  lines: readonly string[] = ["allow_anonymous true"],
): Promise<MosquittoBroker> {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-mosquitto-"));
  const port = await freePort();
  // started by root it would become another user, who may not read what tests write
  const user = `user ${userInfo().username}`;
  const configuration = [`listener ${port} 127.0.0.1`, user, "sys_interval 1", ...lines].join("\n");
  writeFileSync(join(folder, "mosquitto.conf"), `${configuration}\n`);
  const child = spawn("mosquitto", ["-c", join(folder, "mosquitto.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH },
  });
  await running(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
    rmSync(folder, { recursive: true });
  };
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    quit: () => end("SIGTERM"),
    stop: () => end("SIGKILL"),
  };
}

async function running(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
    said.push(line);
    if (/ running$/.test(line)) {
      child.stderr?.resume();
      return;
    }
  }
  throw new Error(`mosquitto did not start: ${said.join("\n")}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
