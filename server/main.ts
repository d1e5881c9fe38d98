#!/usr/bin/env node
import packageJson from "../package.json" with { type: "json" };
import { runApiTokenCommand } from "./api-token-command.ts";
import { runBackupCommand } from "./backup-command.ts";
import { compose, type RunningServer } from "./compose.ts";
import { helpText } from "./config/help.ts";
import { loadRequest } from "./config/load.ts";
import type { Settings } from "./config/settings.ts";
import { runImportCommand } from "./import-command.ts";
import { runInspectCommand } from "./inspect/inspect-command.ts";
import { type Log, openLog } from "./log/log.ts";
import type { Ready } from "./ready.ts";
import { runRestoreCommand } from "./restore-command.ts";
import { Service } from "./service.ts";
import { StartError } from "./start-error.ts";
import { runPageUserCommand, runPasswdCommand, runScramCommand } from "./users-command.ts";

const { version } = packageJson;

const ExitCode = { Stopped: 0, NotStarted: 1, Fault: 70, Interrupted: 130 } as const;
/** When it has passed, the server ends whoever is still connected, milliseconds. */
const LONGEST_STOP = 4_500;
/** One Ctrl-C may arrive twice, from the terminal and through npm; what comes later is a second one, milliseconds. */
const SAME_CTRL_C = 300;

/** What `vitrina` does beside running the server. */
const COMMANDS: ReadonlyMap<string, typeof runScramCommand> = new Map([
  ["scram", runScramCommand],
  ["passwd", runPasswdCommand],
  ["page-user", runPageUserCommand],
  ["api-token", runApiTokenCommand],
  ["backup", runBackupCommand],
  ["restore", runRestoreCommand],
  ["inspect", runInspectCommand],
  ["import", runImportCommand],
]);

async function main(): Promise<void> {
  const [command, ...rest] = process.argv.slice(2);
  const runCommand = command === undefined ? undefined : COMMANDS.get(command);
  if (runCommand !== undefined) {
    const { stdin: input, stderr: prompt } = process;
    const told = await runCommand(rest, { input, isInteractive: input.isTTY, prompt });
    if (told !== "") console.log(told);
    return;
  }
  const request = loadRequest(process.argv.slice(2), process.env);
  if (request.kind === "help") console.log(helpText(version));
  else if (request.kind === "version") console.log(version);
  else await run(request.settings);
}

async function run(settings: Settings): Promise<void> {
  const log = openLog(settings);
  endOnFault(log);
  const start = () => compose(settings, version, log);
  const onReady = ({ ready, loginAddress }: RunningServer): void => {
    tellReady(ready, settings, log);
    if (loginAddress !== undefined) tellLogin(loginAddress, settings);
  };
  const onRestart = (): void =>
    log.logger.info(
      { code: "restoring" },
      "a backup is put in: clients are told goodbye, the server starts again",
    );
  const server = await start();
  const onFailed = (error: unknown): never => {
    log.flush();
    return endNotStarted(error);
  };
  const service = new Service(server, { start, onReady, onRestart, onFailed });
  // Before anybody is told: who reads that we are ready may stop us at once.
  stopOnSignal(service, log);
  reloadOnSignal(service);
  onReady(server);
}

/** The token logs in one browser; it is told to who starts the server, and stays out of a log of JSON. */
function tellLogin(address: string, { logFormat }: Settings): void {
  const print = logFormat === "json" ? console.error : console.log;
  print(`  Log in  ${address} (once, in one browser)\n`);
}

function tellReady(ready: Ready, { logFormat, memory }: Settings, { logger }: Log): void {
  if (logFormat === "json") {
    logger.info({ code: "ready", ...ready }, "ready");
    return;
  }
  console.log(`
  Vitrina ${ready.version} is ready.

    Page   ${ready.page}${ready.isPageBuilt ? "" : " (not built yet: npm run build)"}
    MQTT   ${mqttAddresses(ready).join("\n           ")}
    Data   ${ready.data}${memory ? ": gone when the server stops" : ""}
`);
}

function mqttAddresses({ mqtt, mqtts, webSocket, listeners }: Ready): readonly string[] {
  const named = listeners.map(({ name, address }) => `${address} (${name})`);
  return [mqtt, mqtts, webSocket, ...named].filter((address) => address !== undefined);
}

/** SIGHUP asks a service to read its files again; from a terminal it means that the terminal was closed, which ends us. */
function reloadOnSignal(server: Service): void {
  if (process.stdin.isTTY || process.stdout.isTTY) return;
  process.on("SIGHUP", () => server.reload());
}

function stopOnSignal(server: Service, log: Log): void {
  let stoppingSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== undefined) {
      const isSecond = signal === "SIGINT" && performance.now() - stoppingSince > SAME_CTRL_C;
      if (isSecond) end(log, ExitCode.Interrupted);
      return;
    }
    stoppingSince = performance.now();
    log.logger.info({ code: "stopping", signal }, "stopping: clients are told goodbye");
    setTimeout(() => {
      log.logger.warn({ code: "stopped-hard" }, "stopped; some connections did not close in time");
      end(log, ExitCode.Stopped);
    }, LONGEST_STOP).unref();
    server.stop().then(
      async () => {
        log.logger.info({ code: "stopped" }, "stopped");
        await log.close();
        process.exit(ExitCode.Stopped);
      },
      (error: unknown) => endWithFault(log, error),
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

/** A fault that nobody caught may have left anything half done: the process ends, loudly. */
function endOnFault(log: Log): void {
  process.on("uncaughtException", (error) => endWithFault(log, error));
  process.on("unhandledRejection", (reason) => endWithFault(log, reason));
}

function endWithFault(log: Log, error: unknown): never {
  log.logger.error({ code: "fault", err: error }, "a fault of the server's own; it ends");
  return end(log, ExitCode.Fault);
}

function end(log: Log, code: number): never {
  log.flush();
  process.exit(code);
}

function endNotStarted(error: unknown): never {
  if (error instanceof StartError) console.error(`vitrina: ${error.message} (${error.code})`);
  else console.error("vitrina: a fault of the server's own:", error);
  process.exit(exitCodeOf(error));
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof StartError)) return ExitCode.Fault;
  return error.code === "import-interrupted" ? ExitCode.Interrupted : ExitCode.NotStarted;
}

main().catch(endNotStarted);
