import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";

export interface ChipProps {
  readonly children: ReactNode;
  /** What it is called when it is taken away. */
  readonly name: string;
  /** Given: it can be switched on and off. */
  readonly isOn?: boolean;
  readonly onToggle?: () => void;
  readonly onRemove?: () => void;
  readonly isMonospace?: boolean;
}

/** A filter, a subscription or a type, that can be switched or taken away. */
export function Chip({ children, name, isOn, onToggle, onRemove, isMonospace }: ChipProps) {
  const texts = useTexts().kit;
  return (
    <span
      className={classNames(
        "inline-flex h-6 max-w-full items-center rounded-full border border-line-strong coarse:h-8",
        isOn === false ? "text-muted" : "bg-panel text-ink",
        isMonospace && "font-mono text-sm",
      )}
    >
      {onToggle ? (
        <button
          type="button"
          aria-pressed={isOn ?? false}
          className="h-full min-w-0 truncate rounded-full px-2.5 hover:bg-hover"
          onClick={onToggle}
        >
          {children}
        </button>
      ) : (
        <span className="min-w-0 truncate px-2.5">{children}</span>
      )}
      {onRemove && (
        <button
          type="button"
          aria-label={`${texts.clear}: ${name}`}
          className="-ml-1.5 grid h-full w-6 place-items-center rounded-full text-muted hover:text-ink"
          onClick={onRemove}
        >
          <X className="size-3" aria-hidden />
        </button>
      )}
    </span>
  );
}
