import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

/** What the broker keeps on the disk, and how it stands. */
export const store = {
  title: "Store",
  durability: "Acknowledged is",
  durabilities: {
    memory: "kept in memory: nothing outlives the broker",
    commit:
      "safe from the death of the process, kill -9 included; a power failure may take the last half minute",
    fsync: "safe from a power failure too, as far as the disk keeps its word",
  },
  memoryWhat:
    "Durable sessions, what waits for them, retained messages and the counters are gone when the broker stops. With a data directory (--data) they are kept.",
  lastCommit: "Last commit",
  lastCommitTip:
    "When a change was made safe for the last time. A broker with nothing to write commits nothing.",
  noCommit: "nothing to write since the start",
  uncommitted: "Not safe yet",
  uncommittedTip: "Nobody has been told that these are safe: their acknowledgements wait.",
  journaled: "On its way to the file",
  journaledTip: "In the journal, so safe already; about once a second it goes to store.mdb.",
  changes: (count: number, bytes: string) => `${plural(count, "change", "changes")}, ${bytes}`,
  nothing: "nothing",
  file: "store.mdb",
  fileTip:
    "The file with everything that is kept. Room of what was deleted is used again; the file does not shrink.",
  journal: "Journal",
  journalTip: "What has happened since the file was written last.",
  lastStart: "Last start",
  took: "Took up all in",
  takenUp: "Taken up",
  wasEmpty: "nothing was kept: the data directory was empty",
  allTakenUp: "Everything that was kept was whole, and was taken up.",
  sessions: (count: number) => plural(count, "session", "sessions"),
  subscriptions: (count: number) => plural(count, "subscription", "subscriptions"),
  queued: (count: number) => plural(count, "queued message", "queued messages"),
  retained: (count: number) => plural(count, "retained message", "retained messages"),
  wills: (count: number) => plural(count, "will", "wills"),
  receivedPacketIds: (count: number) => plural(count, "open QoS 2 packet id", "open QoS 2 packet ids"),
  leftOut: (what: string) => `Not taken up: ${what}`,
  leftOutWhy: (reason: string) => `Of the first: ${reason}.`,
  leftOutTodo:
    "Retained messages stay stored, and are there again after a start with a higher limit. Queued messages and wills are dropped.",
  damaged: "Files were damaged when the broker started",
  damagedWhy: "The disk or another program has cut them off or overwritten them.",
  damagedTodo: "Look at the disk. The files that were set aside can be removed when nobody needs them.",
  setAside: "Set aside as",
  setAsideTip: "Damaged files, unchanged, under these names in the data directory. None is ever removed.",
  fileName: "name of the file",
  saved: "Saved",
  lost: "Lost",
  lostRecords: (count: number) => plural(count, "record of the file", "records of the file"),
  lostUnknown: "records of the file: nobody can know how many",
  lostBatches: (count: number) =>
    `at least ${plural(count, "write of the journal", "writes of the journal")}`,
  nothingLost: "no record that is known of",
  dropped: "Dropped with it",
  droppedTip:
    "It could be read, and is of no use without what is lost: a place in a queue without its message.",
  outdated: "Some of it may be older than it was: what was changed or removed may be as it was before.",
  failing: {
    what: "The broker cannot write to its data directory",
    since: (time: string, age: string) =>
      `Since ${time}, for ${age}, what must be kept is not acknowledged, or refused: clients stay connected and wait.`,
    meanwhile: "What was acknowledged before is safe.",
    todo: "Make room on the disk or mend it: the broker tries on, and this note goes when it succeeds.",
    status: "store cannot write",
    statusTip:
      "What clients send is not acknowledged until the broker can write again. Opens the view of the broker.",
  },
};
