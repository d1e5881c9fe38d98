import type { OutgoingMessage } from "../../worker/messages.ts";
import type { LabDraft } from "./lab-draft.ts";

export const PRESET_IDS = ["sensor", "durable", "silent"] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** What a client does once it is connected for the first time. */
export interface Beginning {
  readonly subscriptions: readonly { readonly filter: string; readonly qos: 0 | 1 | 2 }[];
  readonly messages: readonly Pick<OutgoingMessage, "topic" | "qos" | "retain" | "payload">[];
  readonly isSilent: boolean;
}

export interface Preset {
  readonly draft: LabDraft;
  readonly beginning: Beginning;
}

/** The form as it begins. */
export function newDraft(target: Pick<LabDraft, "url" | "version" | "userName" | "password">): LabDraft {
  return {
    ...target,
    clientId: "",
    keepAliveSeconds: 30,
    cleanStart: true,
    sessionExpirySeconds: 0,
    will: undefined,
  };
}

export const NO_BEGINNING: Beginning = { subscriptions: [], messages: [], isSilent: false };

/** One of the ready-made clients; `name` tells it apart from others of its kind. */
export function presetOf(id: PresetId, target: Parameters<typeof newDraft>[0], name: string): Preset {
  const draft = newDraft(target);
  const clientId = `${id}-${name}`;
  const statusTopic = `lab/${clientId}/status`;
  switch (id) {
    case "sensor": {
      const will = { topic: statusTopic, payload: "offline", qos: 1, retain: true, delaySeconds: 0 } as const;
      const payload = new TextEncoder().encode("online");
      return {
        draft: { ...draft, clientId, will },
        beginning: { ...NO_BEGINNING, messages: [{ topic: statusTopic, payload, qos: 1, retain: true }] },
      };
    }
    case "durable":
      return {
        draft: { ...draft, clientId, cleanStart: false, sessionExpirySeconds: 3600 },
        beginning: { ...NO_BEGINNING, subscriptions: [{ filter: "lab/#", qos: 1 }] },
      };
    case "silent": {
      const will = {
        topic: statusTopic,
        payload: "fell silent",
        qos: 1,
        retain: false,
        delaySeconds: 0,
      } as const;
      return {
        draft: { ...draft, clientId, keepAliveSeconds: 10, will },
        beginning: { ...NO_BEGINNING, isSilent: true },
      };
    }
  }
}
