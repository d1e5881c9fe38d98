import type { RecoveryReport, StoreDamage } from "../../../server/adapters/http/contract/store.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { useCountedThings } from "./use-counted-things.ts";

export interface StoreRecoveryProps {
  readonly report: RecoveryReport;
  /** An instant of the broker's clock on the reader's. */
  readonly toLocal: (at: number) => number;
}

/** What the last start took up of what was kept, left out, and found damaged. */
export function StoreRecovery({ report, toLocal }: StoreRecoveryProps) {
  const texts = useTexts().store;
  const format = useFormat();
  const list = useCountedThings();
  const { sessions, retained, queued, leftOut, damage } = report;
  const takenUp = list({ sessions, retained, queued });
  const isWhole = leftOut === undefined && damage === undefined;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FactList>
        <Fact name={texts.lastStart}>
          <Age at={toLocal(report.at)} />
          <span className="text-muted">{format.dateTime(toLocal(report.at))}</span>
        </Fact>
        <Fact name={texts.takenUp}>{takenUp ?? (isWhole ? texts.wasEmpty : texts.nothing)}</Fact>
        {takenUp !== undefined && <Fact name={texts.took}>{format.duration(report.milliseconds)}</Fact>}
      </FactList>
      {isWhole && takenUp !== undefined && <p className="text-sm text-muted">{texts.allTakenUp}</p>}
      {leftOut !== undefined && (
        <ErrorNote
          tone="warn"
          what={texts.leftOut(list(leftOut) ?? texts.nothing)}
          why={texts.leftOutWhy(leftOut.reason)}
          todo={texts.leftOutTodo}
        />
      )}
      {damage !== undefined && <Damage damage={damage} />}
    </div>
  );
}

function Damage({ damage }: { damage: StoreDamage }) {
  const texts = useTexts().store;
  const list = useCountedThings();
  const dropped = list(damage.dropped);
  return (
    <>
      <ErrorNote what={texts.damaged} why={texts.damagedWhy} todo={texts.damagedTodo} />
      <FactList>
        {damage.setAside.length > 0 && (
          <Fact name={texts.setAside} explanation={texts.setAsideTip}>
            <span className="flex min-w-0 flex-col">
              {damage.setAside.map((name) => (
                <CopyableValue key={name} value={name} what={texts.fileName} />
              ))}
            </span>
          </Fact>
        )}
        <Fact name={texts.saved}>{list(damage.saved) ?? texts.nothing}</Fact>
        <Fact name={texts.lost}>
          <Lost damage={damage} />
        </Fact>
        {dropped !== undefined && (
          <Fact name={texts.dropped} explanation={texts.droppedTip}>
            {dropped}
          </Fact>
        )}
      </FactList>
      {damage.mayBeOutdated && <p className="text-warn">{texts.outdated}</p>}
    </>
  );
}

function Lost({ damage: { lostRecords, lostBatches } }: { damage: StoreDamage }) {
  const texts = useTexts().store;
  const format = useFormat();
  const parts = [
    ...(lostRecords === undefined ? [texts.lostUnknown] : []),
    ...(lostRecords !== undefined && lostRecords > 0 ? [texts.lostRecords(lostRecords)] : []),
    ...(lostBatches > 0 ? [texts.lostBatches(lostBatches)] : []),
  ];
  return parts.length === 0 ? texts.nothingLost : format.list(parts);
}
