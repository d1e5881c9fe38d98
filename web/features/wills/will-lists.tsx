import type { ReactElement } from "react";
import { useIsNarrow } from "../../lib/media.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { Splitter } from "../../ui/splitter.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import { useHeld } from "./use-held.ts";
import type { Wills } from "./use-wills.ts";
import { useEndedColumns, useNowColumns } from "./will-columns.tsx";
import { listsFor, type StateChoice, willParams } from "./will-params.ts";
import type { WillRow } from "./will-row.ts";
import { ListNote, WillTable } from "./will-table.tsx";

export interface WillListsProps {
  readonly wills: Wills;
  readonly state: StateChoice;
  readonly isFiltered: boolean;
  /** Another filter: rows are not held any more. */
  readonly filterKey: string;
  readonly toLocal: (at: number) => number;
  readonly selectedKey: string | undefined;
  readonly onSelect: (row: WillRow) => void;
  readonly rowMenu: (row: WillRow) => readonly MenuItem[];
}

/** What may still be published over what has ended; on a narrow screen one of the two. */
export function WillLists(props: WillListsProps) {
  const texts = useTexts().wills;
  const isNarrow = useIsNarrow();
  const [list, setList] = useUrlState("list", willParams.list);
  const { isNow, isEnded } = listsFor(props.state);
  const now = <NowTable {...props} />;
  const ended = <EndedTable {...props} />;
  if (!isEnded) return now;
  if (!isNow) return ended;
  if (!isNarrow) return <BothLists now={now} ended={ended} />;
  return (
    <>
      <div className="flex justify-center border-b p-2">
        <ToggleGroup
          label={texts.lists}
          value={list}
          options={[
            { value: "now", label: texts.now },
            { value: "ended", label: texts.ended },
          ]}
          onChange={(next) => setList(next, "replace")}
        />
      </div>
      {list === "now" ? now : ended}
    </>
  );
}

function BothLists({ now, ended }: { now: ReactElement; ended: ReactElement }) {
  return (
    <Splitter
      name="will-lists"
      direction="vertical"
      className="flex-1"
      panes={[
        { id: "now", content: now, size: "50%", minimumSize: "96px" },
        { id: "ended", content: ended, minimumSize: "96px" },
      ]}
    />
  );
}

function NowTable({ wills, isFiltered, toLocal, ...props }: WillListsProps) {
  const texts = useTexts().wills;
  const columns = useNowColumns(toLocal);
  const { now, nowRows } = wills;
  const waiting = now.waiting > 0 ? texts.waitingRows(now.waiting) : undefined;
  return (
    <WillTable
      name="wills-now"
      title={texts.now}
      explanation={texts.nowTip}
      columns={columns}
      toLocal={toLocal}
      rows={nowRows}
      total={now.total}
      note={<ListNote text={texts.nowCount(now.total)} isBehind={waiting} />}
      selectedKey={props.selectedKey}
      onSelect={props.onSelect}
      rowMenu={props.rowMenu}
      onRangeChange={now.onRangeChange}
      onHoldChange={now.onHoldChange}
      empty={
        now.state === "ready" &&
        (isFiltered ? (
          <EmptyState title={texts.noMatch} text={texts.noMatchText} />
        ) : (
          <EmptyState title={texts.noneNow} text={texts.noneNowText} />
        ))
      }
    />
  );
}

function EndedTable({ wills, isFiltered, filterKey, toLocal, ...props }: WillListsProps) {
  const texts = useTexts().wills;
  const format = useFormat();
  const columns = useEndedColumns(toLocal);
  const held = useHeld(wills.endedRows, filterKey);
  const rows = held.value;
  const behind = wills.endedRows.length - rows.length;
  const isCut = !isFiltered && rows.length < wills.endedTotal;
  const count = isCut
    ? texts.firstShown(format.exact(rows.length), format.exact(wills.endedTotal))
    : texts.nowCount(rows.length);
  return (
    <WillTable
      name="wills-ended"
      title={texts.ended}
      explanation={texts.endedTip}
      columns={columns}
      toLocal={toLocal}
      rows={rows}
      total={rows.length}
      note={
        <ListNote
          text={count}
          isBehind={held.isBehind && behind > 0 ? texts.waitingRows(behind) : undefined}
        />
      }
      selectedKey={props.selectedKey}
      onSelect={props.onSelect}
      rowMenu={props.rowMenu}
      onRangeChange={wills.onEndedRange}
      onHoldChange={held.onHoldChange}
      empty={
        wills.ended.state === "ready" &&
        (isFiltered ? (
          <EmptyState title={texts.noMatch} text={texts.noMatchText} />
        ) : (
          <EmptyState title={texts.noneEnded} text={texts.noneEndedText} />
        ))
      }
    />
  );
}
