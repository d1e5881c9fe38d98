import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export interface DirectionArrowProps {
  /** Seen from whoever the list belongs to. */
  readonly direction: "in" | "out";
  readonly className?: string;
}

/** Received or sent. */
export function DirectionArrow({ direction, className }: DirectionArrowProps) {
  const texts = useTexts().signs;
  const Icon = direction === "in" ? ArrowDownLeft : ArrowUpRight;
  return (
    <span {...tip(texts.directionTips[direction])} role="img" aria-label={texts.directions[direction]}>
      <Icon
        aria-hidden
        className={classNames(
          "inline size-3.5",
          direction === "in" ? "text-accent" : "text-muted",
          className,
        )}
      />
    </span>
  );
}
