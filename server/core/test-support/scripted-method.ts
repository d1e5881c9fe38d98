import { type Auth, PacketType } from "../../../protocol/packets.ts";
import type { ReasonCode } from "../../../protocol/reason-codes.ts";
import type { Authenticator, ExchangeStep } from "../ports/access.ts";
import type { Harness } from "./harness.ts";
import { textOf, utf8 } from "./packets.ts";

/** The one method that a scripted authenticator offers. */
export const METHOD = "SCRIPT";

/** An authenticator whose exchanges all follow one script; what clients said is kept. */
export interface Scripted {
  readonly authenticator: Authenticator;
  readonly said: (string | undefined)[];
}

/** Answers the first Authentication Data of an exchange with the first step, the second with the second. */
export function scripted(...steps: readonly (ExchangeStep | Promise<ExchangeStep>)[]): Scripted {
  const said: (string | undefined)[] = [];
  const begin = () => {
    const left = [...steps];
    return {
      next: (data: Uint8Array | undefined): ExchangeStep | Promise<ExchangeStep> => {
        said.push(textOf(data));
        const step = left.shift();
        if (step === undefined) throw new Error("the script has ended");
        return step;
      },
    };
  };
  return {
    authenticator: {
      methods: new Map([[METHOD, { begin }]]),
      identify: ({ userName }) => ({ kind: "accepted", userName }),
    },
    said,
  };
}

/** A step that asks on. */
export function challenge(data: string): ExchangeStep {
  return { kind: "continue", data: utf8(data) };
}

/** The step that lets a client in. */
export function accepted(userName: string | undefined, data?: string): ExchangeStep {
  return { kind: "accepted", userName, ...(data !== undefined && { data: utf8(data) }) };
}

/** AUTH as a client sends it. */
export function auth(reasonCode: ReasonCode, data?: string, authenticationMethod = METHOD): Auth {
  const authenticationData = data === undefined ? undefined : { authenticationData: utf8(data) };
  return {
    type: PacketType.Auth,
    reasonCode,
    properties: { authenticationMethod, ...authenticationData },
  };
}

/** Lets answers that have come be heard. */
export async function settle({ clock }: Harness): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  clock.endTick();
}
