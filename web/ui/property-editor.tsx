import { PAYLOAD_FORMATS, type PropertyFields, type PropertyProblems } from "../lib/property-form.ts";
import type { Catalogue } from "../texts/en/catalogue.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Select } from "./select.tsx";
import { TextField } from "./text-field.tsx";
import { UserPropertyFields } from "./user-property-fields.tsx";

export interface PropertyEditorProps {
  readonly fields: PropertyFields;
  readonly problems: PropertyProblems;
  readonly onChange: (fields: PropertyFields) => void;
  /** A will has none: it is said once, when the connection is made. */
  readonly hasTopicAlias: boolean;
}

type FieldProblemTexts = Catalogue["publish"]["fieldProblems"];

/** The MQTT 5 properties of a message, or of the one that a will becomes (§3.3.2.3, §3.1.3.2). */
export function PropertyEditor({ fields, problems, onChange, hasTopicAlias }: PropertyEditorProps) {
  const texts = useTexts().publish;
  const { fields: names, fieldProblems } = texts;
  const set = (change: Partial<PropertyFields>) => onChange({ ...fields, ...change });
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-x-3 gap-y-2 sm:grid-cols-2">
        <TextField
          label={names.contentType}
          placeholder={names.contentTypePlaceholder}
          value={fields.contentType}
          onChange={(contentType) => set({ contentType })}
        />
        <TextField
          label={names.responseTopic}
          isMonospace
          value={fields.responseTopic}
          problem={problems.isResponseTopicWrong && fieldProblems.responseTopic}
          onChange={(responseTopic) => set({ responseTopic })}
        />
        <TextField
          label={names.correlationData}
          isMonospace
          help={names.correlationHelp}
          value={fields.correlationData}
          problem={correlationProblem(problems, fieldProblems)}
          onChange={(correlationData) => set({ correlationData })}
        />
        <TextField
          label={names.expiry}
          inputMode="numeric"
          placeholder={names.expiryNever}
          value={fields.expiry}
          problem={problems.isExpiryWrong && fieldProblems.expiry}
          onChange={(expiry) => set({ expiry })}
          tools={<span className="pr-2 text-sm text-faint">s</span>}
        />
        <Select
          label={names.payloadFormat}
          value={fields.payloadFormat}
          options={PAYLOAD_FORMATS.map((value) => ({ value, title: names.payloadFormats[value] }))}
          onChange={(payloadFormat) => set({ payloadFormat })}
        />
        {hasTopicAlias && (
          <TextField
            label={names.topicAlias}
            inputMode="numeric"
            placeholder={names.topicAliasNone}
            help={names.topicAliasHelp}
            value={fields.topicAlias}
            problem={problems.isTopicAliasWrong && fieldProblems.topicAlias}
            onChange={(topicAlias) => set({ topicAlias })}
          />
        )}
      </div>
      <UserPropertyFields
        fields={fields.user}
        namelessIds={problems.namelessIds ?? []}
        onChange={(user) => set({ user })}
      />
    </div>
  );
}

function correlationProblem({ correlation }: PropertyProblems, texts: FieldProblemTexts): string | undefined {
  if (correlation === undefined) return undefined;
  return correlation.place === undefined ? texts.correlationHalf : texts.correlation(correlation.place);
}
