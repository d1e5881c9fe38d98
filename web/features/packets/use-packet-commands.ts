import { type RefObject, useCallback } from "react";
import { copyText } from "../../lib/clipboard.ts";
import { hexText } from "../../lib/hex.ts";
import { clientAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useListCommands } from "../../lib/use-list-commands.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import type { PacketRow } from "./packet-row.ts";

/** The commands of a row; `onFilter` takes a word of the filter. */
export function usePacketMenu(onFilter: (word: string) => void) {
  const texts = useTexts().packets.actions;
  return useCallback(
    ({ clientId = "", facts, name, bytes }: PacketRow): readonly MenuItem[] => {
      const topic = facts.topic ?? "";
      const narrow = (key: string, value: string) => () => onFilter(`${key}:${quoted(value)}`);
      return [
        {
          id: "onlyClient",
          title: texts.onlyClient,
          isDisabled: clientId === "",
          run: narrow("client", clientId),
        },
        { id: "onlyTopic", title: texts.onlyTopic, isDisabled: topic === "", run: narrow("topic", topic) },
        { id: "onlyType", title: texts.onlyType, run: narrow("type", name.toLowerCase()) },
        { kind: "line", id: "line" },
        {
          id: "openClient",
          title: texts.openClient,
          isDisabled: clientId === "",
          run: () => navigate(clientAddress(clientId, location.search)),
        },
        { id: "copyHex", title: texts.copyHex, run: () => void copyText(hexText(bytes)) },
      ];
    },
    [texts, onFilter],
  );
}

function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}

/** What can be done in the view of packets. */
export function usePacketCommands(
  filter: RefObject<HTMLInputElement | null>,
  close: (() => void) | undefined,
): void {
  useListCommands("packets", useTexts().packets, filter, close);
}
