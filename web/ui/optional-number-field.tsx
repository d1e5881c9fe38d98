import { useState } from "react";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import type { FieldProps } from "./field.tsx";
import { parseWhole } from "./number-field.tsx";
import { TextField } from "./text-field.tsx";

export interface OptionalNumberFieldProps extends Omit<FieldProps, "children"> {
  /** Undefined: nothing is entered. */
  readonly value: number | undefined;
  /** Called with nothing, or with whole numbers in range. */
  readonly onChange: (value: number | undefined) => void;
  readonly minimum: number;
  readonly maximum: number;
  /** What holds when nothing is entered. */
  readonly placeholder: string;
  readonly unit?: string;
}

/** A whole number that may be left out. */
export function OptionalNumberField(props: OptionalNumberFieldProps) {
  const { value, onChange, minimum, maximum, unit, ...field } = props;
  const texts = useTexts().kit;
  const format = useFormat();
  const [draft, setDraft] = useState<string>();
  const parse = (text: string) => (text.trim() === "" ? undefined : parseWhole(text, minimum, maximum));
  const isWrong = draft !== undefined && draft.trim() !== "" && parse(draft) === undefined;
  return (
    <TextField
      {...field}
      inputMode="numeric"
      value={draft ?? value?.toString() ?? ""}
      problem={isWrong ? texts.outOfRange(format.exact(minimum), format.exact(maximum)) : field.problem}
      onChange={(text) => {
        setDraft(text);
        const parsed = parse(text);
        if (parsed !== undefined || text.trim() === "") onChange(parsed);
      }}
      onBlur={() => setDraft(undefined)}
      tools={unit === undefined ? undefined : <span className="pr-2 text-sm text-faint">{unit}</span>}
    />
  );
}
