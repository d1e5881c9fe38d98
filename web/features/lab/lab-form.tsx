import { type FormEvent, useState } from "react";
import { type ConnectDraft, connectProblems, isSendable } from "../../lib/connect-draft.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CredentialFields, LimitFields, SessionFields, VersionField } from "../../ui/connect-fields.tsx";
import { FieldGroup } from "../../ui/field-group.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { WillFields } from "../../ui/will-fields.tsx";

export interface LabFormProps {
  readonly title: string;
  /** Where it connects to. */
  readonly url: string;
  readonly initial: ConnectDraft;
  readonly onStart: (draft: ConnectDraft) => void;
  readonly onCancel: () => void;
}

/** Every field of CONNECT for a test client (MQTT 5.0 §3.1). What the broker does not like, it says itself. */
export function LabForm({ title, url, initial, onStart, onCancel }: LabFormProps) {
  const texts = useTexts();
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const problems = connectProblems(draft);
  const change = (part: Partial<ConnectDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isSendable(problems)) onStart(draft);
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
      <FieldGroup title={texts.connections.groups.identity}>
        <TextField
          label={texts.connections.clientId}
          value={draft.clientId}
          onChange={(clientId) => change({ clientId })}
          placeholder={texts.lab.noClientId}
          isMonospace
        />
        <VersionField draft={draft} onChange={change} />
        <CredentialFields draft={draft} onChange={change} />
      </FieldGroup>
      <FieldGroup title={texts.connections.groups.session}>
        <SessionFields draft={draft} onChange={change} />
      </FieldGroup>
      <LimitFields draft={draft} onChange={change} problems={problems} />
      <FieldGroup title={texts.connections.groups.will}>
        <WillFields draft={draft} onChange={change} problems={problems} isTried={isTried} />
      </FieldGroup>
      <div className="sticky -bottom-4 -mx-4 -mb-4 flex gap-2 border-t bg-ground px-4 py-3">
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
