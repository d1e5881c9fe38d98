import type { PageRole } from "../../../core/ports/wire.ts";

/** Why a login is over: by its user, by its time, with its user's line in the file, or because too many newer ones came. */
export type LoginEnd = "logged-out" | "expired" | "user-changed" | "crowded-out";

/** What happens at the login of the page and the API. `address` is where the request came from. */
export type LoginEvent = { readonly address: string } & (
  | { readonly type: "loggedIn"; readonly user: string; readonly role: PageRole }
  | { readonly type: "loggedOut"; readonly user: string; readonly cause: LoginEnd }
  /** The user is the name that was given; undefined: a token was. */
  | { readonly type: "loginFailed"; readonly user: string | undefined }
  /** For the first time, or again after a while. */
  | { readonly type: "tokenUsed"; readonly token: string; readonly role: PageRole }
  /** The token is one that has ended; undefined: none that is known. */
  | { readonly type: "tokenFailed"; readonly token: string | undefined }
  /** So many of them have failed that the next from this address has to wait. */
  | { readonly type: "heldOff"; readonly what: "logins" | "tokens"; readonly seconds: number }
);

/** Takes note of it. */
export type TellLogin = (event: LoginEvent) => void;
