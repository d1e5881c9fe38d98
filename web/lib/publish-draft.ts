import { create } from "zustand";
import type { Properties, QoS } from "../../protocol/packets.ts";

/** What a view asks the publish panel to be filled with; what is absent stays as it is in the form. */
export interface PublishDraft {
  readonly topic: string;
  readonly payload?: Uint8Array;
  readonly qos?: QoS;
  readonly retain?: boolean;
  readonly properties?: Properties;
}

interface PublishRequests {
  readonly draft: PublishDraft | undefined;
  /** Grows with each request, so that the same one twice is two. */
  readonly sequence: number;
}

/** The last request to the publish panel: views ask, the panel answers by opening. */
export const usePublishRequests = create<PublishRequests>(() => ({ draft: undefined, sequence: 0 }));

/** Opens the publish panel with this in its form. */
export function openPublish(draft: PublishDraft): void {
  usePublishRequests.setState(({ sequence }) => ({ draft, sequence: sequence + 1 }));
}
