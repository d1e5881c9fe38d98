import { X } from "lucide-react";
import { useMemo } from "react";
import type { BrokerInfo, Limits, LimitValue } from "../../../server/adapters/http/contract.ts";
import { flagOf, variableOf } from "../../lib/limit-names.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { hasWords } from "../../lib/words.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { brokerParams } from "./broker-params.ts";
import { formatLimit, usedOf } from "./limit-values.ts";

const CELL_CLASS = "py-1.5 pr-4 align-top";
const HEAD_CLASS = "h-6 pr-4 text-left text-sm font-normal text-muted";

/** Every limit with its value, what happens beyond it, and how it is changed. */
export function LimitsTable({ info }: { info: BrokerInfo }) {
  const texts = useTexts().broker.limits;
  const [filter, setFilter] = useUrlState("q", brokerParams.filter);
  const names = useMemo(() => {
    const all = Object.keys(info.limits) as (keyof Limits)[];
    return filter.trim() === ""
      ? all
      : all.filter((name) => hasWords(`${texts.names[name]} ${flagOf(name)} ${name}`, filter.trim()));
  }, [info.limits, texts, filter]);
  return (
    <div className="flex flex-col gap-2 px-3 py-2.5">
      <p className="max-w-3xl text-muted">{texts.note}</p>
      <TextField
        label={texts.filter}
        isLabelHidden
        type="search"
        placeholder={texts.filterPlaceholder}
        value={filter}
        onChange={(text) => setFilter(text, "replace")}
        className="max-w-80"
        tools={
          filter !== "" && (
            <IconButton label={texts.clearFilter} icon={<X />} onClick={() => setFilter("", "replace")} />
          )
        }
      />
      {names.length === 0 ? (
        <EmptyState title={texts.noMatch} text={texts.noMatchText} />
      ) : (
        <table className="w-full border-collapse">
          <thead className="hidden md:table-header-group">
            <tr>
              <th scope="col" className={HEAD_CLASS}>
                {texts.name}
              </th>
              <th scope="col" className={`${HEAD_CLASS} text-right`}>
                {texts.value}
              </th>
              <th scope="col" className={HEAD_CLASS}>
                {texts.used}
              </th>
              <th scope="col" className={HEAD_CLASS}>
                {texts.flag}
              </th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <LimitLine key={name} name={name} value={info.limits[name]} used={usedOf(name, info.gauges)} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface LimitLineProps {
  readonly name: keyof Limits;
  readonly value: LimitValue;
  readonly used: number | undefined;
}

function LimitLine({ name, value, used }: LimitLineProps) {
  const texts = useTexts();
  const { limits } = texts.broker;
  const format = useFormat();
  const words = { unlimited: texts.kit.unlimited, format };
  return (
    <tr className="flex flex-wrap border-t hover:bg-hover md:table-row">
      <th scope="row" className={`${CELL_CLASS} basis-full text-left font-normal`}>
        {limits.names[name]}
        <span className="block text-sm text-muted">{limits.effects[name]}</span>
      </th>
      <td className={`${CELL_CLASS} whitespace-nowrap md:text-right`}>{formatLimit(name, value, words)}</td>
      <td className={CELL_CLASS}>
        {used !== undefined && (
          <Used
            text={formatLimit(name, used, words)}
            share={value === "unlimited" ? 0 : used / Math.max(value, 1)}
          />
        )}
      </td>
      <td className={`${CELL_CLASS} basis-full`}>
        <CopyableValue value={flagOf(name)} what={limits.copyFlag} />
        <span className="block text-muted">
          <CopyableValue value={variableOf(name)} what={limits.copyVariable} />
        </span>
      </td>
    </tr>
  );
}

/** From here a limit is about to be reached. */
const NEARLY_FULL = 0.8;

function Used({ text, share }: { text: string; share: number }) {
  const tone = share >= 1 ? "bg-bad" : share >= NEARLY_FULL ? "bg-warn" : "bg-accent";
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden className="h-2 w-8 shrink-0 overflow-hidden rounded-full bg-active">
        <span className={`block h-full ${tone}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
      </span>
      {text}
    </span>
  );
}
