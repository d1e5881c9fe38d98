import { ArrowLeft } from "lucide-react";
import { type Ref, useCallback } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { UndoBar } from "../../ui/undo-bar.tsx";
import type { LiveSubscription } from "../../worker/messages.ts";
import { mosquittoSub } from "./mosquitto-sub.ts";
import { SubscriptionForm } from "./subscription-form.tsx";
import { SubscriptionItem } from "./subscription-item.tsx";
import type { SubscriptionList } from "./subscription-list.ts";
import { NEW_SUBSCRIPTION, type SubscriptionDraft } from "./subscription-record.ts";
import { useTerminalAddress } from "./terminal-address.ts";

export interface SubscriptionPaneProps {
  readonly list: SubscriptionList;
  readonly only: readonly string[];
  readonly onOnlyChange: (keys: readonly string[]) => void;
  /** Given: the pane is a screen of its own. */
  readonly onBack?: (() => void) | undefined;
  readonly filterRef: Ref<HTMLInputElement>;
  /** A filter that another view asks to subscribe to. */
  readonly wished: string | undefined;
  readonly onWishDone: () => void;
}

/** The subscriptions, and the form for the next one. */
export function SubscriptionPane({ list, only, onOnlyChange, onBack, ...props }: SubscriptionPaneProps) {
  const texts = useTexts().messages;
  const copyCommand = useCopyCommand();
  // a screen of its own has a heading of its own
  const Title = onBack ? "h1" : "h2";
  const setOnly = (key: string, isOnly: boolean) =>
    onOnlyChange(isOnly ? [...only, key] : only.filter((other) => other !== key));
  return (
    <section aria-label={texts.subscriptions} className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-col gap-2 border-b p-2">
        <div className="flex items-center gap-1">
          {onBack && <IconButton label={texts.backToStream} icon={<ArrowLeft />} onClick={onBack} />}
          <Title className="px-1 font-semibold">{texts.subscriptions}</Title>
        </div>
        <SubscriptionForm
          label={texts.add}
          key={props.wished ?? ""}
          initial={{ ...NEW_SUBSCRIPTION, filter: props.wished ?? "" }}
          submitText={texts.add}
          isRepeated
          areOptionsOpen={false}
          onSubmit={(draft) => {
            list.add(draft);
            props.onWishDone();
          }}
          filterRef={props.filterRef}
        />
      </div>
      {list.removed && (
        <div className="p-2">
          <UndoBar
            key={list.removed.subscription.key}
            text={texts.removed(list.removed.subscription.filter)}
            until={list.removed.until}
            onUndo={list.undoRemoval}
            onEnd={list.finishRemoval}
          />
        </div>
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {list.shown.map((shown) => {
          const { subscription } = shown;
          return (
            <SubscriptionItem
              key={subscription.key}
              shown={shown}
              isOnly={only.includes(subscription.key)}
              onOnlyChange={(isOnly) => setOnly(subscription.key, isOnly)}
              onEnabledChange={(isEnabled) => list.replace({ ...subscription, isEnabled })}
              onChange={(draft: SubscriptionDraft) => list.replace({ ...subscription, ...draft })}
              onRemove={() => {
                setOnly(subscription.key, false);
                list.remove(subscription.key);
              }}
              onCopyCommand={() => copyCommand(subscription)}
            />
          );
        })}
      </ul>
    </section>
  );
}

function useCopyCommand(): (subscription: LiveSubscription) => void {
  const address = useTerminalAddress();
  const version = useConnection(({ connection }) =>
    "granted" in connection ? connection.granted.version : 5,
  );
  return useCallback(
    (subscription) => void copyText(mosquittoSub(subscription, address, version)),
    [address, version],
  );
}
