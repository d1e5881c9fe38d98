import { Switch as Radix } from "radix-ui";
import { useId } from "react";

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** On or off, at once. */
export function Switch({ label, isOn, onChange, isDisabled }: SwitchProps) {
  const id = useId();
  return (
    <span className="inline-flex min-h-6 items-center gap-2 coarse:min-h-8">
      <Radix.Root
        id={id}
        checked={isOn}
        disabled={isDisabled ?? false}
        onCheckedChange={onChange}
        className="relative h-4 w-7 shrink-0 rounded-full bg-faint transition-colors data-[state=checked]:bg-accent disabled:opacity-50"
      >
        <Radix.Thumb className="block size-3 translate-x-0.5 rounded-full bg-ground transition-transform data-[state=checked]:translate-x-3.5" />
      </Radix.Root>
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
