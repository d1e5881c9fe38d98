import { type RefObject, useCallback } from "react";
import { copyText } from "../../lib/clipboard.ts";
import { clientAddress, topicAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { bytesOf, textOf } from "../../lib/payload.ts";
import { useListCommands } from "../../lib/use-list-commands.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import type { WillRow } from "./will-row.ts";

/** The commands of a row. */
export function useWillMenu(onFilter: (filter: string) => void) {
  const texts = useTexts().wills.actions;
  return useCallback(
    ({ will }: WillRow): readonly MenuItem[] => {
      const go = (address: string) => navigate(address);
      const { clientId, topic, payload } = will;
      return [
        { id: "client", title: texts.openClient, run: () => go(clientAddress(clientId, location.search)) },
        { id: "topic", title: texts.openTopic, run: () => go(topicAddress(topic, location.search)) },
        { id: "only", title: texts.onlyClient, run: () => onFilter(clientId) },
        { kind: "line", id: "line" },
        { id: "copyClient", title: texts.copyClient, run: () => void copyText(clientId) },
        { id: "copyTopic", title: texts.copyTopic, run: () => void copyText(topic) },
        {
          id: "copyPayload",
          title: texts.copyPayload,
          isDisabled: payload === "",
          run: () => void copyText(textOf(bytesOf(payload)) ?? payload),
        },
      ];
    },
    [texts, onFilter],
  );
}

/** What can be done in the view of wills. */
export function useWillCommands(
  filter: RefObject<HTMLInputElement | null>,
  close: (() => void) | undefined,
): void {
  useListCommands("wills", useTexts().wills, filter, close);
}
