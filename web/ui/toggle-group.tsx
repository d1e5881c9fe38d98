import { ToggleGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { tip } from "./tip.ts";

export interface ToggleOption<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  /** Said and shown on hover where the label is a picture or an abbreviation. */
  readonly explanation?: string;
}

export interface ToggleGroupProps<T extends string> {
  readonly label: string;
  readonly options: readonly ToggleOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly isDisabled?: boolean;
}

/** One of a few, side by side: QoS, view of a value. */
export function ToggleGroup<T extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled,
}: ToggleGroupProps<T>) {
  return (
    <Radix.Root
      type="single"
      aria-label={label}
      value={value}
      disabled={isDisabled ?? false}
      onValueChange={(next) => {
        const option = options.find((one) => one.value === next);
        if (option) onChange(option.value);
      }}
      className="inline-flex h-6 shrink-0 overflow-hidden rounded-md border border-line-strong coarse:h-8"
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          {...(option.explanation === undefined
            ? {}
            : { ...tip(option.explanation), "aria-label": option.explanation })}
          className="focus-inset border-line-strong px-2 text-muted not-first:border-l hover:bg-hover data-[state=on]:bg-selected data-[state=on]:text-accent-strong disabled:opacity-50 coarse:px-3"
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
