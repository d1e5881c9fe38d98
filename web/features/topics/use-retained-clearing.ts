import { useEffect, useMemo, useRef, useState } from "react";
import { useBridge, useConnection } from "../../bridge/hooks.ts";
import { useBrokerFacts } from "../../bridge/use-broker-facts.ts";
import type { Explanation } from "../../lib/connection-end.ts";
import { explainPublish, isFailedPublish } from "../../lib/explain-publish.ts";
import type { Format } from "../../lib/format.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import {
  type Cleared,
  ClearingError,
  clearByPublishing,
  clearInside,
  type Forecast,
  forecast,
  type Undo,
} from "./retained-clearing.ts";
import { filterBelow, type TopicTarget } from "./topic-target.ts";

/** How far a clearing is; `idle`: none, or its story is over. */
export type ClearingState =
  | { readonly phase: "idle" }
  | { readonly phase: "asking"; readonly target: TopicTarget; readonly forecast: Forecast }
  | { readonly phase: "working"; readonly done: number; readonly total: number }
  | { readonly phase: "done"; readonly text: string; readonly undo: Undo | undefined }
  | { readonly phase: "failed"; readonly explanation: Explanation };

export interface RetainedClearing {
  readonly state: ClearingState;
  /** Clears one topic at once: an undo is offered. */
  readonly clear: (target: TopicTarget) => void;
  /** Counts what is retained at and below, and asks. */
  readonly askBelow: (target: TopicTarget) => void;
  /** Yes. */
  readonly confirm: () => void;
  readonly undo: (undo: Undo) => void;
  /** No, enough, or read. */
  readonly end: () => void;
}

const IDLE: ClearingState = { phase: "idle" };

/** Clearing retained messages: one at once, a branch after a question, both with an undo. */
export function useRetainedClearing(): RetainedClearing {
  const texts = useTexts();
  const format = useFormat();
  const { clear: words } = texts.topics;
  const bridge = useBridge();
  const isOwn = useConnection(({ broker }) => broker === "own");
  const { toLocal } = useBrokerFacts();
  const roleBarrier = useRoleBarrier("act");
  const barrier = isOwn ? roleBarrier : undefined;
  const [state, setState] = useState<ClearingState>(IDLE);
  const abort = useRef(new AbortController());

  const attempt = (what: string, work: () => Promise<ClearingState>) => {
    if (barrier !== undefined) {
      setState({ phase: "failed", explanation: { what, why: barrier, todo: "" } });
      return;
    }
    work().then(setState, (error: unknown) =>
      setState({ phase: "failed", explanation: explain(error, what, texts, format) }),
    );
  };
  const clearTopics = async (
    filter: string,
    topics: readonly string[],
    text: (cleared: Cleared) => string,
  ) => {
    abort.current = new AbortController();
    const onProgress = (done: number, total: number) =>
      total > 1 && setState({ phase: "working", done, total });
    const cleared = isOwn
      ? await clearInside(bridge, filter, toLocal)
      : await clearByPublishing(bridge, topics, { signal: abort.current.signal, onProgress });
    return { phase: "done", text: text(cleared), undo: cleared.undo } as const;
  };
  const orders = {
    clear: ({ path }: TopicTarget) =>
      attempt(words.failed, () => clearTopics(path, [path], () => words.cleared(path))),
    askBelow: (target: TopicTarget) =>
      attempt(words.failed, async () => {
        const counted = await forecast(bridge, target, isOwn);
        if (counted.count === 0) return { phase: "done", text: words.none(target.path), undo: undefined };
        return { phase: "asking", target, forecast: counted };
      }),
    confirm: () => {
      if (state.phase !== "asking") return;
      const { target, forecast } = state;
      setState({ phase: "working", done: 0, total: forecast.count });
      attempt(words.failed, () =>
        clearTopics(filterBelow(target.path), forecast.topics, ({ count }) => words.clearedMany(count)),
      );
    },
    undo: (undo: Undo) =>
      attempt(words.undoFailed, async () => {
        const { restored, kept } = await undo.run();
        const text = [words.restored(restored), kept > 0 ? words.kept(kept) : ""].filter(Boolean).join("; ");
        return { phase: "done", text, undo: undefined };
      }),
    end: () => {
      abort.current.abort();
      setState(IDLE);
    },
  };
  return { state, ...useSteady(orders) };
}

type Orders = Omit<RetainedClearing, "state">;

/** Functions that stay the same while what they do is renewed. */
function useSteady(orders: Orders): Orders {
  const latest = useRef(orders);
  useEffect(() => {
    latest.current = orders;
  });
  return useMemo(
    () => ({
      clear: (target) => latest.current.clear(target),
      askBelow: (target) => latest.current.askBelow(target),
      confirm: () => latest.current.confirm(),
      undo: (undo) => latest.current.undo(undo),
      end: () => latest.current.end(),
    }),
    [],
  );
}

function explain(error: unknown, what: string, texts: Catalogue, format: Format): Explanation {
  if (error instanceof ClearingError && isFailedPublish(error.result)) {
    return { ...explainPublish(error.result, texts, format), what };
  }
  const why = error instanceof Error ? error.message : String(error);
  return { what, why, todo: texts.topics.clear.retry };
}
