import { useId } from "react";

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
  readonly help?: string;
}

/** Yes or no, taken over with the form. */
export function Checkbox({ label, isChecked, onChange, isDisabled, help }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex min-h-6 flex-col justify-center coarse:min-h-8">
      <label className="inline-flex items-center gap-2">
        <input
          type="checkbox"
          checked={isChecked}
          disabled={isDisabled}
          aria-describedby={help === undefined ? undefined : id}
          onChange={(event) => onChange(event.target.checked)}
          className="size-3.5 shrink-0 coarse:size-5"
        />
        {label}
      </label>
      {help !== undefined && (
        <span id={id} className="pl-5.5 text-sm text-muted">
          {help}
        </span>
      )}
    </div>
  );
}
