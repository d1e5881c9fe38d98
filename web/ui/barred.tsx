import type { ReactNode } from "react";
import { tip } from "./tip.ts";

/** Around what is disabled: says why, on hover and to those who do not see it. */
export function Barred({ reason, children }: { reason: string | undefined; children: ReactNode }) {
  if (reason === undefined) return children;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is disabled takes no focus, and its reason is to be reached
    <span {...tip(reason)} tabIndex={0} role="note" aria-label={reason} className="inline-flex rounded-md">
      {children}
    </span>
  );
}
