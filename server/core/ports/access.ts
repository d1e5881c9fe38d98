import type { Connect } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Peer } from "./wire.ts";

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
