import { useState } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import type { StoredMessage } from "../../worker/messages.ts";

export interface WholeMessage {
  /** Whole once it was asked for; until then perhaps only its beginning. */
  readonly message: StoredMessage;
  readonly isLoading: boolean;
  /** It was asked for, and is no longer held. */
  readonly isGone: boolean;
  readonly load: () => void;
}

type Loaded =
  | { readonly step: "loading" | "gone"; readonly key: string }
  | { readonly step: "here"; readonly key: string; readonly message: StoredMessage };

/** A message that came cut, and the rest of it on request. */
export function useWholeMessage(message: StoredMessage): WholeMessage {
  const ask = useAsk();
  const [loaded, setLoaded] = useState<Loaded>();
  const { topicId, index } = message;
  const key = `${topicId} ${index}`;
  const current = loaded?.key === key ? loaded : undefined;
  const load = () => {
    setLoaded({ step: "loading", key });
    ask("readMessage", { topicId, index }).then((whole) =>
      setLoaded(whole ? { step: "here", key, message: whole } : { step: "gone", key }),
    );
  };
  return {
    message: current?.step === "here" ? current.message : message,
    isLoading: current?.step === "loading",
    isGone: current?.step === "gone",
    load,
  };
}
