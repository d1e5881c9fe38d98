import { Plus, X } from "lucide-react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { PAYLOAD_FORMATS, type PropertyFields, type PropertyProblems } from "./property-form.ts";

export interface PropertyEditorProps {
  readonly fields: PropertyFields;
  readonly problems: PropertyProblems;
  readonly onChange: (fields: PropertyFields) => void;
}

/** The MQTT 5 properties of the message (§3.3.2.3). */
export function PropertyEditor({ fields, problems, onChange }: PropertyEditorProps) {
  const texts = useTexts().publish;
  const { fields: names, fieldProblems } = texts;
  const set = (change: Partial<PropertyFields>) => onChange({ ...fields, ...change });
  const correlation = problems.correlation;
  const correlationProblem =
    correlation &&
    (correlation.place === undefined
      ? fieldProblems.correlationHalf
      : fieldProblems.correlation(correlation.place));
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
          problem={correlationProblem}
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
      </div>
      <UserProperties fields={fields} problems={problems} onChange={onChange} />
    </div>
  );
}

function UserProperties({ fields, problems, onChange }: PropertyEditorProps) {
  const texts = useTexts().publish;
  const { fields: names, fieldProblems } = texts;
  const { user } = fields;
  const set = (next: PropertyFields["user"]) => onChange({ ...fields, user: next });
  const change = (id: number, part: { name?: string; value?: string }) =>
    set(user.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    const id = user.reduce((highest, one) => Math.max(highest, one.id), -1) + 1;
    set([...user, { id, name: "", value: "" }]);
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="label-caps mb-1">{names.user}</legend>
      {user.map(({ id, name, value }) => (
        <div key={id} className="flex items-start gap-1.5">
          <TextField
            label={names.userName}
            isLabelHidden
            placeholder={names.userName}
            value={name}
            problem={problems.namelessIds?.includes(id) ? fieldProblems.userName : undefined}
            onChange={(next) => change(id, { name: next })}
            className="flex-1"
          />
          <TextField
            label={names.userValue}
            isLabelHidden
            placeholder={names.userValue}
            value={value}
            onChange={(next) => change(id, { value: next })}
            className="flex-1"
          />
          <IconButton
            label={names.remove(name)}
            icon={<X />}
            onClick={() => set(user.filter((one) => one.id !== id))}
          />
        </div>
      ))}
      <div>
        <Button kind="quiet" icon={<Plus />} onClick={add}>
          {names.add}
        </Button>
      </div>
    </fieldset>
  );
}
