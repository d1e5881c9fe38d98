import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyStore, flushDirectory } from "../../adapters/store/lmdb/copy-store.ts";
import { DataDirectoryError } from "../../adapters/store/lmdb/data-directory-error.ts";
import { lockDirectory } from "../../adapters/store/lmdb/directory-lock.ts";
import { pendingPath, takeUpRestore } from "../../adapters/store/lmdb/pending-restore.ts";
import { expectWhole } from "../../adapters/store/lmdb/sound-file.ts";
import { storePath } from "../../adapters/store/lmdb/store-path.ts";
import type { InParts, Recovered, RecoveredSession, StoreEvent } from "../../core/ports/store.ts";
import { Progress, removeWhenStopped, unreadable } from "../../data-command.ts";
import { secondsSince } from "../../figures.ts";
import type { Terminal } from "../../read-password.ts";
import { StartError } from "../../start-error.ts";
import { importFailure } from "../import-failure.ts";
import type { DatabaseImport } from "../import-request.ts";
import { checkConflicts, describeConflicts } from "./conflicts.ts";
import { DatabaseError } from "./database-error.ts";
import { DatabaseFile } from "./database-file.ts";
import { publishUnreleased } from "./publish-unreleased.ts";
import { leftText, takenText } from "./report.ts";
import { type Survey, surveyDatabase } from "./survey.ts";
import { openTarget, type Target } from "./target.ts";
import { Translation } from "./translation.ts";
import { passOver, writeEvents } from "./write-events.ts";

const PRIVATE_DIRECTORY = 0o700;
const FIRST = { nextMessageNumber: 1, nextPlace: 1 } as const;

/** An import on its way. */
interface Work {
  readonly request: DatabaseImport;
  readonly terminal: Terminal;
  readonly file: DatabaseFile;
  readonly survey: Survey;
  readonly now: number;
  /** By `performance.now`. */
  readonly began: number;
}

/** Takes over what a database of mosquitto has into a data directory; returns what to print. Throws StartError. */
export async function importDatabase(request: DatabaseImport, terminal: Terminal): Promise<string> {
  const began = performance.now();
  const now = Date.now();
  const file = openDatabase(request.path);
  try {
    const survey = await surveyDatabase(file, now).catch((error: unknown) => {
      throw unusable(error, request.path);
    });
    const work: Work = { request, terminal, file, survey, now, began };
    return request.isDryRun ? await rehearse(work) : await perform(work);
  } catch (error) {
    throw explained(error, request.directory);
  } finally {
    file.close();
  }
}

function openDatabase(path: string): DatabaseFile {
  try {
    return new DatabaseFile(path);
  } catch (error) {
    throw unusable(error, path);
  }
}

/** Counts what would be written. */
async function rehearse(work: Work): Promise<string> {
  const { request, survey } = work;
  const target = await openTarget(request.directory);
  try {
    const translation = translationFor(work, target);
    for (const _ of translation.events(FIRST));
    await publishUnreleased(translation, { ...FIRST, sessions: nobody() });
    const conflicts = describeConflicts(work, target);
    return [
      `Nothing was written. ${request.path} has ${takenText(translation.tally)}.`,
      ...leftText(translation.tally, survey),
      ...(conflicts === undefined ? [] : [`${request.directory} has ${conflicts}.`]),
    ].join("\n");
  } finally {
    await target.close();
  }
}

async function* nobody(): InParts<RecoveredSession> {}

/** All of it or nothing: the new store is made beside the one that is there, and put in its place when it is whole. */
async function perform(work: Work): Promise<string> {
  const { request, survey, now, began } = work;
  const { directory, path } = request;
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  const unlock = lockDirectory(directory);
  try {
    if (existsSync(pendingPath(directory)))
      throw importFailure(
        "import-data-failed",
        `${pendingPath(directory)} is there: a restore waits for the start of the server`,
      );
    if (existsSync(storePath(directory))) expectWhole(storePath(directory));
    const { tally } = await prepare(work);
    const outcome = await takeUpRestore(directory, now);
    if (outcome?.kind === "failed") {
      const kept = join(directory, outcome.kept);
      const sentence = `Nothing was imported, the data are as they were: ${outcome.reason}. What was made is in ${kept}`;
      throw importFailure("import-data-failed", sentence);
    }
    const sentences = [
      `Imported ${path} into ${directory}: ${takenText(tally)}; in ${secondsSince(began)}.`,
      ...leftText(tally, survey),
    ];
    if (outcome?.replaced !== undefined)
      sentences.push(`What was there before is in ${join(directory, outcome.replaced)}.`);
    return sentences.join("\n");
  } finally {
    unlock();
  }
}

/** Makes the new store, which waits to be put in. */
async function prepare(work: Work): Promise<Translation> {
  const { directory } = work.request;
  const partial = join(directory, `import.partial-${process.pid}`);
  const settled = removeWhenStopped(partial);
  try {
    const translation = await fill(partial, work);
    renameSync(partial, pendingPath(directory));
    flushDirectory(directory);
    return translation;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  } finally {
    settled();
  }
}

async function fill(partial: string, work: Work): Promise<Translation> {
  const { request, terminal, survey } = work;
  const target = await openTarget(request.directory);
  const before = target.snapshot?.records ?? 0;
  // bodies are written with what refers to them; a session is told in two events
  const events = survey.chunks - survey.bodies.size + survey.clients.size;
  const progress = new Progress(terminal, before + events);
  try {
    checkConflicts(work, target);
    if (target.snapshot === undefined) mkdirSync(partial, { mode: PRIVATE_DIRECTORY });
    else await copyStore(target.snapshot, partial, (records) => progress.tell(records));
    const translation = translationFor(work, target);
    const tell = (written: number): void => progress.tell(before + written);
    const translated = async (recovered: Recovered): Promise<Iterable<StoreEvent>> => {
      await passOver(recovered.sessions);
      return translation.events(recovered);
    };
    await writeEvents(partial, translated, tell);
    if (translation.unreleased().length > 0)
      await writeEvents(partial, (recovered) => publishUnreleased(translation, recovered), tell);
    return translation;
  } finally {
    progress.end();
    await target.close();
  }
}

function translationFor({ request, file, survey, now }: Work, target: Target): Translation {
  return new Translation({ file, survey, target, isKeeping: request.onConflict === "keep", now });
}

function unusable(error: unknown, path: string): unknown {
  if (error instanceof DatabaseError)
    return importFailure(
      "import-file-unusable",
      `${path} is no database of mosquitto that can be read; ${error.message}`,
    );
  if (!(error instanceof Error && "code" in error)) return error;
  return importFailure("import-file-unusable", `The database of mosquitto cannot be read: ${error.message}`);
}

function explained(error: unknown, directory: string): unknown {
  if (error instanceof StartError) return error;
  if (error instanceof DataDirectoryError) {
    if (error.problem !== "taken") return unreadable(error, `The data directory ${directory}`);
    const sentence = `The data directory ${directory} ${error.message}. Stop that one, or name another directory with --data`;
    return new StartError("data-directory-taken", sentence);
  }
  if (!(error instanceof Error && "code" in error)) return error;
  return importFailure("import-data-failed", `Nothing was imported: ${error.message}`);
}
