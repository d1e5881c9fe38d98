import type { Connect } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Peer } from "./wire.ts";

/** The outcome of looking at a CONNECT's credentials. */
export type Identity =
  | { readonly kind: "accepted"; readonly userName: string | undefined }
  | { readonly kind: "refused"; readonly reasonCode: ReasonCode; readonly reason: string };

/** Tells who a client is. May answer later; the connection reads nothing meanwhile. */
export interface Authenticator {
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
