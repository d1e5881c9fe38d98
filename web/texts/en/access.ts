import { pluralIn } from "../plural.ts";

const plural = pluralIn("en");

/** May X do Y, and what a changed file of rights would do. */
export const access = {
  tabs: { label: "Rights", question: "May it…?", file: "The file", fileChanged: "changed" },
  form: {
    label: "Who wants to do what",
    clientId: "Client id",
    user: "User name",
    userNone: "without one",
    action: "Wants to",
    actions: { publish: "publish on", subscribe: "subscribe to", receive: "receive from" },
    topic: "Topic",
    filter: "Topic filter",
    ask: "Ask",
    needsClient: "Say which client, perhaps one that is not there yet.",
    badTopic: "Not a topic name: it is empty, or holds + or #.",
    badFilter: "Not a topic filter: # may only be its last level, + only a whole one.",
  },
  asking: "Asking the broker…",
  verdict: {
    yes: "Yes, it may",
    no: "No, it may not",
    who: (clientId: string, user: string | undefined) =>
      user === undefined ? `${clientId}, without a user name,` : `${clientId}, user ${user},`,
    what: { publish: "publishes on", subscribe: "subscribes to", receive: "receives from" },
    because: {
      "no-file":
        "There is no ACL file: whoever is let in may do everything. Only $SYS topics are written by the broker alone.",
      "no-line": "No line of the file speaks of it, and what no line speaks of is not allowed.",
      "brokers-topic": "Topics that begin with $SYS are written by the broker alone, whatever a line says.",
    },
    line: (line: number) => `Line ${line} decides.`,
    filled: (filter: string) => `Filled in for this client it reads ${filter}`,
    pageRole: (role: string) =>
      `This is a user of the page: the role “${role}” decides, not the file. Everybody reads; “act” and “admin” publish.`,
    pageNobody: "The page has no such user, and no other client gets a name that begins with page:.",
    setting: (detail: string) => `A setting decides before the rights are asked: ${detail}.`,
    settingCode: "The client is answered",
    barred: {
      "client-id":
        "No pattern counts for this client: its client id holds +, # or /, which would widen them.",
      "user-name":
        "No pattern counts for this client: its user name holds +, # or /, which would widen them.",
    },
    deciding: "decides",
    partly: "What comes through this filter",
    partlyWhat:
      "A subscription is taken where something may come through it; each message is asked again. Lines that let a part through, or hold a part back:",
    through: "lets through",
    back: "holds back",
    lineWord: "Line",
    morePartly: (count: string) => `The first 100 of ${count} lines.`,
    around: "The file around this line",
  },
  start: {
    title: "Everybody who is let in may do everything",
    text: "An ACL file says who may publish and receive what. Without one nothing is held back.",
    write: "Write a file, mosquitto’s own format",
    serve: "Start the server with it",
    tryIt: "Or write lines below first, and see what they would cut off of what is here now.",
    tryAction: "Try a file",
  },
  hint: {
    title: "May this client do that?",
    text: "Ask for any client, topic and action. The broker answers as it would answer the packet, with the line that decides.",
  },
  file: {
    loading: "Reading the file…",
    same: (path: string) => `${path} on the disk is what counts.`,
    changed: (path: string) => `${path} on the disk is not what counts`,
    changedWhat: "It was changed and not read again. Below is what it would do.",
    unreadable: "The file on the disk cannot be read",
    unreadableWhat: "What was read before counts on.",
    reload: "Read the files again",
    reloadTip: "Reads the files of users, rights and certificates, as SIGHUP does.",
    reloading: "Reading…",
    reloaded: (count: number) =>
      `Read again. ${plural(count, "client was", "clients were")} disconnected because the user is gone or has another password.`,
    reloadFailed: "Nothing was read again",
    dismiss: "Hide",
    editor: "Candidate ACL file",
    ask: "What would it do?",
    asking: "Asking everything that is there…",
    revert: "Undo the edits",
    copy: "Copy the text",
    copyNote: "The page does not write the file: copy the text into it, then read the files again.",
    edited: "The text was changed since: ask again.",
  },
  preview: {
    title: "What it would do",
    same: "This is the text that counts now: nothing would change.",
    none: "Nothing that is here now would be cut off.",
    problems: (count: number) => `${plural(count, "line", "lines")} cannot be read`,
    problemsWhat: "The file would be refused as a whole, and what counts now would go on to count.",
    failed: "The broker could not say what it would do",
    sessions: (count: number) => `${plural(count, "session", "sessions")} would lose something.`,
    subscriptions: (count: number) => `${plural(count, "subscription", "subscriptions")} would end`,
    queues: (count: number) => `${plural(count, "waiting message", "waiting messages")} would be dropped`,
    queueOf: (messages: number, bytes: string) => `${plural(messages, "message", "messages")}, ${bytes}`,
    retainedSilenced: (count: number) =>
      `${plural(count, "retained message", "retained messages")} would reach nobody any more`,
    retainedSilencedWhat: "Whoever published there may not do so any more.",
    willsSilenced: (count: number) => `${plural(count, "will", "wills")} would not be published`,
    heard: "What is known to be allowed then",
    heardWhat: "Nobody knows which subscriptions clients would ask for anew.",
    retainedHeard: (count: number) =>
      `${plural(count, "retained message", "retained messages")} would be delivered again`,
    willsHeard: (count: number) => `${plural(count, "will", "wills")} would be published again`,
    firstOf: (shown: string, all: string) => `The first ${shown} of ${all}.`,
    noLine: "no line",
    lineIs: (line: number) => `line ${line}`,
    client: "Client",
    filter: "Filter",
    topic: "Topic",
    author: "Author",
    why: "By",
    waiting: "Waiting",
    away: "away",
  },
  commands: { ask: "Ask for a right", file: "What would a changed ACL file do?" },
};
