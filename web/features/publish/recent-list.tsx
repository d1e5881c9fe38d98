import { X } from "lucide-react";
import { useState } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { QosPips } from "../../ui/qos-pips.tsx";
import { RetainedPin } from "../../ui/retained-pin.tsx";
import { tip } from "../../ui/tip.ts";
import type { PublishForm } from "./publish-form.ts";
import type { RecentPublish } from "./recent-publishes.ts";
import type { RecentList as Recent } from "./use-recent.ts";

export interface RecentListProps {
  readonly recent: Recent;
  readonly onUse: (form: PublishForm) => void;
}

/** What was published last from this browser; choosing one fills the form. */
export function RecentList({ recent, onUse }: RecentListProps) {
  const texts = useTexts();
  const [cleared, setCleared] = useState<readonly RecentPublish[]>();
  const clear = () => {
    setCleared(recent.list);
    recent.replace([]);
  };
  const undo = () => {
    if (cleared !== undefined) recent.replace([...recent.list, ...cleared]);
    setCleared(undefined);
  };
  const { list } = recent;
  return (
    <section aria-label={texts.publish.recent.title} className="flex min-h-0 min-w-0 flex-col gap-1">
      <div className="flex h-6 items-center gap-2">
        <h3 className="label-caps flex-1">{texts.publish.recent.title}</h3>
        {list.length > 0 && (
          <Button kind="quiet" onClick={clear}>
            {texts.publish.recent.clear}
          </Button>
        )}
      </div>
      {list.length === 0 && cleared === undefined && (
        <p className="text-sm text-muted">{texts.publish.recent.none}</p>
      )}
      {list.length === 0 && cleared !== undefined && (
        <p role="status" className="flex items-center gap-2 text-sm text-muted">
          {texts.publish.recent.cleared(cleared.length)}
          <Button onClick={undo}>{texts.kit.undo}</Button>
        </p>
      )}
      {recent.isLastTooLarge && (
        <p role="status" className="text-sm text-warn">
          {texts.publish.recent.tooLarge}
        </p>
      )}
      <ul className="max-h-44 min-h-0 overflow-y-auto">
        {list.map((one) => (
          <RecentRow key={one.id} recent={one} onUse={onUse} onRemove={recent.remove} />
        ))}
      </ul>
    </section>
  );
}

interface RecentRowProps {
  readonly recent: RecentPublish;
  readonly onUse: (form: PublishForm) => void;
  readonly onRemove: (id: number) => void;
}

function RecentRow({ recent, onUse, onRemove }: RecentRowProps) {
  const texts = useTexts().publish;
  const { form } = recent;
  return (
    <li className="flex h-6 items-center gap-1 coarse:h-9">
      <button
        type="button"
        {...tip(texts.recent.use(form.topic))}
        className="focus-inset flex h-full min-w-0 flex-1 items-center gap-2 rounded-sm px-1 text-left hover:bg-hover"
        onClick={() => onUse(form)}
      >
        <span className="max-w-[60%] shrink-0 truncate font-mono text-sm">{form.topic}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-sm text-muted">
          {form.payload === "" ? texts.noPayload : form.payload}
        </span>
        {form.retain && <RetainedPin isFlag />}
        <QosPips qos={form.qos} />
        <span className="shrink-0 text-sm text-faint">
          <Age at={recent.at} />
        </span>
      </button>
      <IconButton label={texts.recent.remove(form.topic)} icon={<X />} onClick={() => onRemove(recent.id)} />
    </li>
  );
}
