import { type KeyboardEvent, type RefObject, useCallback, useMemo } from "react";
import type { SessionSummary } from "../../../server/adapters/http/contract/sessions.ts";
import { copyText } from "../../lib/clipboard.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { matchesKeys, parseKeys } from "../../lib/keys.ts";
import { accessAddress, willsAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useTexts } from "../../texts/use-texts.ts";
import type { MenuItem } from "../../ui/menu-item.ts";
import { addressOf } from "./client-columns.tsx";
import type { ClientActions } from "./use-client-actions.ts";
import type { ClientQueryState } from "./use-client-query.ts";

export const DISCONNECT_KEY = "d";
export const END_KEY = "Delete";
const COPY_KEY = "c";
const FILTER_KEY = "/";
const CLOSE_KEY = "Escape";

export interface ClientCommandParts {
  readonly actions: ClientActions;
  readonly state: ClientQueryState;
  readonly open: (clientId: string) => void;
}

/** The commands of a row, for its menu; the keys beside them do the same. */
export function useClientMenu({ actions, state, open }: ClientCommandParts) {
  const texts = useTexts().clients.actions;
  return useCallback(
    (session: SessionSummary): readonly MenuItem[] => {
      const { clientId, userName, peer, isConnected } = session;
      const address = addressOf(session);
      const ask = (action: "disconnect" | "end") => {
        open(clientId);
        actions.ask(clientId, action);
      };
      return [
        { id: "open", title: texts.open, keys: "Enter", run: () => open(clientId) },
        { id: "copy", title: texts.copyId, keys: COPY_KEY, run: () => void copyText(clientId) },
        {
          id: "copyAddress",
          title: texts.copyAddress,
          isDisabled: address === undefined,
          run: () => void copyText(address ?? ""),
        },
        {
          id: "filterAddress",
          title: texts.filterAddress,
          isDisabled: peer === undefined,
          run: () => state.change({ filter: peer?.address ?? "" }),
        },
        { id: "wills", title: texts.showWills, run: () => navigate(willsAddress(clientId, location.search)) },
        {
          id: "rights",
          title: texts.askRights,
          run: () => navigate(accessAddress(clientId, userName, location.search)),
        },
        { kind: "line", id: "line" },
        {
          id: "disconnect",
          title: `${texts.disconnect}…`,
          keys: DISCONNECT_KEY,
          isDisabled: !isConnected,
          run: () => ask("disconnect"),
        },
        { id: "end", title: `${texts.end}…`, keys: END_KEY, isDangerous: true, run: () => ask("end") },
      ];
    },
    [texts, actions, state, open],
  );
}

/** The keys of a row that the list does not know itself; true when one was used. */
export function useClientRowKey({ actions, open }: Omit<ClientCommandParts, "state">) {
  return useCallback(
    (event: KeyboardEvent, { clientId, isConnected }: SessionSummary): boolean => {
      const is = (keys: string) => matchesKeys(parseKeys(keys), event);
      if (is(COPY_KEY)) void copyText(clientId);
      else if (is(END_KEY)) {
        open(clientId);
        actions.ask(clientId, "end");
      } else if (is(DISCONNECT_KEY) && isConnected) {
        open(clientId);
        actions.ask(clientId, "disconnect");
      } else return false;
      return true;
    },
    [actions, open],
  );
}

/** What can be done in the view of clients, for the palette, the sheet of shortcuts and the status line. */
export function useClientCommands(
  filter: RefObject<HTMLInputElement | null>,
  close: (() => void) | undefined,
): void {
  const { title, commands, actions } = useTexts().clients;
  const list = useMemo((): readonly Command[] => {
    const row = (id: string, words: string, keys: string): Command => ({
      id,
      title: words,
      section: title,
      keys,
    });
    return [
      {
        id: "clients.filter",
        title: commands.focusFilter,
        section: title,
        keys: FILTER_KEY,
        hint: commands.filterHint,
        run: () => filter.current?.focus(),
      },
      { ...row("clients.open", commands.open, "Enter"), hint: commands.openHint },
      row("clients.copy", actions.copyId, COPY_KEY),
      row("clients.disconnect", actions.disconnect, DISCONNECT_KEY),
      row("clients.end", actions.end, END_KEY),
      ...(close === undefined
        ? []
        : [
            {
              ...row("clients.close", commands.close, CLOSE_KEY),
              hint: commands.closeHint,
              run: close,
            },
          ]),
    ];
  }, [title, commands, actions, filter, close]);
  useCommands(list);
}
