import type { SubscriptionRequest } from "../../../protocol/packets.ts";
import { type ConnectDraft, NEW_CONNECT_DRAFT, NEW_WILL } from "../../lib/connect-draft.ts";
import { PLAIN_OPTIONS } from "../../ui/subscription-options.tsx";
import type { OutgoingMessage } from "../../worker/messages.ts";

export const PRESET_IDS = ["sensor", "durable", "silent"] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** What a client does once it is connected for the first time. */
export interface Beginning {
  readonly subscriptions: readonly SubscriptionRequest[];
  readonly messages: readonly Pick<OutgoingMessage, "topic" | "qos" | "retain" | "payload">[];
  readonly isSilent: boolean;
}

export interface Preset {
  readonly draft: ConnectDraft;
  readonly beginning: Beginning;
}

/** Whom test clients connect as, and with which MQTT: as the page does. */
export type LabIdentity = Pick<ConnectDraft, "version" | "userName" | "password" | "isScram">;

/** The form as it begins. */
export function newDraft(identity: LabIdentity): ConnectDraft {
  const { version, userName, password, isScram } = identity;
  return { ...NEW_CONNECT_DRAFT, version, userName, password, isScram };
}

export const NO_BEGINNING: Beginning = { subscriptions: [], messages: [], isSilent: false };

/** One of the ready-made clients; `name` tells it apart from others of its kind. */
export function presetOf(id: PresetId, identity: LabIdentity, name: string): Preset {
  const draft = newDraft(identity);
  const clientId = `${id}-${name}`;
  const statusTopic = `lab/${clientId}/status`;
  switch (id) {
    case "sensor": {
      const will = { ...NEW_WILL, topic: statusTopic, payload: "offline", qos: 1, retain: true } as const;
      const payload = new TextEncoder().encode("online");
      return {
        draft: { ...draft, clientId, will },
        beginning: { ...NO_BEGINNING, messages: [{ topic: statusTopic, payload, qos: 1, retain: true }] },
      };
    }
    case "durable":
      return {
        draft: { ...draft, clientId, cleanStart: false, sessionExpirySeconds: 3600 },
        beginning: { ...NO_BEGINNING, subscriptions: [{ ...PLAIN_OPTIONS, filter: "lab/#", qos: 1 }] },
      };
    case "silent": {
      const will = { ...NEW_WILL, topic: statusTopic, payload: "fell silent", qos: 1 } as const;
      return {
        draft: { ...draft, clientId, keepAliveSeconds: 10, will },
        beginning: { ...NO_BEGINNING, isSilent: true },
      };
    }
  }
}
