import type { Connect } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { PageRole, Peer } from "./wire.ts";

/** A client that may come in. */
export interface Accepted {
  readonly kind: "accepted";
  readonly userName: string | undefined;
  /** Somebody who is logged in to the page, and known by that alone: its clients have any client id. */
  readonly isOfThePage?: boolean;
  /** The last Authentication Data of an enhanced authentication, for CONNACK or AUTH. */
  readonly data?: Uint8Array;
}

/** A client that may not come in, or whose authentication failed. */
export interface Refused {
  readonly kind: "refused";
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  /** Who it claimed to be, where not CONNECT says it but an exchange. */
  readonly userName?: string;
}

/** The outcome of looking at a CONNECT's credentials. */
export type Identity = Accepted | Refused;

/** The server's half of a step of an enhanced authentication (MQTT 5.0 §4.12): more is needed, or it is decided. */
export type ExchangeStep = { readonly kind: "continue"; readonly data: Uint8Array } | Identity;

/** One enhanced authentication of one client; it remembers how far it has come. */
export interface Exchange {
  /** Takes the client's Authentication Data. Is not called again before it has answered, nor after its decision. */
  next(data: Uint8Array | undefined): ExchangeStep | Promise<ExchangeStep>;
}

/** An Authentication Method (MQTT 5.0 §4.12). */
export interface EnhancedMethod {
  begin(): Exchange;
}

/** Tells who a client is. May answer later; a connection that is not in yet is not read meanwhile. */
export interface Authenticator {
  /** The methods offered for enhanced authentication, by the name on the wire. */
  readonly methods: ReadonlyMap<string, EnhancedMethod>;
  /** Looks at a CONNECT without Authentication Method. */
  identify(connect: Connect, peer: Peer): Identity | Promise<Identity>;
}

/** Who asks for a right. */
export interface Subject {
  readonly clientId: string;
  readonly userName: string | undefined;
}

/** What a client may do; asked synchronously, so compiled beforehand. */
export interface Acl {
  mayPublish(subject: Subject, topic: string): boolean;
  maySubscribe(subject: Subject, filter: string): boolean;
  mayReceive(subject: Subject, topic: string): boolean;
}

/** What somebody wants to do with a topic; `subscribe` asks for a filter. */
export type Action = "publish" | "receive" | "subscribe";

/** A line of a file of rights, as it counts for one client. */
export interface RightsLine {
  /** From 1. */
  readonly line: number;
  /** As it stands in the file. */
  readonly text: string;
  readonly access: "read" | "write" | "readwrite" | "deny";
  /** A topic filter, with the client id and user name put in. */
  readonly filter: string;
  /** It stands for everybody, and the client id or user name may have been put in. */
  readonly isPattern: boolean;
}

/** What decides a question of rights: there is no file; the role of a user of the page; a line; or that no line speaks of it. */
export type Decider =
  | { readonly by: "no-file" }
  | { readonly by: "page-role"; readonly role: PageRole | undefined }
  | { readonly by: "line"; readonly line: RightsLine }
  | { readonly by: "no-line" };

/** The answer to "may X do Y?", for people who ask. */
export interface Ruling {
  readonly isAllowed: boolean;
  readonly decider: Decider;
  /** Of a filter: the lines that let a part of what it matches through, or hold a part of it back. */
  readonly partly: readonly RightsLine[];
  /** A pattern does not count for a client whose id or user name would widen it. */
  readonly barredBy: "client-id" | "user-name" | undefined;
}

/** Rights that can be explained; the answers are those that packets get. */
export interface ExplainingAcl extends Acl {
  explain(subject: Subject, action: Action, topic: string): Ruling;
}

/** A line of a file of rights that cannot be read. */
export interface RightsProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** What a text would allow if it counted. */
export type ReadRights =
  | { readonly kind: "rights"; readonly rights: ExplainingAcl }
  | { readonly kind: "problems"; readonly problems: readonly RightsProblem[] };

/** The file of rights, as people look at it. */
export interface RightsFile {
  readonly path: string;
  /** The text that counts now. */
  inForce(): string;
  /** What lies on the disk now. */
  onDisk():
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "unreadable"; readonly reason: string };
}

/** The rights of all clients, for people who ask of them. */
export interface RightsDesk {
  /** Those that count now. */
  readonly rights: ExplainingAcl;
  /** Undefined: there is none, and whoever is in may do everything. */
  readonly file: RightsFile | undefined;
  read(text: string): ReadRights;
}
