import { useCallback, useEffect } from "react";
import { create } from "zustand";
import { NO_PROPERTIES } from "../../../protocol/packets.ts";
import { useAsk, useConnection, useLab, useProfiles, useSend } from "../../bridge/hooks.ts";
import { type ConnectDraft, connectOptionsFrom } from "../../lib/connect-draft.ts";
import { type Beginning, type LabIdentity, NO_BEGINNING, type PresetId, presetOf } from "./presets.ts";

const RANDOM_DIGITS = 4;

/** What clients are still to do once they are connected, by their keys. */
const useBeginnings = create<Readonly<Record<string, Beginning>>>(() => ({}));

/** A few letters that hardly come twice. */
export function randomName(): string {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value.toString(36).padStart(RANDOM_DIGITS, "0").slice(-RANDOM_DIGITS);
}

/** Where test clients connect: to the broker that the page looks at, as the page does. */
export function useLabTarget(): LabIdentity & { readonly url: string } {
  const url = useConnection((state) => state.url);
  const version = useConnection(({ connection }) =>
    "granted" in connection ? connection.granted.version : 5,
  );
  const profile = useProfiles((view) => view.profiles.find((one) => one.id === view.currentId));
  const { userName = "", password = "", isScram = false } = profile ?? {};
  return { url, version, userName, password, isScram };
}

/** Starts a client, a new one or one that there was, and gives its key. */
export function useStartClient(): (
  draft: ConnectDraft,
  url: string,
  beginning?: Beginning,
  key?: string,
) => string {
  const send = useSend();
  return useCallback(
    (draft, url, beginning = NO_BEGINNING, key = randomName()) => {
      useBeginnings.setState({ [key]: beginning });
      send({ type: "labStart", key, options: connectOptionsFrom(draft, url, draft.clientId) });
      for (const request of beginning.subscriptions) send({ type: "labSubscribe", key, request });
      return key;
    },
    [send],
  );
}

/** Starts a ready-made client and gives its key; not ready: the page does not know yet where to. */
export function useStartPreset(): {
  readonly isReady: boolean;
  readonly startPreset: (id: PresetId) => string;
} {
  const target = useLabTarget();
  const start = useStartClient();
  return {
    isReady: target.url !== "",
    startPreset: (id) => {
      const { draft, beginning } = presetOf(id, target, randomName());
      return start(draft, target.url, beginning);
    },
  };
}

/** Lets each client do what it is to begin with, as soon as it is connected. */
export function useLabBeginnings(): void {
  const send = useSend();
  const ask = useAsk();
  const clients = useLab((view) => view.clients);
  const beginnings = useBeginnings();
  useEffect(() => {
    for (const { key, lab } of clients) {
      const beginning = beginnings[key];
      if (!beginning || lab.phase !== "connected") continue;
      useBeginnings.setState(({ [key]: _, ...others }) => others, true);
      const published = beginning.messages.map((message) =>
        ask("labPublish", { key, message: { ...message, properties: NO_PROPERTIES } }),
      );
      if (beginning.isSilent) {
        void Promise.all(published).then(() => send({ type: "labEnd", key, ending: "silence" }));
      }
    }
  }, [clients, beginnings, send, ask]);
}
