import { CircleAlert, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "./icon-button.tsx";

export interface ErrorNoteProps {
  readonly what: string;
  readonly why?: ReactNode;
  /** What to do. */
  readonly todo?: string | undefined;
  /** Bad: it failed. Warn: it may not be what was meant. */
  readonly tone?: "bad" | "warn";
  readonly actions?: ReactNode;
  /** Given: it stays until it is dismissed. */
  readonly onDismiss?: (() => void) | undefined;
  readonly className?: string;
}

/** What happened, why, and what to do; it stays until read. */
export function ErrorNote({ what, why, todo, tone = "bad", actions, onDismiss, className }: ErrorNoteProps) {
  const texts = useTexts().kit;
  const Icon = tone === "bad" ? CircleAlert : TriangleAlert;
  return (
    <div
      role="alert"
      className={classNames(
        "flex items-start gap-2 rounded-md px-3 py-2",
        tone === "bad" ? "bg-bad-ground" : "bg-warn-ground",
        className,
      )}
    >
      <Icon
        aria-hidden
        className={classNames("mt-0.5 size-4 shrink-0", tone === "bad" ? "text-bad" : "text-warn")}
      />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-64 break-words">
          <strong className="font-semibold">{what}.</strong>
          {why !== undefined && why !== "" && <span> {why}</span>}
          {todo !== undefined && todo !== "" && <span className="text-muted"> {todo}</span>}
        </p>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {onDismiss && <IconButton label={texts.dismiss} icon={<X />} onClick={onDismiss} className="-my-0.5" />}
    </div>
  );
}
