import { ArrowDown } from "lucide-react";
import { type Ref, useCallback, useEffect, useMemo, useState } from "react";
import { useSend, useStream } from "../../bridge/hooks.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import type { StreamRow } from "../../worker/messages.ts";
import { MessagePanel } from "./message-panel.tsx";
import { StreamEmpty } from "./stream-empty.tsx";
import { StreamList } from "./stream-list.tsx";
import { useStreamMenu } from "./stream-menu.ts";
import { StreamStatus } from "./stream-status.tsx";
import { StreamToolbar } from "./stream-toolbar.tsx";
import type { SubscriptionList } from "./subscription-list.ts";
import { type StreamFollow, useStreamFollow } from "./use-stream-follow.ts";

export interface StreamPaneProps {
  readonly list: SubscriptionList;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly only: readonly string[];
  readonly onOnlyChange: (keys: readonly string[]) => void;
  readonly onSubscriptions?: (() => void) | undefined;
  readonly searchRef: Ref<HTMLInputElement>;
}

interface Opened {
  readonly position: number;
  readonly sequence: number;
  readonly keys: readonly string[];
}

/** The stream with its filter above and its costs below. */
export function StreamPane({ list, text, onText, only, onOnlyChange, ...props }: StreamPaneProps) {
  const texts = useTexts().messages;
  const window = useStream((view) => view);
  const follow = useStreamFollow(window);
  const [selected, setSelected] = useState<number>();
  const [opened, setOpened] = useState<Opened>();
  const find = useFindSubscription(list);
  const { resume } = follow;
  // positions are counted anew under another filter
  const reset = useCallback(() => {
    setSelected(undefined);
    setOpened(undefined);
    resume();
  }, [resume]);
  useStreamFilter(text, only, reset);
  const open = (row: StreamRow | undefined) => {
    if (row) follow.stop();
    setOpened(row && { position: row.position, sequence: row.sequence, keys: row.subscriptionKeys });
  };
  const rowMenu = useStreamMenu({ onText, onOpen: open, opened: opened?.position });
  return (
    <section aria-label={texts.title} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <StreamToolbar
        window={window}
        text={text}
        onText={onText}
        only={only}
        onOnlyChange={onOnlyChange}
        {...props}
      />
      <StreamList
        window={window}
        follow={follow}
        find={find}
        selected={selected}
        onSelect={setSelected}
        opened={opened?.position}
        onOpen={open}
        panel={
          opened && (
            <MessagePanel
              sequence={opened.sequence}
              broughtBy={opened.keys.flatMap((key) => find(key) ?? [])}
            />
          )
        }
        rowMenu={rowMenu}
        empty={
          <StreamEmpty
            window={window}
            list={list}
            onClearFilter={() => {
              onText("");
              onOnlyChange([]);
            }}
          />
        }
      />
      <NewPill follow={follow} onEnd={reset} />
      <StreamStatus window={window} />
    </section>
  );
}

/** How many messages came while the reader looked elsewhere; it leads to them. */
function NewPill({ follow, onEnd }: { follow: StreamFollow; onEnd: () => void }) {
  const texts = useTexts().messages;
  const format = useFormat();
  if (follow.isFollowing) return null;
  const { newCount } = follow;
  return (
    <button
      type="button"
      onClick={onEnd}
      className="appear absolute right-4 bottom-9 inline-flex h-7 items-center gap-1.5 rounded-full bg-accent px-3 font-medium text-on-accent shadow-raised hover:bg-accent-strong coarse:h-9"
    >
      <ArrowDown aria-hidden className="size-3.5" />
      {newCount === 0 ? texts.toEnd : texts.newMessages(format.count(newCount), newCount === 1)}
    </button>
  );
}

function useFindSubscription(list: SubscriptionList) {
  const { shown, removed } = list;
  return useMemo(() => {
    const all = shown.map(({ subscription }) => subscription);
    if (removed) all.push(removed.subscription);
    const byKey = new Map(all.map((subscription) => [subscription.key, subscription]));
    return (key: string) => byKey.get(key);
  }, [shown, removed]);
}

/** Tells the worker what is to be shown of the stream. */
function useStreamFilter(text: string, only: readonly string[], onChange: () => void): void {
  const send = useSend();
  const keys = only.join(",");
  useEffect(() => {
    send({ type: "filterStream", text, ...(keys === "" ? {} : { subscriptionKeys: keys.split(",") }) });
    onChange();
  }, [send, text, keys, onChange]);
}
