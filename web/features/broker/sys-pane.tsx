import { X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useConnection, useSend } from "../../bridge/hooks.ts";
import { copyText } from "../../lib/clipboard.ts";
import { topicAddress } from "../../lib/links.ts";
import { navigate } from "../../lib/navigate.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { hasWords } from "../../lib/words.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { VirtualTable } from "../../ui/virtual-table.tsx";
import { brokerParams } from "./broker-params.ts";
import { SysChart } from "./sys-chart.tsx";
import { useSysColumns } from "./sys-columns.tsx";
import { MAXIMUM_SYS_TOPICS, type SysRow, type SysValues } from "./use-sys-values.ts";

const SYSTEM_FILTER = "$SYS/#";

/** Everything that the broker tells under $SYS, and a line for the number that was chosen. */
export function SysPane({ values }: { values: SysValues }) {
  const texts = useTexts().broker.system;
  const isHeard = useConnection((state) =>
    state.baseFilters.some(({ filter }) => filter.startsWith("$SYS") || filter === "+/#"),
  );
  const { rows, isCut } = values;
  if (rows !== undefined && rows.length === 0) return isHeard ? <NoValues /> : <NotListening />;
  if (rows === undefined) {
    return (
      <p role="status" className="p-3 text-muted">
        {texts.loading}
      </p>
    );
  }
  return <SysTable rows={rows} isCut={isCut} />;
}

function NoValues() {
  const { broker } = useTexts();
  const texts = broker.system;
  const isConnected = useConnection(({ connection }) => "granted" in connection);
  if (!isConnected) return <EmptyState title={texts.none} text={broker.foreign.notConnected} />;
  return <EmptyState title={texts.none} text={texts.noneText} />;
}

function NotListening() {
  const texts = useTexts().broker.system;
  const send = useSend();
  const filters = useConnection((state) => state.baseFilters);
  const listen = () =>
    send({
      type: "setBaseFilters",
      baseFilters: [
        ...filters.map(({ filter, qos }) => ({ filter, qos })),
        { filter: SYSTEM_FILTER, qos: 0 },
      ],
    });
  return (
    <EmptyState title={texts.notAsked} text={texts.notAskedText}>
      <div>
        <Button kind="primary" onClick={listen}>
          {texts.listen}
        </Button>
      </div>
    </EmptyState>
  );
}

function SysTable({ rows, isCut }: { rows: readonly SysRow[]; isCut: boolean }) {
  const texts = useTexts().broker.system;
  const format = useFormat();
  const [filter, setFilter] = useUrlState("q", brokerParams.filter);
  const [drawn, setDrawn] = useUrlState("draw", brokerParams.drawn);
  const columns = useSysColumns();
  const fitting = useMemo(
    () => (filter.trim() === "" ? rows : rows.filter(({ value }) => hasWords(value.topic, filter.trim()))),
    [rows, filter],
  );
  const chosen = rows.find(({ value }) => value.topic === drawn);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Toolbar filter={filter} onFilter={(text) => setFilter(text, "replace")}>
        {isCut ? texts.cut(format.exact(MAXIMUM_SYS_TOPICS)) : texts.topics(fitting.length)}
      </Toolbar>
      <VirtualTable
        name="sys"
        label="$SYS"
        columns={columns}
        rowCount={fitting.length}
        rowAt={(index) => fitting[index]}
        rowKey={({ value }) => value.topicId}
        selectedIndex={chosen === undefined ? -1 : fitting.indexOf(chosen)}
        onSelect={(_, row) => row && setDrawn(row.value.topic, "replace")}
        rowMenu={({ value }) => [
          { id: "topic", title: texts.copyTopic, run: () => void copyText(value.topic) },
          { id: "value", title: texts.copyValue, run: () => void copyText(value.preview) },
          {
            id: "open",
            title: texts.openTopic,
            run: () => navigate(topicAddress(value.topic, location.search)),
          },
        ]}
        empty={<EmptyState title={texts.noMatch} text={texts.noMatchText} />}
      />
      {chosen !== undefined && <SysChart row={chosen} onClose={() => setDrawn(undefined, "replace")} />}
    </div>
  );
}

interface ToolbarProps {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly children: ReactNode;
}

function Toolbar({ filter, onFilter, children }: ToolbarProps) {
  const texts = useTexts().broker.system;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b px-2 py-2">
      <TextField
        label={texts.filter}
        isLabelHidden
        type="search"
        placeholder={texts.filterPlaceholder}
        value={filter}
        onChange={onFilter}
        className="w-64"
        tools={
          filter !== "" && <IconButton label={texts.clearFilter} icon={<X />} onClick={() => onFilter("")} />
        }
      />
      <span className="text-sm text-muted">{texts.note}</span>
      <span role="status" className="ml-auto text-sm text-muted">
        {children}
      </span>
    </div>
  );
}
