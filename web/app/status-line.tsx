import { Fragment } from "react";
import { useCost, useFaults } from "../bridge/hooks.ts";
import { useCommandList } from "../lib/commands.ts";
import { describeKeys } from "../lib/keys.ts";
import { useIsNarrow } from "../lib/media.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { tip } from "../ui/tip.ts";
import { openOverlay } from "./overlays.tsx";
import { StoreFailureStatus } from "./store-failure.tsx";

const SHOWN_HINTS = 6;
/** Below this the worker keeps up. */
const NOTED_LAG_MILLISECONDS = 250;

/** What the page costs, what it left out, and the keys that work now. */
export function StatusLine() {
  const isNarrow = useIsNarrow();
  return (
    <footer className="row-start-4 flex h-6 min-w-0 items-center gap-4 overflow-hidden border-t bg-panel px-2 text-sm whitespace-nowrap text-muted sm:col-start-2 sm:row-start-3">
      <StoreFailureStatus />
      <Costs />
      <Faults />
      <span className="flex-1" />
      {!isNarrow && <Hints />}
    </footer>
  );
}

function Costs() {
  const texts = useTexts().shell.status;
  const format = useFormat();
  const cost = useCost((state) => state);
  const floor = format.exact(cost.historyFloor);
  const lag = cost.workerLagMilliseconds;
  return (
    <>
      <span {...tip(texts.topicsTip)}>{texts.topics(cost.topics)}</span>
      {cost.skippedTopics > 0 && (
        <span {...tip(texts.skippedTip(format.exact(cost.maximumTopics)))} className="text-warn">
          {texts.skipped(cost.skippedTopics)}
        </span>
      )}
      <span {...tip(texts.evictedTip)}>
        {cost.evictedMessages === 0 ? texts.nothingEvicted : texts.evicted(cost.evictedMessages)}
      </span>
      <span {...tip(texts.historyTip(format.exact(cost.historyMessages), floor))}>
        {texts.history(format.bytes(cost.historyBytes), format.bytes(cost.historyBudgetBytes))}
      </span>
      {lag >= NOTED_LAG_MILLISECONDS && (
        <span {...tip(texts.lagTip)} className="text-warn">
          {texts.lag(format.duration(lag))}
        </span>
      )}
    </>
  );
}

function Faults() {
  const texts = useTexts().shell.status;
  const faults = useFaults();
  if (faults.length === 0) return null;
  return (
    <button type="button" className="text-bad underline" onClick={() => openOverlay("faults")}>
      {texts.faults(faults.length)}
    </button>
  );
}

function Hints() {
  const texts = useTexts().shell;
  const commands = useCommandList((state) => state.commands);
  const hinted = commands.filter((command) => command.hint !== undefined && command.keys !== undefined);
  return (
    <div className="flex min-w-0 items-center gap-3 overflow-hidden">
      {hinted.slice(-SHOWN_HINTS).map((command) => (
        <Fragment key={command.id}>
          <span>
            <kbd className="font-sans text-ink">{describeKeys(command.keys ?? "")}</kbd> {command.hint}
          </span>
        </Fragment>
      ))}
      <button type="button" className="hover:text-ink" onClick={() => openOverlay("shortcuts")}>
        <kbd className="font-sans text-ink">?</kbd> {texts.shortcutsHint}
      </button>
    </div>
  );
}
