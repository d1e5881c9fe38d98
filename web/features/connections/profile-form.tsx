import { type FormEvent, useState } from "react";
import { useBridge, useProfiles } from "../../bridge/hooks.ts";
import type { Profile } from "../../bridge/profiles.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { LimitFields, SessionFields } from "../../ui/connect-fields.tsx";
import { FieldGroup } from "../../ui/field-group.tsx";
import { WillFields } from "../../ui/will-fields.tsx";
import { chooseBroker } from "./choose-broker.ts";
import { ConnectionFacts } from "./connection-facts.tsx";
import { AddressFields, IdentityFields, ListeningFields } from "./profile-fields.tsx";
import { isUsable, profileProblems } from "./profile-problems.ts";

export interface ProfileFormProps {
  readonly profile: Profile;
  readonly onRemove: () => void;
  readonly onCopy: () => void;
}

/** Everything that is asked of another broker. */
export function ProfileForm({ profile, onRemove, onCopy }: ProfileFormProps) {
  const texts = useTexts().connections;
  const bridge = useBridge();
  const isCurrent = useProfiles((view) => view.currentId === profile.id);
  const [draft, setDraft] = useState(profile);
  const [isTried, setTried] = useState(false);
  const problems = profileProblems(draft, location.protocol === "https:");
  const isChanged = JSON.stringify(draft) !== JSON.stringify(profile);
  const change = (part: Partial<Profile>) => setDraft({ ...draft, ...part });
  const shared = { draft, onChange: setDraft, problems, isTried };
  const saveAnd = (next: () => void) => {
    setTried(true);
    if (!isUsable(problems)) return;
    bridge.profiles.save(draft);
    next();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saveAnd(() => chooseBroker(bridge, draft.id));
  };
  return (
    <form onSubmit={submit} className="flex max-w-2xl flex-col gap-5 p-4">
      {isCurrent && <ConnectionFacts />}
      <FieldGroup title={texts.groups.address}>
        <AddressFields {...shared} />
      </FieldGroup>
      <FieldGroup title={texts.groups.identity}>
        <IdentityFields {...shared} />
      </FieldGroup>
      <FieldGroup title={texts.groups.session}>
        <SessionFields draft={draft} onChange={change} />
      </FieldGroup>
      <LimitFields draft={draft} onChange={change} problems={problems.connect} />
      <FieldGroup title={texts.groups.will}>
        <WillFields draft={draft} onChange={change} problems={problems.connect} isTried={isTried} />
      </FieldGroup>
      <FieldGroup title={texts.groups.listening}>
        <ListeningFields {...shared} />
      </FieldGroup>
      <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center gap-2 border-t bg-ground px-4 py-3">
        <Button type="submit" kind="primary">
          {isChanged ? texts.saveAndAttach : texts.attach}
        </Button>
        {isChanged && <Button onClick={() => saveAnd(() => {})}>{texts.save}</Button>}
        {isChanged && (
          <Button kind="quiet" onClick={() => setDraft(profile)}>
            {texts.revert}
          </Button>
        )}
        {isChanged && <Badge tone="warn">{texts.unsaved}</Badge>}
        <span className="flex-1" />
        <Button kind="quiet" onClick={onCopy}>
          {texts.duplicate}
        </Button>
        <Button kind="danger" onClick={onRemove}>
          {texts.remove}
        </Button>
      </div>
    </form>
  );
}
