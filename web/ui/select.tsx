import { ChevronDown } from "lucide-react";
import { classNames } from "../lib/class-names.ts";
import { Field, type FieldProps, INPUT_CLASS } from "./field.tsx";

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly title: string;
}

export interface SelectProps<T extends string> extends Omit<FieldProps, "children"> {
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** One of a list, by the system's own control: it works with every keyboard, reader and thumb. */
export function Select<T extends string>({ value, options, onChange, isDisabled, ...field }: SelectProps<T>) {
  return (
    <Field {...field}>
      {(control) => (
        <span className="relative flex">
          <select
            {...control}
            value={value}
            disabled={isDisabled}
            onChange={(event) => {
              const option = options.find((one) => one.value === event.target.value);
              if (option) onChange(option.value);
            }}
            className={classNames(INPUT_CLASS, "appearance-none pr-6")}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 size-3 -translate-y-1/2 text-muted"
          />
        </span>
      )}
    </Field>
  );
}
