import { Problem } from "../problems.ts";

const SECOND = 1000;

/** The answer to who has to wait for so many milliseconds. */
export function tooManyLogins(wait: number): Problem {
  const seconds = Math.ceil(wait / SECOND);
  const detail = `Logins from this address failed too often; try again in ${seconds} s.`;
  return new Problem("too-many-logins", detail, undefined, seconds);
}
