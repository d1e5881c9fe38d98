import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { tip } from "../../ui/tip.ts";
import type { StreamWindow } from "../../worker/messages.ts";

/** The bounds of the stream in the worker (web/worker/stream/stream.ts). */
const MAXIMUM_MESSAGES = 100_000;
const MAXIMUM_BYTES = 67_108_864;

/** Below the stream: what is kept, what it costs, what was let go. */
export function StreamStatus({ window }: { window: StreamWindow }) {
  const texts = useTexts().messages;
  const format = useFormat();
  const { held, heldBytes, evicted, start, end, filterText } = window;
  const shown = end - start;
  const isFiltered = filterText !== "" || shown !== held;
  return (
    <div
      role="status"
      className="flex h-6 shrink-0 items-center gap-4 overflow-hidden border-t bg-panel px-2 text-sm whitespace-nowrap text-muted"
    >
      {isFiltered && <span className="text-ink">{texts.found(format.exact(shown), format.exact(held))}</span>}
      {window.isSearching && <span>{texts.searching}</span>}
      <span {...tip(texts.heldTip)}>{texts.held(held)}</span>
      <span>{texts.heldBytes(format.bytes(heldBytes), format.bytes(MAXIMUM_BYTES))}</span>
      <span
        {...tip(texts.evictedTip(format.exact(MAXIMUM_MESSAGES), format.bytes(MAXIMUM_BYTES)))}
        className={evicted > 0 ? "text-warn" : undefined}
      >
        {evicted > 0 ? texts.evicted(evicted) : texts.nothingEvicted}
      </span>
    </div>
  );
}
