import { ArrowLeft, X } from "lucide-react";
import { Link } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import { clauseAddress } from "../../lib/clauses.ts";
import { clientAddress, topicAddress } from "../../lib/links.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { Section } from "../../ui/section.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { Countdown } from "./will-cells.tsx";
import { WillLife } from "./will-life.tsx";
import { WillPayload } from "./will-payload.tsx";
import { explainWill, stateOf, type WillRow } from "./will-row.ts";

const SECOND = 1000;

export interface WillDetailProps {
  /** Undefined: the broker has it no more. */
  readonly row: WillRow | undefined;
  readonly isLoading: boolean;
  readonly toLocal: (at: number) => number;
  readonly isNarrow: boolean;
  readonly onClose: () => void;
}

/** One will in full: what it says, how it stands, and why. */
export function WillDetail({ row, isLoading, toLocal, isNarrow, onClose }: WillDetailProps) {
  const texts = useTexts().wills.detail;
  return (
    <section
      aria-label={texts.label(row?.will.clientId ?? "")}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <header className="flex shrink-0 items-center gap-2 border-b px-3 py-2">
        {isNarrow && <IconButton label={texts.back} icon={<ArrowLeft />} onClick={onClose} />}
        <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">{row?.will.clientId}</h2>
        {row !== undefined && <WillBell state={stateOf(row)} hasWord />}
        {!isNarrow && <IconButton label={texts.close} keys="Escape" icon={<X />} onClick={onClose} />}
      </header>
      {row === undefined && isLoading && (
        <p role="status" className="p-3 text-muted">
          {texts.loading}
        </p>
      )}
      {row === undefined && !isLoading && <EmptyState title={texts.gone} text={texts.goneText} />}
      {row !== undefined && (
        <div className="flex min-h-0 flex-1 flex-col divide-y overflow-auto">
          <WhySection row={row} />
          <WillFacts row={row} toLocal={toLocal} />
          <WillPayload payload={row.will.payload} payloadBytes={row.will.payloadBytes} />
          <div className="px-3 pb-4">
            <WillLife current={stateOf(row)} />
          </div>
        </div>
      )}
    </section>
  );
}

function WhySection({ row }: { row: WillRow }) {
  const texts = useTexts();
  const format = useFormat();
  const { why } = texts.wills.detail;
  const { text, clause } = explainWill(row, texts, format);
  return (
    <Section title={why[stateOf(row)]}>
      <p>
        {text}{" "}
        <a
          href={clauseAddress(clause)}
          target="_blank"
          rel="noreferrer noopener"
          className="whitespace-nowrap"
        >
          {texts.kit.clause(clause)}
        </a>
      </p>
    </Section>
  );
}

function WillFacts({ row, toLocal }: { row: WillRow; toLocal: (at: number) => number }) {
  const texts = useTexts().wills.detail;
  const format = useFormat();
  const search = useSearch();
  const { will } = row;
  return (
    <FactList className="px-3 py-2">
      <Fact name={texts.client}>
        <Link href={clientAddress(will.clientId, search)} className="min-w-0 font-mono text-sm break-all">
          {will.clientId}
        </Link>
      </Fact>
      <Fact name={texts.topic}>
        <Link href={topicAddress(will.topic, search)} className="min-w-0 font-mono text-sm break-all">
          {will.topic}
        </Link>
      </Fact>
      <Fact name={texts.qos}>
        <QosPips qos={will.qos} hasWord />
        {will.retain && <RetainedPin isFlag hasWord />}
      </Fact>
      {row.kind === "ended" ? (
        <Fact name={texts.at}>
          <Age at={toLocal(row.will.at)} />
          <span className="text-muted">{format.dateTime(toLocal(row.will.at))}</span>
        </Fact>
      ) : (
        <Fact name={texts.delay}>
          {row.will.delaySeconds === 0 ? texts.noDelay : format.duration(row.will.delaySeconds * SECOND)}
        </Fact>
      )}
      {row.kind === "now" && row.will.dueAt !== undefined && (
        <Fact name={texts.due}>
          <Countdown until={toLocal(row.will.dueAt)} delaySeconds={row.will.delaySeconds} />
        </Fact>
      )}
    </FactList>
  );
}
