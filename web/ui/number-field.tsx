import { useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { Field, type FieldProps, INPUT_CLASS } from "./field.tsx";

export interface NumberFieldProps extends Omit<FieldProps, "children"> {
  readonly value: number;
  /** Called with whole numbers in range only. */
  readonly onChange: (value: number) => void;
  readonly minimum: number;
  readonly maximum: number;
  /** Shown behind the number: "s", "ms", "B". */
  readonly unit?: string;
  readonly isDisabled?: boolean;
}

/** The whole number that a text stands for, if it lies in the range. */
export function parseWhole(text: string, minimum: number, maximum: number): number | undefined {
  if (!/^-?\d+$/.test(text.trim())) return undefined;
  const value = Number(text);
  return value >= minimum && value <= maximum ? value : undefined;
}

/** A whole number with its unit and range. */
export function NumberField({
  value,
  onChange,
  minimum,
  maximum,
  unit,
  isDisabled,
  problem,
  ...field
}: NumberFieldProps) {
  const texts = useTexts().kit;
  const format = useFormat();
  const [draft, setDraft] = useState<string>();
  const isWrong = draft !== undefined && parseWhole(draft, minimum, maximum) === undefined;
  const range = texts.outOfRange(format.exact(minimum), format.exact(maximum));
  return (
    <Field {...field} problem={isWrong ? range : problem}>
      {(control) => (
        <span className="relative flex">
          <input
            {...control}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            disabled={isDisabled}
            value={draft ?? String(value)}
            onChange={(event) => {
              setDraft(event.target.value);
              const parsed = parseWhole(event.target.value, minimum, maximum);
              if (parsed !== undefined) onChange(parsed);
            }}
            onBlur={() => setDraft(undefined)}
            className={classNames(INPUT_CLASS, "text-right", unit !== undefined && "pr-7")}
          />
          {unit !== undefined && (
            <span
              aria-hidden
              className="pointer-events-none absolute right-2 flex h-full items-center text-sm text-faint"
            >
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
