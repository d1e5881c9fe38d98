import { Plus, X } from "lucide-react";
import type { UserPropertyField } from "../lib/user-properties.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { TextField } from "./text-field.tsx";

export interface UserPropertyFieldsProps {
  readonly fields: readonly UserPropertyField[];
  /** Those that need a name. */
  readonly namelessIds: readonly number[];
  readonly onChange: (fields: readonly UserPropertyField[]) => void;
}

/** User properties, any number of them, in order; names may repeat (MQTT 5.0 §3.3.2.3.7). */
export function UserPropertyFields({ fields, namelessIds, onChange }: UserPropertyFieldsProps) {
  const { fields: names, fieldProblems } = useTexts().publish;
  const change = (id: number, part: Partial<UserPropertyField>) =>
    onChange(fields.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    const id = fields.reduce((highest, one) => Math.max(highest, one.id), -1) + 1;
    onChange([...fields, { id, name: "", value: "" }]);
  };
  return (
    <fieldset className="flex flex-col gap-1.5 sm:col-span-2">
      <legend className="label-caps mb-1">{names.user}</legend>
      {fields.map(({ id, name, value }) => (
        <div key={id} className="flex items-start gap-1.5">
          <TextField
            label={names.userName}
            isLabelHidden
            placeholder={names.userName}
            value={name}
            problem={namelessIds.includes(id) ? fieldProblems.userName : undefined}
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
            onClick={() => onChange(fields.filter((one) => one.id !== id))}
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
