import type { Publish } from "../../protocol/packets.ts";
import type { LinkOptions } from "./broker-link.ts";
import { importFailure } from "./import-failure.ts";
import type { BrokerImport } from "./import-request.ts";
import { readRetained } from "./read-retained.ts";
import { Spool } from "./spool.ts";
import { type Written, writeRetained } from "./write-retained.ts";

/** Named in a sentence, of those that are in the way. */
const NAMED_TOPICS = 3;
const NOTHING: Written = { accepted: 0, refused: 0, refusal: undefined };

/** Copies retained messages from one broker to another; returns what to print. Throws StartError. */
export async function copyRetained(
  request: BrokerImport,
  source: LinkOptions,
  target: LinkOptions,
): Promise<string> {
  const spool = new Spool();
  try {
    const { found, missing } = await readRetained(source, request.filters, (publish) => spool.add(publish));
    const existing = await existingTopics(request, spool, target);
    if (request.onConflict === "refuse" && existing.size > 0 && !request.isDryRun)
      throw conflict(target, existing);
    const written = request.isDryRun ? NOTHING : await writeRetained(target, withoutTopics(spool, existing));
    const outcome = request.isDryRun
      ? `nothing was written: ${found} retained messages found at ${source.address.name}, ${existing.size} of their topics have one at ${target.address.name}`
      : `${written.accepted} of ${found} retained messages copied from ${source.address.name} to ${target.address.name}${kept(existing)}`;
    checkComplete(outcome, missing, written);
    return outcome;
  } finally {
    spool.close();
  }
}

/** Those of the topics that have a message at the target; not asked for where that makes no difference. */
async function existingTopics(
  { filters, onConflict, isDryRun }: BrokerImport,
  spool: Spool,
  target: LinkOptions,
): Promise<ReadonlySet<string>> {
  const existing = new Set<string>();
  if (onConflict === "overwrite" && !isDryRun) return existing;
  const there = new Set<string>();
  await readRetained(target, filters, ({ topic }) => void there.add(topic));
  for (const { topic } of spool.messages()) if (there.has(topic)) existing.add(topic);
  return existing;
}

function* withoutTopics(spool: Spool, topics: ReadonlySet<string>): Generator<Publish> {
  for (const message of spool.messages()) if (!topics.has(message.topic)) yield message;
}

function kept({ size }: ReadonlySet<string>): string {
  return size === 0 ? "" : `; ${size} topics had one there, which was kept`;
}

function conflict({ address }: LinkOptions, topics: ReadonlySet<string>) {
  const named = [...topics].slice(0, NAMED_TOPICS).join(", ");
  const more = topics.size > NAMED_TOPICS ? ", …" : "";
  return importFailure(
    "import-conflict",
    `nothing was written: ${address.name} has retained messages at ${topics.size} of these topics already (${named}${more}). Choose --keep-existing or --overwrite`,
  );
}

/** What did not come, or was not taken, makes the import a failure, whatever else was copied. */
function checkComplete(outcome: string, missing: number, { refused, refusal }: Written): void {
  const problems: string[] = [];
  if (missing > 0) {
    problems.push(
      `the broker to read from counts ${missing} more; it keeps those to itself that the user may not read, or has dropped some (in mosquitto: max_queued_messages)`,
    );
  }
  if (refused > 0) problems.push(`${refused} were refused, the first one ${refusal}`);
  if (problems.length > 0)
    throw importFailure("import-incomplete", `${outcome}. But ${problems.join("; and ")}`);
}
