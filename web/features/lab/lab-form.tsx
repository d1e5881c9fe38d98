import { type FormEvent, type ReactNode, useState } from "react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { IdentityFields, SessionFields } from "./connect-fields.tsx";
import { isWillTopicWrong, type LabDraft } from "./lab-draft.ts";
import { WillFields } from "./will-fields.tsx";

export interface LabFormProps {
  readonly title: string;
  /** Where it connects to. */
  readonly url: string;
  readonly initial: LabDraft;
  readonly onStart: (draft: LabDraft) => void;
  readonly onCancel: () => void;
}

/** Every field of CONNECT for a test client (MQTT 5.0 §3.1). What the broker does not like, it says itself. */
export function LabForm({ title, url, initial, onStart, onCancel }: LabFormProps) {
  const texts = useTexts();
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const shared = { draft, onChange: setDraft, isTried };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isWillTopicWrong(draft)) onStart(draft);
  };
  return (
    <form
      aria-label={title}
      onSubmit={submit}
      className="flex min-h-0 max-w-2xl flex-1 flex-col gap-5 overflow-y-auto p-4"
    >
      <div>
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="text-muted">{texts.lab.connectsTo(url)}</p>
      </div>
      <Group title={texts.connections.groups.identity}>
        <IdentityFields {...shared} />
      </Group>
      <Group title={texts.connections.groups.session}>
        <SessionFields {...shared} />
      </Group>
      <Group title={texts.connections.groups.will}>
        <WillFields {...shared} />
      </Group>
      <div className="sticky bottom-0 -mx-4 -mb-4 flex gap-2 border-t bg-ground px-4 py-3">
        <Button type="submit" kind="primary">
          {texts.lab.start}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {texts.kit.cancel}
        </Button>
      </div>
    </form>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid grid-cols-1 gap-x-4 gap-y-3 sm:grid-cols-2">
      <legend className="mb-2 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
