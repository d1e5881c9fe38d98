import { useCallback, useRef, useState } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { isFailedPublish } from "../../lib/explain-publish.ts";
import type { OutgoingMessage, PublishResult } from "../../worker/messages.ts";

/** What became of the last publish. */
export type Publishing =
  | { readonly phase: "idle" }
  | { readonly phase: "publishing" }
  | {
      readonly phase: "done";
      readonly result: PublishResult;
      readonly isClearing: boolean;
      /** Other clients that are subscribed to the topic; undefined where only the broker could know. */
      readonly reached: number | undefined;
    };

/** Publishing on the page's own connection, and what came of it. */
export function usePublishing() {
  const bridge = useBridge();
  const [publishing, setPublishing] = useState<Publishing>({ phase: "idle" });
  const latest = useRef(0);
  const publish = useCallback(
    async (message: OutgoingMessage): Promise<PublishResult> => {
      const sequence = ++latest.current;
      setPublishing({ phase: "publishing" });
      const isClearing = message.retain && message.payload.length === 0;
      const result = await bridge.ask("publish", { message });
      const show = (reached: number | undefined) => {
        if (latest.current !== sequence) return;
        // idle: it has been read, or the form is about another message by now
        setPublishing((before) =>
          before.phase === "idle" ? before : { phase: "done", result, isClearing, reached },
        );
      };
      show(undefined);
      const { broker, clientId } = bridge.stores.connection.getState();
      const isTaken = result.outcome === "sent" || result.outcome === "acknowledged";
      if (isTaken && broker === "own") {
        // who is subscribed is an extra: without it the result still stands
        bridge.inside.subscribers(message.topic).then(
          ({ items }) => show(new Set(items.map((one) => one.clientId).filter((id) => id !== clientId)).size),
          () => {},
        );
      }
      return result;
    },
    [bridge],
  );
  const dismiss = useCallback(() => setPublishing({ phase: "idle" }), []);
  const forgetSuccess = useCallback(() => {
    setPublishing((before) =>
      before.phase === "done" && !isFailedPublish(before.result) ? { phase: "idle" } : before,
    );
  }, []);
  return { publishing, publish, dismiss, forgetSuccess };
}
