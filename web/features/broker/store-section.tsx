import type { RecoveryReport, StoreInfo } from "../../../server/adapters/http/contract/store.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Fact, FactList } from "../../ui/fact-list.tsx";
import { Section } from "../../ui/section.tsx";
import { StoreRecovery } from "./store-recovery.tsx";

export interface StoreSectionProps {
  readonly store: StoreInfo;
  /** An instant of the broker's clock on the reader's. */
  readonly toLocal: (at: number) => number;
}

/** What an acknowledgement is worth, how much is written, and what the last start found. */
export function StoreSection({ store, toLocal }: StoreSectionProps) {
  const texts = useTexts().store;
  const hasFiles = store.durability !== "memory";
  return (
    <Section level={2} title={texts.title}>
      <div className="grid items-start gap-x-8 gap-y-2 md:grid-cols-2">
        <FactList>
          <Fact name={texts.durability}>
            <span>
              {hasFiles && (
                <>
                  <Badge tone={store.failure === undefined ? "good" : "neutral"}>
                    {store.durability}
                  </Badge>{" "}
                </>
              )}
              {texts.durabilities[store.durability]}
            </span>
          </Fact>
          {hasFiles && <Written store={store} toLocal={toLocal} />}
        </FactList>
        <LastStart recovery={hasFiles ? store.recovery : undefined} hasFiles={hasFiles} toLocal={toLocal} />
      </div>
    </Section>
  );
}

function Written({ store, toLocal }: StoreSectionProps) {
  const texts = useTexts().store;
  const format = useFormat();
  const { committedAt, uncommitted, journaled } = store;
  const say = ({ changes, bytes }: typeof uncommitted) =>
    changes === 0 ? texts.nothing : texts.changes(changes, format.bytes(bytes));
  return (
    <>
      <Fact name={texts.lastCommit} explanation={texts.lastCommitTip}>
        {committedAt === undefined ? texts.noCommit : <Age at={toLocal(committedAt)} />}
      </Fact>
      <Fact name={texts.uncommitted} explanation={texts.uncommittedTip}>
        <span className={store.failure !== undefined && uncommitted.changes > 0 ? "text-bad" : ""}>
          {say(uncommitted)}
        </span>
      </Fact>
      <Fact name={texts.journaled} explanation={texts.journaledTip}>
        {say(journaled)}
      </Fact>
      <Fact name={texts.file} explanation={texts.fileTip}>
        {format.bytes(store.fileBytes)}
      </Fact>
      <Fact name={texts.journal} explanation={texts.journalTip}>
        {format.bytes(store.journalBytes)}
      </Fact>
    </>
  );
}

interface LastStartProps {
  readonly recovery: RecoveryReport | undefined;
  readonly hasFiles: boolean;
  readonly toLocal: (at: number) => number;
}

function LastStart({ recovery, hasFiles, toLocal }: LastStartProps) {
  const texts = useTexts().store;
  if (recovery !== undefined) return <StoreRecovery report={recovery} toLocal={toLocal} />;
  return hasFiles ? null : <p className="max-w-prose text-muted">{texts.memoryWhat}</p>;
}
