import type { Connect } from "../../../protocol/packets.ts";
import { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Authenticator, Identity } from "../../core/ports/access.ts";
import { createDecoys } from "./decoys.ts";
import { type PasswordCheck, Passwords, preparedPassword } from "./passwords.ts";
import { saslPrep } from "./sasl-prep.ts";
import { createScram, SCRAM_SHA_256 } from "./scram.ts";
import type { ScramKeys } from "./scram-keys.ts";

/** Knows users by SCRAM-SHA-256, or by the user name and password of CONNECT. Who brings no credentials comes in as nobody. */
export function createUsers(
  users: ReadonlyMap<string, ScramKeys>,
  maximumWaitingLogins: number,
): Authenticator {
  const decoys = createDecoys(users);
  const passwords = new Passwords({ users, decoys, maximumWaiting: maximumWaitingLogins });
  return {
    methods: new Map([[SCRAM_SHA_256, createScram({ users, decoys })]]),
    identify: (connect) => identify(passwords, connect),
  };
}

function identify(passwords: Passwords, { userName, password }: Connect): Identity | Promise<Identity> {
  if (userName === undefined && password === undefined) return { kind: "accepted", userName: undefined };
  if (userName === undefined) return wrong("a password without a user name");
  if (password === undefined) return wrong("a user name without a password");
  const [name, secret] = [saslPrep(userName), preparedPassword(password)];
  if (name === undefined || secret === undefined) return WRONG;
  const check = passwords.check(name, secret);
  return check instanceof Promise ? check.then((known) => identityOf(name, known)) : identityOf(name, check);
}

function identityOf(userName: string, check: PasswordCheck): Identity {
  if (check === "right") return { kind: "accepted", userName };
  return check === "busy" ? BUSY : WRONG;
}

function wrong(reason: string): Identity {
  return { kind: "refused", reasonCode: ReasonCode.BadUserNameOrPassword, reason };
}

const WRONG = wrong("the user name or the password is wrong");

const BUSY: Identity = {
  kind: "refused",
  reasonCode: ReasonCode.ServerBusy,
  reason: "too many logins wait for their turn (maximum-waiting-logins)",
};
