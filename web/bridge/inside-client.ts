import type {
  AccessAnswer,
  AccessQuery,
  Reloaded,
  RightsFile,
  RightsPreview,
} from "../../server/adapters/http/contract/access.ts";
import type { LoginRequest, Me } from "../../server/adapters/http/contract/login.ts";
import { apiPaths, withQuery } from "../../server/adapters/http/contract/paths.ts";
import type {
  DemoState,
  Published,
  PublishRequest,
  SessionQueueQuery,
  SessionsQuery,
  SubscriptionsQuery,
  WillsQuery,
} from "../../server/adapters/http/contract/requests.ts";
import type {
  RetainedDeletion,
  RetainedMessage,
  RetainedQuery,
  RetainedSummary,
  Undone,
} from "../../server/adapters/http/contract/retained.ts";
import type { SessionQueue } from "../../server/adapters/http/contract/session-queue.ts";
import type { SessionDetail, SessionSummary } from "../../server/adapters/http/contract/sessions.ts";
import type {
  FaultyPacket,
  PacketsOf,
  Trace,
  TracedPacket,
  TraceRequest,
  TraceState,
} from "../../server/adapters/http/contract/trace.ts";
import type {
  BrokerInfo,
  EndedWill,
  Page,
  Problem,
  Subscription,
  Will,
} from "../../server/adapters/http/contract.ts";

/** The inside API said no (RFC 9457), or could not be reached: then `problem` is undefined. */
export class InsideError extends Error {
  readonly problem: Problem | undefined;

  constructor(message: string, problem: Problem | undefined) {
    super(message);
    this.name = "InsideError";
    this.problem = problem;
  }
}

const LOGIN_NEEDED = "/problems/login-needed";

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The inside API of our own broker, typed. `base` is where the page is served from, without a slash at its end. */
export class InsideClient {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #onLoginNeeded: () => void;

  constructor(base: string, fetcher: typeof fetch, onLoginNeeded: () => void) {
    this.#base = base;
    this.#fetch = fetcher;
    this.#onLoginNeeded = onLoginNeeded;
  }

  /** Who asks, and how one logs in. */
  me(): Promise<Me> {
    return this.#get(apiPaths.me, {}, undefined);
  }

  logIn(request: LoginRequest): Promise<Me> {
    return this.#send("POST", apiPaths.login, request);
  }

  logOut(): Promise<Me> {
    return this.#send("POST", apiPaths.logout);
  }

  broker(signal?: AbortSignal): Promise<BrokerInfo> {
    return this.#get(apiPaths.broker, {}, signal);
  }

  sessions(query: SessionsQuery, signal?: AbortSignal): Promise<Page<SessionSummary>> {
    return this.#get(apiPaths.sessions, query as Query, signal);
  }

  session(clientId: string, signal?: AbortSignal): Promise<SessionDetail> {
    return this.#get(apiPaths.session, { clientId }, signal);
  }

  /** What was sent to a session and is not finished, then what waits for it. */
  sessionQueue(query: SessionQueueQuery, signal?: AbortSignal): Promise<SessionQueue> {
    return this.#get(apiPaths.sessionQueue, query as Query, signal);
  }

  disconnectSession(clientId: string): Promise<{ clientId: string }> {
    return this.#send("POST", withQuery(apiPaths.sessionDisconnect, { clientId }));
  }

  endSession(clientId: string): Promise<void> {
    return this.#send("DELETE", withQuery(apiPaths.session, { clientId }));
  }

  subscriptions(query: SubscriptionsQuery, signal?: AbortSignal): Promise<Page<Subscription>> {
    return this.#get(apiPaths.subscriptions, query as Query, signal);
  }

  /** Subscriptions that a message on `topic` would reach. */
  subscribers(topic: string, signal?: AbortSignal): Promise<Page<Subscription>> {
    return this.#get(apiPaths.subscribers, { topic }, signal);
  }

  retained(query: RetainedQuery, signal?: AbortSignal): Promise<Page<RetainedSummary>> {
    return this.#get(apiPaths.retained, query as Query, signal);
  }

  retainedMessage(topic: string, signal?: AbortSignal): Promise<RetainedMessage> {
    return this.#get(apiPaths.retainedMessage, { topic }, signal);
  }

  deleteRetained(filter: string, isDryRun: boolean): Promise<RetainedDeletion> {
    return this.#send("DELETE", withQuery(apiPaths.retained, { filter, dryRun: isDryRun }));
  }

  undoRetained(id: string): Promise<Undone> {
    return this.#send("POST", `${apiPaths.retainedUndo}/${encodeURIComponent(id)}`);
  }

  /** Those that are due first come first, then those that are armed. */
  wills(query: WillsQuery, signal?: AbortSignal): Promise<Page<Will>> {
    return this.#get(apiPaths.wills, query as Query, signal);
  }

  /** Newest first. */
  endedWills(limit: number, signal?: AbortSignal): Promise<Page<EndedWill>> {
    return this.#get(apiPaths.endedWills, { limit }, signal);
  }

  /** May a client do it, and which line of the ACL file decides. */
  access(query: AccessQuery, signal?: AbortSignal): Promise<AccessAnswer> {
    return this.#get(apiPaths.access, query, signal);
  }

  rightsFile(signal?: AbortSignal): Promise<RightsFile> {
    return this.#get(apiPaths.accessFile, {}, signal);
  }

  /** What a changed ACL file would do. */
  previewRights(text: string): Promise<RightsPreview> {
    return this.#send("POST", apiPaths.accessPreview, { text });
  }

  /** Reads the files of users, rights and certificates again. */
  reloadFiles(): Promise<Reloaded> {
    return this.#send("POST", apiPaths.reload);
  }

  /** The trace that runs or the last one that did, and how many faulty packets are kept. */
  trace(signal?: AbortSignal): Promise<TraceState> {
    return this.#get(apiPaths.trace, {}, signal);
  }

  beginTrace(request: TraceRequest): Promise<Trace> {
    return this.#send("POST", apiPaths.trace, request);
  }

  endTrace(): Promise<Trace> {
    return this.#send("POST", apiPaths.traceEnd);
  }

  /** Ends it, and throws away what it kept. */
  discardTrace(): Promise<TraceState> {
    return this.#send("DELETE", apiPaths.trace);
  }

  /** Packets of the trace after a sequence number. */
  tracedPackets(after: number, limit: number, signal?: AbortSignal): Promise<PacketsOf<TracedPacket>> {
    return this.#get(apiPaths.tracePackets, { after, limit }, signal);
  }

  /** Packets that ended a connection, after a sequence number. */
  faultyPackets(after: number, limit: number, signal?: AbortSignal): Promise<PacketsOf<FaultyPacket>> {
    return this.#get(apiPaths.faultyPackets, { after, limit }, signal);
  }

  publish(message: PublishRequest): Promise<Published> {
    return this.#send("POST", apiPaths.publish, message);
  }

  runDemo(running: boolean): Promise<DemoState> {
    return this.#send("POST", apiPaths.demo, { running });
  }

  /** Where the stream of events is. */
  eventsUrl(types: readonly string[]): string {
    return this.#base + withQuery(apiPaths.events, { types: types.join(",") });
  }

  /** A path of the server as a whole address, for links. */
  addressOf(path: string): string {
    return this.#base + path;
  }

  #get<T>(path: string, query: Query, signal: AbortSignal | undefined): Promise<T> {
    return this.#request<T>(withQuery(path, query), signal ? { signal } : {});
  }

  #send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    const json =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    return this.#request<T>(path, { method, ...json });
  }

  async #request<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.#fetch(this.#base + path, init).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      throw new InsideError(`${path}: ${String(error)}`, undefined);
    });
    if (!response.ok) {
      const error = await refusal(path, response);
      if (error.problem?.type === LOGIN_NEEDED) this.#onLoginNeeded();
      throw error;
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

async function refusal(path: string, response: Response): Promise<InsideError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = isProblem(body) ? body : undefined;
  return new InsideError(problem?.detail ?? `${path}: HTTP ${response.status}`, problem);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "type" in body && "title" in body && "detail" in body;
}
