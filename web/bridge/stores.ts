import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  BranchWindow,
  ConnectionState,
  Cost,
  Fault,
  HistoryWindow,
  LabClientState,
  LabLog,
  StreamWindow,
  TopicDetail,
  TopicRow,
  TopicWindow,
} from "../worker/messages.ts";

/** The tree as the page draws it. A row object stays the same until something in it changes. */
export interface TopicsView {
  readonly window: TopicWindow;
  readonly rows: ReadonlyMap<number, TopicRow>;
}

/** The selected topic or branch. */
export interface DetailView {
  readonly detail: TopicDetail | undefined;
  readonly history: HistoryWindow | undefined;
  readonly branch: BranchWindow | undefined;
}

export interface LabView {
  readonly clients: readonly LabClientState[];
  readonly log: LabLog | undefined;
}

/** What the worker says, for the page to read. Only frames.ts writes them. */
export interface LiveStores {
  readonly connection: StoreApi<ConnectionState>;
  readonly topics: StoreApi<TopicsView>;
  readonly detail: StoreApi<DetailView>;
  readonly stream: StoreApi<StreamWindow>;
  readonly lab: StoreApi<LabView>;
  readonly cost: StoreApi<Cost>;
  /** Faults of the page's own machinery, newest last. */
  readonly faults: StoreApi<readonly Fault[]>;
}

const DETACHED: ConnectionState = {
  connection: { phase: "detached" },
  broker: "own",
  url: "",
  clientId: "",
  baseFilters: [],
  retainedMark: "live",
  isPaused: false,
  waitingMessages: 0,
};

const EMPTY_TREE: TopicWindow = {
  total: 0,
  first: 0,
  rowIds: [],
  topicCount: 0,
  waitingRows: 0,
  filter: { text: "", problem: undefined, phase: "none", matches: 0, searched: 0, toSearch: 0 },
  selectedId: undefined,
  selectedRow: -1,
};

const EMPTY_STREAM: StreamWindow = {
  start: 0,
  end: 0,
  rows: [],
  subscriptions: [],
  held: 0,
  heldBytes: 0,
  evicted: 0,
  filterText: "",
  filterProblem: undefined,
  isSearching: false,
};

const NOTHING_SPENT: Cost = {
  messages: 0,
  bytes: 0,
  messagesPerSecond: 0,
  bytesPerSecond: 0,
  topics: 0,
  skippedTopics: 0,
  maximumTopics: 0,
  lastValueBytes: 0,
  historyBytes: 0,
  historyBudgetBytes: 0,
  historyMessages: 0,
  evictedMessages: 0,
  historyFloor: 0,
  indexBytes: 0,
  streamBytes: 0,
  workerLagMilliseconds: 0,
  workerBusy: 0,
};

/** Stores as they are before the worker has said anything. */
export function createLiveStores(): LiveStores {
  return {
    connection: createStore(() => DETACHED),
    topics: createStore<TopicsView>(() => ({ window: EMPTY_TREE, rows: new Map() })),
    detail: createStore<DetailView>(() => ({ detail: undefined, history: undefined, branch: undefined })),
    stream: createStore(() => EMPTY_STREAM),
    lab: createStore<LabView>(() => ({ clients: [], log: undefined })),
    cost: createStore(() => NOTHING_SPENT),
    faults: createStore<readonly Fault[]>(() => []),
  };
}
