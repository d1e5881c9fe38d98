import { useMemo, useState } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { InsideError } from "../../bridge/inside-client.ts";

export type ClientAction = "disconnect" | "end";

/** What was asked for, until it is confirmed or given up. */
export interface AskedAction {
  readonly clientId: string;
  readonly action: ClientAction;
  readonly phase: "asked" | "running" | "failed";
  readonly error: InsideError | undefined;
}

export interface ClientActions {
  readonly asked: AskedAction | undefined;
  /** Says what would happen; nothing does yet. */
  readonly ask: (clientId: string, action: ClientAction) => void;
  readonly confirm: () => void;
  readonly giveUp: () => void;
}

/** Disconnecting a client and ending its session, each after a word of what that means. */
export function useClientActions(onDone: () => void): ClientActions {
  const { inside } = useBridge();
  const [asked, setAsked] = useState<AskedAction>();
  return useMemo(() => {
    const run = async ({ clientId, action }: AskedAction) => {
      setAsked({ clientId, action, phase: "running", error: undefined });
      try {
        await (action === "disconnect" ? inside.disconnectSession(clientId) : inside.endSession(clientId));
        setAsked(undefined);
        onDone();
      } catch (error) {
        const known = error instanceof InsideError ? error : new InsideError(String(error), undefined);
        setAsked({ clientId, action, phase: "failed", error: known });
      }
    };
    return {
      asked,
      ask: (clientId, action) => setAsked({ clientId, action, phase: "asked", error: undefined }),
      confirm: () => asked && void run(asked),
      giveUp: () => setAsked(undefined),
    };
  }, [asked, inside, onDone]);
}
