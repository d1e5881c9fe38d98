import type { Ref } from "react";
import { classNames } from "../lib/class-names.ts";
import { Field, type FieldProps, INPUT_CLASS } from "./field.tsx";

export interface TextAreaProps extends Omit<FieldProps, "children"> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly isMonospace?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text with their label; for payloads CodeEditor does more. */
export function TextArea({ value, onChange, rows = 3, isMonospace, ref, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          {...control}
          ref={ref}
          rows={rows}
          value={value}
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(
            INPUT_CLASS,
            "h-auto resize-y py-1 coarse:h-auto",
            isMonospace && "font-mono text-sm",
          )}
        />
      )}
    </Field>
  );
}
