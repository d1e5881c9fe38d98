import type { Will } from "../../../server/adapters/http/contract.ts";
import { type InsideClient, InsideError } from "../../bridge/inside-client.ts";
import { useInside } from "../../bridge/use-inside.ts";
import type { Wills } from "./use-wills.ts";
import { clientOfNow, findWill, nowRow, type WillRow } from "./will-row.ts";

const RESOURCES = ["wills"] as const;
const NO_SUCH_SESSION = "/problems/no-such-session";

export interface SelectedWill {
  /** Nothing can be said yet. */
  readonly isLoading: boolean;
  /** Undefined: the broker has it no more. */
  readonly row: WillRow | undefined;
}

/** The will that is selected, wherever it stands in the lists, and what became of it. */
export function useSelectedWill(key: string | undefined, { nowRows, allEnded, ended }: Wills): SelectedWill {
  const clientId = key === undefined ? undefined : clientOfNow(key);
  const listed = nowRows.find((row) => row.key === key);
  const read = useInside(`will of ${clientId ?? ""}`, RESOURCES, (inside, signal) =>
    clientId === undefined ? Promise.resolve(undefined) : willOf(inside, clientId, signal),
  );
  if (key === undefined) return { isLoading: false, row: undefined };
  const current = listed ?? (read.data === undefined ? undefined : nowRow(read.data));
  const isLoading = read.state === "loading" || ended.state === "loading";
  return { isLoading, row: isLoading ? current : findWill(key, current, allEnded) };
}

async function willOf(
  inside: InsideClient,
  clientId: string,
  signal: AbortSignal,
): Promise<Will | undefined> {
  try {
    return (await inside.session(clientId, signal)).willRecord;
  } catch (error) {
    if (error instanceof InsideError && error.problem?.type === NO_SUCH_SESSION) return undefined;
    throw error;
  }
}
