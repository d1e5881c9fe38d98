import { useCallback } from "react";
import { useAsk } from "../../bridge/hooks.ts";
import { copyText } from "../../lib/clipboard.ts";
import { topicAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { textOf } from "../../lib/payload.ts";
import { openPublish } from "../../lib/publish-draft.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import type { StoredMessage, StreamRow } from "../../worker/messages.ts";
import { base64Of } from "./base64.ts";

interface StreamActions {
  readonly onText: (text: string) => void;
  readonly onOpen: (row: StreamRow | undefined) => void;
  /** Position of the row that is open. */
  readonly opened: number | undefined;
}

/** What can be done with a message, for the menu of its row. */
export function useStreamMenu({ onText, onOpen, opened }: StreamActions) {
  const texts = useTexts().messages;
  const ask = useAsk();
  return useCallback(
    (row: StreamRow): readonly MenuItem[] => {
      const withMessage = async (use: (message: StoredMessage) => void) => {
        const message = await ask("readStreamMessage", { sequence: row.sequence });
        if (message) use(message);
      };
      const isOpen = row.position === opened;
      return [
        {
          id: "open",
          title: isOpen ? texts.close : texts.open,
          keys: "Enter",
          run: () => onOpen(isOpen ? undefined : row),
        },
        { kind: "line", id: "line-1" },
        { id: "copy-topic", title: texts.copyTopic, run: () => void copyText(row.topic) },
        {
          id: "copy-payload",
          title: texts.copyPayload,
          run: () => void withMessage(({ payload }) => void copyText(textOf(payload) ?? base64Of(payload))),
        },
        { kind: "line", id: "line-2" },
        { id: "filter", title: texts.filterTopic, run: () => onText(`topic:${row.topic}`) },
        {
          id: "topics",
          title: texts.showInTopics,
          run: () => navigate(topicAddress(row.topic, location.search)),
        },
        {
          id: "publish",
          title: texts.publishAgain,
          run: () =>
            void withMessage(({ topic, payload, qos, retain }) =>
              openPublish({ topic, payload, qos, retain }),
            ),
        },
      ];
    },
    [texts, ask, onText, onOpen, opened],
  );
}
