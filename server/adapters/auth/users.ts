import type { Connect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Authenticator, Identity } from "../../core/ports/access.ts";
import type { Peer } from "../../core/ports/wire.ts";
import { createDecoys, type Decoys } from "./decoys.ts";
import { Logins, type PasswordCheck } from "./logins.ts";
import type { PasswordUser } from "./passwords/password-file.ts";
import { preparedPassword, saslPrep } from "./sasl-prep.ts";
import { createScram, SCRAM_SHA_256 } from "./scram.ts";
import { deriveKeys, isSame, type ScramKeys, toBase64 } from "./scram-keys.ts";

/** What of a client's certificate is its user name. */
export type CertificateUserName = "none" | "common-name" | "subject";

/** Who may come in, and how it is known. */
export interface UserRules {
  /** Users of a SCRAM file; undefined: there is none. */
  readonly scram: ReadonlyMap<string, ScramKeys> | undefined;
  /** Users of mosquitto's password file; undefined: there is none. */
  readonly passwords: ReadonlyMap<string, PasswordUser> | undefined;
  /** By the listener that it came through. */
  readonly certificateUserNameOf: (peer: Peer) => CertificateUserName;
  /** Whether somebody without credentials may come in from there, without a user name. */
  readonly isAnonymousAllowed: (peer: Peer) => boolean;
}

/** Knows users by certificate, by SCRAM-SHA-256, or by user name and password; the rules may be replaced while it runs. */
export class Users implements Authenticator {
  #rules: UserRules;
  #decoys: Decoys;
  #methods: Authenticator["methods"];
  readonly #logins: Logins;

  constructor(rules: UserRules, maximumWaitingLogins: number) {
    this.#rules = rules;
    this.#decoys = createDecoys(rules.scram ?? new Map());
    this.#methods = methodsOf(rules.scram, this.#decoys);
    this.#logins = new Logins(maximumWaitingLogins);
  }

  get methods(): Authenticator["methods"] {
    return this.#methods;
  }

  /** From now on these rules count; returns the users who are not there any more, or have another password. */
  replace(rules: UserRules): ReadonlySet<string> {
    const before = this.#rules;
    this.#rules = rules;
    this.#decoys = createDecoys(rules.scram ?? new Map());
    this.#methods = methodsOf(rules.scram, this.#decoys);
    this.#logins.forget();
    return new Set(namesOf(before).filter((name) => secretOf(before, name) !== secretOf(rules, name)));
  }

  identify({ userName, password }: Connect, peer: Peer): Identity | Promise<Identity> {
    const { certificateUserNameOf, isAnonymousAllowed, scram, passwords } = this.#rules;
    const { certificate } = peer;
    const certificateUserName = certificate === undefined ? "none" : certificateUserNameOf(peer);
    if (certificate !== undefined && certificateUserName !== "none") {
      const name = certificateUserName === "subject" ? certificate.subject : certificate.commonName;
      return name === undefined || name === "" ? NAMELESS : { kind: "accepted", userName: name };
    }
    if (userName === undefined && password === undefined)
      return isAnonymousAllowed(peer) ? { kind: "accepted", userName: undefined } : ANONYMOUS;
    // without a file of users a user name is believed: it is shown, and grants nothing that others have not
    if (scram === undefined && passwords === undefined)
      return isAnonymousAllowed(peer) ? { kind: "accepted", userName } : ANONYMOUS;
    if (userName === undefined) return wrong("a password without a user name");
    if (password === undefined) return wrong("a user name without a password");
    return this.#logIn(userName, password);
  }

  #logIn(userName: string, password: Uint8Array): Identity | Promise<Identity> {
    const { scram, passwords } = this.#rules;
    const isOfPasswords = passwords !== undefined && (scram === undefined || passwords.has(userName));
    const name = isOfPasswords ? userName : saslPrep(userName);
    if (name === undefined || password.length === 0) return WRONG;
    const verify = isOfPasswords
      ? () => verifyByFile(passwords, name, password)
      : () => this.#verifyByKeys(name, password);
    const check = this.#logins.check(name, password, verify);
    return check instanceof Promise
      ? check.then((known) => identityOf(name, known))
      : identityOf(name, check);
  }

  async #verifyByKeys(userName: string, password: Uint8Array): Promise<boolean> {
    // a user that does not exist takes as long as one that does
    const known = this.#rules.scram?.get(userName);
    const { salt, iterations, storedKey } = known ?? this.#decoys(userName);
    const prepared = preparedPassword(password);
    if (prepared === undefined) return false;
    const derived = await deriveKeys(prepared, salt, iterations);
    return isSame(derived.storedKey, storedKey) && known !== undefined;
  }
}

/** A user that does not exist takes as long as one that does. */
async function verifyByFile(
  users: ReadonlyMap<string, PasswordUser>,
  userName: string,
  password: Uint8Array,
): Promise<boolean> {
  const known = users.get(userName);
  const { verify } = known ?? users.values().next().value ?? {};
  const isRight = (await verify?.(password)) === true;
  return isRight && known !== undefined;
}

function namesOf({ scram, passwords }: UserRules): string[] {
  return [...(scram?.keys() ?? []), ...(passwords?.keys() ?? [])];
}

/** Differs where the password does. */
function secretOf({ scram, passwords }: UserRules, userName: string): string | undefined {
  const keys = scram?.get(userName);
  return keys === undefined ? passwords?.get(userName)?.hash : toBase64(keys.storedKey);
}

function methodsOf(scram: UserRules["scram"], decoys: Decoys): Authenticator["methods"] {
  return scram === undefined ? new Map() : new Map([[SCRAM_SHA_256, createScram({ users: scram, decoys })]]);
}

function identityOf(userName: string, check: PasswordCheck): Identity {
  if (check === "right") return { kind: "accepted", userName };
  return check === "busy" ? BUSY : WRONG;
}

function wrong(reason: string): Identity {
  return { kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword, reason };
}

const WRONG = wrong("the user name or the password is wrong");

const ANONYMOUS: Identity = {
  kind: "refused",
  reasonCode: ReasonCode.NotAuthorized,
  reason: "nobody comes in here without a user name and password",
};

const NAMELESS: Identity = {
  kind: "refused",
  reasonCode: ReasonCode.NotAuthorized,
  reason: "the client's certificate has no name in it (certificate-user-name)",
};

const BUSY: Identity = {
  kind: "refused",
  reasonCode: ReasonCode.ServerBusy,
  reason: "too many logins wait for their turn (maximum-waiting-logins)",
};
