import { useConnection, useTopics } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** Why the tree shows nothing, and what to do. */
export function TreeEmpty({ onClearFilter }: { onClearFilter: () => void }) {
  const filter = useTopics((view) => view.window.filter);
  const texts = useTexts().topics;
  if (filter.phase === "searching") return null;
  if (filter.phase === "none") return <NothingHeard />;
  return (
    <EmptyState title={texts.noResult} text={texts.noResultWhat(filter.text)}>
      <div>
        <Button onClick={onClearFilter}>{texts.clearFilter}</Button>
      </div>
    </EmptyState>
  );
}

function NothingHeard() {
  const texts = useTexts().topics;
  const format = useFormat();
  const phase = useConnection(({ connection }) => connection.phase);
  const baseFilters = useConnection((state) => state.baseFilters);
  if (phase !== "connected" && phase !== "stale") {
    return <EmptyState title={texts.connecting} text={texts.connectingWhat} />;
  }
  if (baseFilters.length === 0) {
    return <EmptyState title={texts.nothingSubscribed} text={texts.nothingSubscribedWhat} />;
  }
  const filters = format.list(baseFilters.map(({ filter }) => filter));
  return <EmptyState title={texts.nothingYet} text={texts.nothingYetWhat(filters)} />;
}
