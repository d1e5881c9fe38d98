import { useMemo } from "react";
import { useBridge, useInsideView } from "../../bridge/hooks.ts";
import { type FoundItem, type SearchSource, useSearchSource } from "../../lib/commands.ts";
import { clientAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useTexts } from "../../texts/use-texts.ts";

/** What fits into the palette beside other things. */
const SHOWN_CLIENTS = 8;

/** Lets the palette find sessions by client id, user and address. */
export function useClientSearch(): void {
  const { title } = useTexts().clients;
  const { presence } = useTexts().signs;
  const { inside } = useBridge();
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  const source = useMemo(
    (): SearchSource => ({
      id: "clients",
      section: title,
      search: async (query) => {
        if (isElsewhere) return [];
        const filter = query.trim();
        // out of reach: the palette still finds what the page itself knows
        const page = await inside.sessions({ filter, limit: SHOWN_CLIENTS }).catch(() => undefined);
        return (page?.items ?? []).map(
          ({ clientId, isConnected, peer }): FoundItem => ({
            id: clientId,
            title: clientId,
            detail: isConnected ? (peer?.address ?? presence.connected) : presence.away,
            isMonospace: true,
            run: () => navigate(clientAddress(clientId, location.search)),
          }),
        );
      },
    }),
    [title, presence, inside, isElsewhere],
  );
  useSearchSource(source);
}
