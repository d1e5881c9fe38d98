import { addressGroup } from "./connection/address-group.ts";
import type { Clock } from "./ports/clock.ts";
import type { Policy } from "./ports/policy.ts";

const MILLISECONDS = 1000;
/** Takeovers that follow each other within this time belong together. */
const WINDOW = 30_000;
/** So many of them are no accident: a device that comes back does it once or twice. */
const TAKEOVERS_OF_A_FIGHT = 3;
/** How long one side is held off at first; each further takeover doubles it. */
const FIRST_HOLD = 2_000;
const LONGEST_HOLD = 60_000;
/** Client ids, and addresses of each, that are remembered. */
const KEPT_IDS = 10_000;
const KEPT_ADDRESSES = 8;

interface Fight {
  readonly since: number;
  takeovers: number;
  last: number;
  heldUntil: number;
  /** The address that lost the client id last. */
  loser: string;
  /** From where connections with the client id came, the last at the end. */
  readonly addresses: Set<string>;
}

/** Two or more clients that take one client id from each other again and again (MQTT 5.0 §3.1.4). */
export class IdFights {
  readonly #clock: Clock;
  readonly #winner: Policy["contestedClientId"];
  /** By client id, the last that was taken over at the end. */
  readonly #fights = new Map<string, Fight>();

  constructor(policy: Policy, clock: Clock) {
    this.#winner = policy.contestedClientId;
    this.#clock = clock;
  }

  /** A connection lost its client id to another one; returns who fights, from where and how often, if it is a fight. */
  takenOver(clientId: string, from: string, by: string): string | undefined {
    const now = this.#clock.now();
    const fight = this.#current(clientId) ?? newFight(now);
    fight.takeovers++;
    fight.last = now;
    fight.loser = addressGroup(from);
    for (const address of [from, by]) remember(fight.addresses, address);
    this.#fights.delete(clientId);
    this.#fights.set(clientId, fight);
    if (this.#fights.size > KEPT_IDS) this.#fights.delete(this.#fights.keys().next().value as string);
    const more = fight.takeovers - TAKEOVERS_OF_A_FIGHT;
    if (more < 0) return undefined;
    fight.heldUntil = now + Math.min(LONGEST_HOLD, FIRST_HOLD * 2 ** more);
    const seconds = Math.ceil((now - fight.since) / MILLISECONDS);
    return `taken over ${fight.takeovers} times in ${seconds} s, from ${[...fight.addresses].join(" and ")}`;
  }

  /** Seconds that a newcomer from this address has to stay away from a connected client id; undefined: it may have it. */
  heldOff(clientId: string, address: string): number | undefined {
    if (this.#winner === "take-turns") return undefined;
    const fight = this.#current(clientId);
    const left = (fight?.heldUntil ?? 0) - this.#clock.now();
    if (fight === undefined || left <= 0) return undefined;
    const isHeld = this.#winner === "older-stays" || fight.loser === addressGroup(address);
    return isHeld ? Math.ceil(left / MILLISECONDS) : undefined;
  }

  #current(clientId: string): Fight | undefined {
    const fight = this.#fights.get(clientId);
    if (fight === undefined) return undefined;
    return this.#clock.now() - Math.max(fight.last, fight.heldUntil) < WINDOW ? fight : undefined;
  }
}

function newFight(since: number): Fight {
  return { since, takeovers: 0, last: since, heldUntil: 0, loser: "", addresses: new Set() };
}

function remember(addresses: Set<string>, address: string): void {
  addresses.delete(address);
  addresses.add(address);
  if (addresses.size > KEPT_ADDRESSES) addresses.delete(addresses.values().next().value as string);
}
