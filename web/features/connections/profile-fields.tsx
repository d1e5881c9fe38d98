import { useState } from "react";
import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import type { Profile } from "../../bridge/profiles.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextArea } from "../../ui/text-area.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { filtersOf, type ProfileProblems } from "./profile-problems.ts";

/** Keep Alive is two bytes (MQTT 5.0 §3.1.2.10). */
const MAXIMUM_KEEP_ALIVE_SECONDS = 65_535;

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
      <Select
        label={texts.version}
        value={String(draft.version) as "3" | "4" | "5"}
        options={(["5", "4", "3"] as const).map((value) => ({ value, title: texts.versions[value] }))}
        onChange={(version) => onChange({ ...draft, version: Number(version) as 3 | 4 | 5 })}
      />
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
  return (
    <>
      <TextField
        label={texts.clientId}
        value={draft.clientId}
        onChange={(clientId) => onChange({ ...draft, clientId })}
        help={texts.clientIdHelp}
        isMonospace
        className="sm:col-span-2"
      />
      <TextField
        label={texts.userName}
        value={draft.userName}
        onChange={(userName) => onChange({ ...draft, userName })}
      />
      <PasswordField
        label={texts.password}
        value={draft.password}
        onChange={(password) => onChange({ ...draft, password })}
      />
      <div className="sm:col-span-2">
        <Checkbox
          label={texts.keepPassword}
          help={texts.keepPasswordHelp}
          isChecked={draft.isPasswordKept}
          onChange={(isPasswordKept) => onChange({ ...draft, isPasswordKept })}
        />
      </div>
    </>
  );
}

export function SessionFields({ draft, onChange }: ProfileFieldsProps) {
  const texts = useTexts().connections;
  const isFive = draft.version === 5;
  return (
    <>
      <NumberField
        label={texts.keepAlive}
        unit="s"
        minimum={0}
        maximum={MAXIMUM_KEEP_ALIVE_SECONDS}
        value={draft.keepAliveSeconds}
        help={texts.keepAliveHelp}
        onChange={(keepAliveSeconds) => onChange({ ...draft, keepAliveSeconds })}
      />
      {isFive && (
        <NumberField
          label={texts.sessionExpiry}
          unit="s"
          minimum={0}
          maximum={SESSION_NEVER_EXPIRES}
          value={draft.sessionExpirySeconds}
          onChange={(sessionExpirySeconds) => onChange({ ...draft, sessionExpirySeconds })}
        />
      )}
      <Checkbox
        label={isFive ? texts.cleanStart : texts.cleanSession}
        isChecked={draft.cleanStart}
        onChange={(cleanStart) => onChange({ ...draft, cleanStart })}
      />
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
