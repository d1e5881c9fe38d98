import {
  DEFAULT_RECEIVE_MAXIMUM,
  MAXIMUM_PACKET_SIZE,
  MAXIMUM_TOPIC_ALIAS,
  SESSION_NEVER_EXPIRES,
} from "../../protocol/limits.ts";
import type { ConnectDraft, ConnectProblems } from "../lib/connect-draft.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Checkbox } from "./checkbox.tsx";
import { FoldedFields } from "./field-group.tsx";
import { NumberField } from "./number-field.tsx";
import { OptionalNumberField } from "./optional-number-field.tsx";
import { PasswordField } from "./password-field.tsx";
import { Select } from "./select.tsx";
import { TextField } from "./text-field.tsx";
import { UserPropertyFields } from "./user-property-fields.tsx";

/** Keep Alive is two bytes (MQTT 5.0 §3.1.2.10). */
const MAXIMUM_KEEP_ALIVE_SECONDS = 65_535;
const VERSIONS = ["5", "4", "3"] as const;

export interface ConnectFieldsProps {
  readonly draft: ConnectDraft;
  readonly onChange: (change: Partial<ConnectDraft>) => void;
}

/** Which MQTT is spoken. */
export function VersionField({ draft, onChange }: ConnectFieldsProps) {
  const texts = useTexts().connections;
  return (
    <Select
      label={texts.version}
      value={String(draft.version) as (typeof VERSIONS)[number]}
      options={VERSIONS.map((value) => ({ value, title: texts.versions[value] }))}
      onChange={(version) => onChange({ version: Number(version) as ConnectDraft["version"] })}
    />
  );
}

/** User name and password, and how they are shown to the broker (MQTT 5.0 §3.1.3.5, §4.12). */
export function CredentialFields({ draft, onChange }: ConnectFieldsProps) {
  const texts = useTexts().connections;
  return (
    <>
      <TextField
        label={texts.userName}
        value={draft.userName}
        onChange={(userName) => onChange({ userName })}
      />
      <PasswordField
        label={texts.password}
        value={draft.password}
        onChange={(password) => onChange({ password })}
      />
      {draft.version === 5 && (
        <Select
          label={texts.authentication}
          value={draft.isScram ? "scram" : "plain"}
          options={[
            { value: "plain", title: texts.authentications.plain },
            { value: "scram", title: texts.authentications.scram },
          ]}
          help={draft.isScram ? texts.authentications.scramHelp : undefined}
          onChange={(method) => onChange({ isScram: method === "scram" })}
          className="sm:col-span-2"
        />
      )}
    </>
  );
}

/** How long a session lives, and how the connection is kept alive. */
export function SessionFields({ draft, onChange }: ConnectFieldsProps) {
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
        onChange={(keepAliveSeconds) => onChange({ keepAliveSeconds })}
      />
      {isFive && (
        <NumberField
          label={texts.sessionExpiry}
          unit="s"
          minimum={0}
          maximum={SESSION_NEVER_EXPIRES}
          value={draft.sessionExpirySeconds}
          onChange={(sessionExpirySeconds) => onChange({ sessionExpirySeconds })}
        />
      )}
      <Checkbox
        label={isFive ? texts.cleanStart : texts.cleanSession}
        isChecked={draft.cleanStart}
        onChange={(cleanStart) => onChange({ cleanStart })}
      />
    </>
  );
}

/** What else CONNECT of 5.0 can say: limits, requests, user properties (§3.1.2.11). Nothing for older versions. */
export function LimitFields(props: ConnectFieldsProps & { readonly problems: ConnectProblems }) {
  const { draft, onChange, problems } = props;
  const texts = useTexts().connections;
  if (draft.version !== 5) return null;
  return (
    <FoldedFields title={texts.groups.limits} isOpen={saysMore(draft)}>
      <NumberLimits draft={draft} onChange={onChange} />
      <Checkbox
        label={texts.givesTopicAliases}
        help={texts.givesTopicAliasesHelp}
        isChecked={draft.givesTopicAliases}
        onChange={(givesTopicAliases) => onChange({ givesTopicAliases })}
      />
      <Checkbox
        label={texts.asksResponseInformation}
        help={texts.asksResponseInformationHelp}
        isChecked={draft.asksResponseInformation}
        onChange={(asksResponseInformation) => onChange({ asksResponseInformation })}
      />
      <Checkbox
        label={texts.asksProblemInformation}
        help={texts.asksProblemInformationHelp}
        isChecked={!draft.refusesProblemInformation}
        onChange={(isAsked) => onChange({ refusesProblemInformation: !isAsked })}
      />
      <UserPropertyFields
        fields={draft.userProperties}
        namelessIds={problems.namelessIds}
        onChange={(userProperties) => onChange({ userProperties })}
      />
    </FoldedFields>
  );
}

function NumberLimits({ draft, onChange }: ConnectFieldsProps) {
  const texts = useTexts().connections;
  const format = useFormat();
  return (
    <>
      <OptionalNumberField
        label={texts.receiveMaximum}
        help={texts.receiveMaximumHelp}
        minimum={1}
        maximum={DEFAULT_RECEIVE_MAXIMUM}
        placeholder={format.exact(DEFAULT_RECEIVE_MAXIMUM)}
        value={draft.receiveMaximum}
        onChange={(receiveMaximum) => onChange({ receiveMaximum })}
      />
      <OptionalNumberField
        label={texts.maximumPacketBytes}
        help={texts.maximumPacketBytesHelp}
        unit="B"
        minimum={1}
        maximum={MAXIMUM_PACKET_SIZE}
        placeholder={texts.noLimit}
        value={draft.maximumPacketBytes}
        onChange={(maximumPacketBytes) => onChange({ maximumPacketBytes })}
      />
      <OptionalNumberField
        label={texts.topicAliasMaximum}
        help={texts.topicAliasMaximumHelp}
        minimum={0}
        maximum={MAXIMUM_TOPIC_ALIAS}
        placeholder="0"
        value={draft.topicAliasMaximum}
        onChange={(topicAliasMaximum) => onChange({ topicAliasMaximum })}
      />
    </>
  );
}

function saysMore(draft: ConnectDraft): boolean {
  const { receiveMaximum, maximumPacketBytes, topicAliasMaximum, userProperties } = draft;
  const isLimited = [receiveMaximum, maximumPacketBytes, topicAliasMaximum].some(
    (limit) => limit !== undefined,
  );
  const isAsking =
    draft.givesTopicAliases || draft.asksResponseInformation || draft.refusesProblemInformation;
  return isLimited || isAsking || userProperties.length > 0;
}
