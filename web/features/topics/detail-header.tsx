import { ArrowLeft, EllipsisVertical } from "lucide-react";
import { Fragment } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { ExpiryLeft } from "../../ui/expiry-left.tsx";
import { Flash } from "../../ui/flash.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { tip } from "../../ui/tip.ts";
import type { StoredMessage, TopicDetail } from "../../worker/messages.ts";
import { Author } from "./author.tsx";
import { differenceText } from "./change-text.ts";
import { Preview } from "./topic-value.tsx";

const SHORT_CHARACTERS = 48;

export interface DetailHeaderProps {
  readonly detail: TopicDetail;
  /** Against the message before; undefined: no number, or the first. */
  readonly difference: number | undefined;
  readonly menu: readonly MenuItem[];
  readonly onSelect: (path: string) => void;
  /** Given on a narrow screen. */
  readonly onBack: (() => void) | undefined;
}

/** The topic, its value, and how and when it came. */
export function DetailHeader({ detail, difference, menu, onSelect, onBack }: DetailHeaderProps) {
  const texts = useTexts().topics;
  const { last } = detail;
  return (
    <header className="flex shrink-0 flex-col gap-0.5 border-b px-3 pt-1.5 pb-2">
      <div className="flex min-h-6 items-start gap-1">
        {onBack && <IconButton label={texts.back} icon={<ArrowLeft />} onClick={onBack} className="-ml-2" />}
        <h2 className="flex min-h-6 min-w-0 flex-1 flex-wrap items-center font-mono coarse:min-h-8">
          <TopicLevels path={detail.path} onSelect={onSelect} />
          <CopyButton text={detail.path} what={texts.columns.topic} className="ml-0.5" />
        </h2>
        {detail.isRetained && (
          <span className="flex h-6 items-center text-sm">
            <RetainedNow />
          </span>
        )}
        <Menu
          align="end"
          trigger={<IconButton label={texts.actions} icon={<EllipsisVertical />} />}
          items={menu}
        />
      </div>
      {last && <LastLine detail={detail} last={last} difference={difference} />}
      {detail.hasChildren && <BranchLine detail={detail} />}
      {!last && detail.origin !== "branch" && <AwaitedLine isSession={detail.origin === "session"} />}
    </header>
  );
}

function RetainedNow() {
  const texts = useTexts().topics;
  const isAsOfSubscribe = useConnection(({ retainedMark }) => retainedMark === "at-subscribe");
  return (
    <span {...(isAsOfSubscribe ? tip(texts.pinAtSubscribe) : {})} className="whitespace-nowrap">
      <RetainedPin hasWord />
      {isAsOfSubscribe && <span className="text-warn"> ?</span>}
    </span>
  );
}

/** Each level leads to its branch. */
function TopicLevels({ path, onSelect }: { path: string; onSelect: (path: string) => void }) {
  const texts = useTexts().topics;
  const levels = path.split("/");
  return levels.map((level, index) => {
    const upTo = levels.slice(0, index + 1).join("/");
    const isLast = index === levels.length - 1;
    const name = level === "" ? <span className="text-faint italic">{texts.emptyLevel}</span> : level;
    return (
      <Fragment key={upTo}>
        {index > 0 && <span className="text-faint">/</span>}
        {isLast ? (
          <span className="font-semibold break-all">{name}</span>
        ) : (
          <button
            type="button"
            className="rounded-sm break-all text-muted hover:text-ink hover:underline"
            onClick={() => onSelect(upTo)}
          >
            {name}
          </button>
        )}
      </Fragment>
    );
  });
}

interface LastLineProps {
  readonly detail: TopicDetail;
  readonly last: StoredMessage;
  readonly difference: number | undefined;
}

/** A value that is read at a glance; a longer one is in its tab. */
function isShort({ preview, previewKind, isPreviewCut }: StoredMessage): boolean {
  return previewKind === "text" && !isPreviewCut && preview.length <= SHORT_CHARACTERS;
}

function LastLine({ detail, last, difference }: LastLineProps) {
  const texts = useTexts().topics;
  const expiry = last.properties.messageExpiryInterval;
  const format = useFormat();
  return (
    <>
      {isShort(last) && (
        <Flash
          of={detail.id}
          sequence={last.index}
          className="-mx-1 self-start px-1 font-mono text-lg leading-6 break-all"
        >
          <Preview row={last} />
        </Flash>
      )}
      <div className="flex flex-wrap items-center gap-x-2.5 text-sm text-muted">
        {difference !== undefined && (
          <span {...tip(texts.deltaTip)} className="font-mono text-ink">
            {texts.delta(differenceText(difference, format))}
          </span>
        )}
        <QosPips qos={last.qos} hasWord />
        <Age at={last.at} />
        {expiry !== undefined && <ExpiryLeft at={last.at} seconds={expiry} />}
        <Author detail={detail} last={last} />
        {detail.ratePerSecond > 0 && !detail.hasChildren && <span>{format.rate(detail.ratePerSecond)}</span>}
      </div>
    </>
  );
}

function AwaitedLine({ isSession }: { isSession: boolean }) {
  const texts = useTexts().topics;
  return (
    <p className="text-sm text-muted">
      {isSession ? texts.knownFromSessionTip : texts.knownFromSubscriptionTip}
    </p>
  );
}

function BranchLine({ detail }: { detail: TopicDetail }) {
  const texts = useTexts().topics;
  const format = useFormat();
  return (
    <div className="flex flex-wrap gap-x-2.5 text-sm text-muted">
      <span>{texts.facts.topics(detail.topicCount)}</span>
      <span>{texts.facts.messages(detail.messageCount)}</span>
      <span>{texts.facts.received(format.bytes(detail.bytesReceived))}</span>
      <span>{format.rate(detail.ratePerSecond) || texts.facts.quiet}</span>
    </div>
  );
}
