import { EllipsisVertical } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CopyableValue } from "../../ui/copyable-value.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { SubscriptionForm } from "./subscription-form.tsx";
import type { ShownSubscription } from "./subscription-list.ts";
import { SubscriptionMark } from "./subscription-mark.tsx";
import { SubscriptionNotes } from "./subscription-notes.tsx";
import type { SubscriptionDraft } from "./subscription-record.ts";

export interface SubscriptionItemProps {
  readonly shown: ShownSubscription;
  /** Only its messages are shown, perhaps with those of others. */
  readonly isOnly: boolean;
  readonly onOnlyChange: (isOnly: boolean) => void;
  readonly onEnabledChange: (isEnabled: boolean) => void;
  readonly onChange: (draft: SubscriptionDraft) => void;
  readonly onRemove: () => void;
  readonly onCopyCommand: () => void;
}

/** One subscription: its colour, how it stands, what it brought, and what can be done with it. */
export function SubscriptionItem(props: SubscriptionItemProps) {
  const texts = useTexts().messages;
  const [isEdited, setEdited] = useState(false);
  const { subscription, state } = props.shown;
  const { key, filter } = subscription;
  return (
    <li
      className={classNames(
        "flex flex-col gap-1 border-b px-2 py-1.5",
        props.isOnly ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <div className="flex min-w-0 items-center gap-2">
        <EnableSwitch {...props} />
        <SubscriptionMark number={key} colour={subscription.colour} isOff={!subscription.isEnabled} />
        <CopyableValue
          value={filter}
          what={texts.filter}
          className={classNames("flex-1", !subscription.isEnabled && "text-muted")}
        />
        <Count count={state?.messageCount ?? 0} />
        <ItemMenu {...props} onEdit={() => setEdited(true)} />
      </div>
      <SubscriptionNotes subscription={subscription} state={state} />
      {isEdited && (
        <SubscriptionForm
          label={texts.subscription(key, filter)}
          initial={subscription}
          submitText={texts.save}
          isRepeated={false}
          areOptionsOpen
          onSubmit={(draft) => {
            props.onChange(draft);
            setEdited(false);
          }}
          actions={<CancelButton onClick={() => setEdited(false)} />}
        />
      )}
    </li>
  );
}

function CancelButton({ onClick }: { onClick: () => void }) {
  const texts = useTexts().kit;
  return <Button onClick={onClick}>{texts.cancel}</Button>;
}

function EnableSwitch({ shown: { subscription }, onEnabledChange }: SubscriptionItemProps) {
  const texts = useTexts().messages;
  return (
    <input
      type="checkbox"
      aria-label={texts.enabled(subscription.filter)}
      checked={subscription.isEnabled}
      onChange={(event) => onEnabledChange(event.target.checked)}
      className="size-3.5 shrink-0 coarse:size-5"
    />
  );
}

function Count({ count }: { count: number }) {
  const texts = useTexts().messages;
  const format = useFormat();
  return (
    <span
      title={texts.brought(count)}
      className={classNames("text-sm", count === 0 ? "text-faint" : "text-muted")}
    >
      {format.count(count)}
    </span>
  );
}

function ItemMenu(props: SubscriptionItemProps & { readonly onEdit: () => void }) {
  const texts = useTexts();
  const { filter } = props.shown.subscription;
  const items: readonly MenuItem[] = [
    {
      id: "only",
      title: texts.messages.showOnly,
      isChecked: props.isOnly,
      run: () => props.onOnlyChange(!props.isOnly),
    },
    { id: "edit", title: texts.messages.edit, run: props.onEdit },
    { id: "copy", title: texts.messages.copyCommand, run: props.onCopyCommand },
    { kind: "line", id: "line" },
    { id: "remove", title: texts.messages.remove, isDangerous: true, run: props.onRemove },
  ];
  return (
    <Menu
      align="end"
      items={items}
      trigger={
        <IconButton label={texts.kit.actionsFor(filter)} icon={<EllipsisVertical />} className="-mr-1" />
      }
    />
  );
}
