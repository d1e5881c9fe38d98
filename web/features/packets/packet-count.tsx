import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { tip } from "../../ui/tip.ts";
import type { PacketBuffer } from "./packet-buffer.ts";

/** How many packets are shown, and how many are not there any more. */
export function PacketCount({ buffer, shown }: { buffer: PacketBuffer; shown: number }) {
  const texts = useTexts().packets;
  const format = useFormat();
  const { rows, missed, evicted } = buffer;
  const all = texts.count(rows.length);
  return (
    <div role="status" className="flex h-6 shrink-0 items-center gap-3 border-t px-2 text-sm text-muted">
      <span>{shown === rows.length ? all : texts.shown(format.exact(shown), all)}</span>
      {missed > 0 && (
        <span {...tip(texts.missedTip)} className="text-warn">
          {texts.missed(missed)}
        </span>
      )}
      {evicted > 0 && <span className="text-warn">{texts.evicted(evicted)}</span>}
    </div>
  );
}
