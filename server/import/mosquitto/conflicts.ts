import { figures } from "../../figures.ts";
import { importFailure } from "../import-failure.ts";
import type { DatabaseImport } from "../import-request.ts";
import { ChunkKind } from "./chunk.ts";
import type { DatabaseFile } from "./database-file.ts";
import { readMessage } from "./records.ts";
import type { Body, Survey } from "./survey.ts";
import type { Target } from "./target.ts";

/** Named in a sentence, of those that are in the way. */
const NAMED = 3;

interface Parts {
  readonly request: DatabaseImport;
  readonly file: DatabaseFile;
  readonly survey: Survey;
}

/** Throws StartError where the target has what the database has, and nobody has said which counts. */
export function checkConflicts(parts: Parts, target: Target): void {
  const { onConflict, directory } = parts.request;
  const conflicts = onConflict === "refuse" ? describeConflicts(parts, target) : undefined;
  if (conflicts === undefined) return;
  const sentence = `nothing was written: ${directory} has ${conflicts}. Choose --keep-existing or --overwrite`;
  throw importFailure("import-conflict", sentence);
}

/** What the target has of what the database has, in words; undefined: nothing. */
export function describeConflicts({ file, survey }: Parts, target: Target): string | undefined {
  if (target.snapshot === undefined) return undefined;
  const sessions: string[] = [];
  for (const { clientId, state } of survey.clients.values())
    if (state === "there" && target.hasSession(clientId)) sessions.push(clientId);
  const topics = new Set<string>();
  for (const topic of retainedTopics(file, survey)) if (target.hasRetained(topic)) topics.add(topic);
  const found = [
    ...(sessions.length > 0
      ? [`${figures(sessions.length)} of these sessions already (${named(sessions)})`]
      : []),
    ...(topics.size > 0
      ? [`retained messages at ${figures(topics.size)} of these topics already (${named([...topics])})`]
      : []),
  ];
  return found.length === 0 ? undefined : found.join(", and ");
}

function named(names: readonly string[]): string {
  return names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ", …" : "");
}

function* retainedTopics(file: DatabaseFile, { retained, unreleased }: Survey): Generator<string> {
  const recordOf = (body: Body) => readMessage(file.chunkAt(ChunkKind.Message, body));
  for (const body of retained) yield recordOf(body).topic;
  for (const { body } of unreleased) {
    const { retain, topic } = recordOf(body);
    if (retain) yield topic;
  }
}
