import { SESSION_NEVER_EXPIRES } from "../../../protocol/limits.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { NumberField } from "../../ui/number-field.tsx";
import { PasswordField } from "../../ui/password-field.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import type { LabDraft } from "./lab-draft.ts";

/** Keep Alive is two bytes (MQTT 5.0 §3.1.2.10). */
const MAXIMUM_KEEP_ALIVE_SECONDS = 65_535;
const VERSIONS = ["5", "4", "3"] as const;

export interface LabFieldsProps {
  readonly draft: LabDraft;
  readonly onChange: (draft: LabDraft) => void;
  /** Starting was tried: empty fields count as wrong now. */
  readonly isTried: boolean;
}

export function IdentityFields({ draft, onChange }: LabFieldsProps) {
  const texts = useTexts();
  return (
    <>
      <TextField
        label={texts.connections.clientId}
        value={draft.clientId}
        onChange={(clientId) => onChange({ ...draft, clientId })}
        placeholder={texts.lab.noClientId}
        isMonospace
      />
      <Select
        label={texts.connections.version}
        value={String(draft.version) as (typeof VERSIONS)[number]}
        options={VERSIONS.map((value) => ({ value, title: texts.connections.versions[value] }))}
        onChange={(version) => onChange({ ...draft, version: Number(version) as 3 | 4 | 5 })}
      />
      <TextField
        label={texts.connections.userName}
        value={draft.userName}
        onChange={(userName) => onChange({ ...draft, userName })}
      />
      <PasswordField
        label={texts.connections.password}
        value={draft.password}
        onChange={(password) => onChange({ ...draft, password })}
      />
    </>
  );
}

export function SessionFields({ draft, onChange }: LabFieldsProps) {
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
