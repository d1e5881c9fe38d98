import { useState } from "react";
import type { Profile } from "../../bridge/profiles.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { CredentialFields, VersionField } from "../../ui/connect-fields.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { filtersOf, type ProfileProblems } from "./profile-problems.ts";

export interface ProfileFieldsProps {
  readonly draft: Profile;
  readonly onChange: (draft: Profile) => void;
  readonly problems: ProfileProblems;
  /** Saving was tried: empty fields count as wrong now. */
  readonly isTried: boolean;
}

function urlProblemText(props: ProfileFieldsProps, texts: Catalogue["connections"]): string | undefined {
  if (props.problems.url === "mixed-content") return texts.mixedContent;
  const isNoted = props.isTried || props.draft.url.length > "wss://".length;
  return props.problems.url !== undefined && isNoted ? texts.urlProblem : undefined;
}

export function AddressFields(props: ProfileFieldsProps) {
  const { draft, onChange } = props;
  const texts = useTexts().connections;
  return (
    <>
      <TextField label={texts.name} value={draft.name} onChange={(name) => onChange({ ...draft, name })} />
      <VersionField draft={draft} onChange={(part) => onChange({ ...draft, ...part })} />
      <TextField
        label={texts.url}
        value={draft.url}
        onChange={(url) => onChange({ ...draft, url: url.trim() })}
        help={texts.urlHelp}
        problem={urlProblemText(props, texts)}
        inputMode="url"
        isMonospace
        className="sm:col-span-2"
      />
    </>
  );
}

export function IdentityFields({ draft, onChange }: ProfileFieldsProps) {
  const texts = useTexts().connections;
  const change = (part: Partial<Profile>) => onChange({ ...draft, ...part });
  return (
    <>
      <TextField
        label={texts.clientId}
        value={draft.clientId}
        onChange={(clientId) => change({ clientId })}
        help={texts.clientIdHelp}
        isMonospace
        className="sm:col-span-2"
      />
      <CredentialFields draft={draft} onChange={change} />
      <div className="sm:col-span-2">
        <Checkbox
          label={texts.keepPassword}
          help={texts.keepPasswordHelp}
          isChecked={draft.isPasswordKept}
          onChange={(isPasswordKept) => change({ isPasswordKept })}
        />
      </div>
    </>
  );
}

export function ListeningFields({ draft, onChange, problems }: ProfileFieldsProps) {
  const texts = useTexts().connections;
  const [text, setText] = useState(() => draft.baseFilters.map(({ filter }) => filter).join("\n"));
  return (
    <TextArea
      label={texts.baseFilters}
      help={texts.baseFiltersHelp}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange({ ...draft, baseFilters: filtersOf(next, draft.baseFilters) });
      }}
      problem={problems.wrongFilter === undefined ? undefined : texts.filterProblem(problems.wrongFilter)}
      isMonospace
      className="sm:col-span-2"
    />
  );
}
