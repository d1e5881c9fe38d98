import type { Framer } from "../../../protocol/codec/framer.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import { type Context, tell } from "../context.ts";
import { type Authentication, onAuthenticating } from "../packets/connect/authenticate.ts";
import { type Candidate, onConnect } from "../packets/connect/on-connect.ts";
import type { Subject } from "../ports/access.ts";

const NOTHING = new Uint8Array(0);

/** While it is asked who the client is, nothing is read; while the client is challenged, its AUTH is awaited (§4.12). */
type Stage = "connecting" | "authenticating" | "challenged";

/** What a connection that waited too long lacks. */
const MISSING: Readonly<Record<Stage, string>> = {
  connecting: "no CONNECT",
  authenticating: "nobody knew who the client is",
  challenged: "the client did not finish its authentication",
};

/** How far a connection has come that is not in yet (MQTT 5.0 §3.1, §4.12). */
export class Entrance {
  readonly #context: Context;
  readonly #candidate: Candidate;
  #stage: Stage = "connecting";
  #authentication: Authentication | undefined = undefined;
  /** Where its CONNECT lies, or what came instead. */
  #heard: Uint8Array = NOTHING;
  #heardStart = 0;
  #heardEnd = 0;

  constructor(context: Context, candidate: Candidate) {
    this.#context = context;
    this.#candidate = candidate;
  }

  /** Somebody else decides whether the client may come in; until then it is not read. */
  get isDeciding(): boolean {
    return this.#stage === "authenticating";
  }

  /** What it lacks when its time is over. */
  get missing(): string {
    const { connectTimeoutSeconds: seconds } = this.#context.limits;
    return `${MISSING[this.#stage]} within ${seconds} s (connect-timeout-seconds)`;
  }

  get #connect(): Uint8Array {
    return this.#heard.subarray(this.#heardStart, this.#heardEnd);
  }

  /** A packet came: CONNECT, or what answers a challenge. */
  onPacket(framer: Framer): void {
    const authentication = this.#authentication;
    framer.join();
    if (authentication === undefined) {
      this.#heard = framer.buffer;
      this.#heardStart = framer.start;
      this.#heardEnd = framer.end;
      onConnect(this.#context, this.#candidate, framer);
    } else onAuthenticating(this.#context, this.#candidate, authentication, framer);
  }

  /** The answer to a challenge comes next. */
  awaitAuth(authentication: Authentication): void {
    this.#stage = "challenged";
    this.#authentication = authentication;
  }

  /** It is asked who the client is. */
  pause(): void {
    this.#stage = "authenticating";
  }

  /**
   * Counts a connection that does not get in, keeps what it sent, and tells operators who it was, as far as it has said so.
   * `culprit` is the packet that breaks the specification, if one does; `unread` what has come and is no whole packet.
   */
  refused(
    reasonCode: ReasonCode,
    reason: string,
    client: Subject | undefined,
    culprit: Uint8Array | undefined,
    unread: Uint8Array,
  ): void {
    const { clientId, userName } = client ?? { clientId: undefined, userName: undefined };
    const { peer } = this.#candidate;
    const sent = { culprit, came: this.#heardEnd > 0 ? this.#connect : unread };
    this.#context.tracer.refused(this.#candidate, clientId, reasonCode, reason, sent);
    this.#context.counters.connectionsRefused++;
    tell(this.#context, { type: "clientRefused", clientId, userName, peer, reasonCode, reason });
  }
}
