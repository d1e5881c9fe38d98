import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "../lib/class-names.ts";
import { Field, type FieldProps, INPUT_CLASS } from "./field.tsx";

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "className" | "id">;

export interface TextFieldProps extends Omit<FieldProps, "children">, InputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isMonospace?: boolean;
  /** At the right end, inside the box. */
  readonly tools?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A line of text with its label. */
export function TextField({
  label,
  isLabelHidden = false,
  help,
  problem,
  className,
  value,
  onChange,
  isMonospace,
  tools,
  ref,
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} isLabelHidden={isLabelHidden} help={help} problem={problem} className={className}>
      {(control) => (
        <span className="relative flex">
          <input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            {...input}
            {...control}
            ref={ref}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={classNames(
              INPUT_CLASS,
              isMonospace && "font-mono text-sm",
              tools !== undefined && "pr-7",
            )}
          />
          {tools !== undefined && (
            <span className="absolute top-0 right-0 flex h-full items-center">{tools}</span>
          )}
        </span>
      )}
    </Field>
  );
}
