import { classNames } from "../../lib/class-names.ts";
import { colourOf } from "./colours.ts";

export interface SubscriptionMarkProps {
  readonly number: string;
  readonly colour: number;
  /** Off: an outline. */
  readonly isOff?: boolean;
  readonly title?: string;
}

/** The number of a subscription in its colour. */
export function SubscriptionMark({ number, colour, isOff = false, title }: SubscriptionMarkProps) {
  const tone = colourOf(colour);
  return (
    <span
      title={title}
      className={classNames(
        "inline-grid h-4 min-w-4 shrink-0 place-items-center rounded-sm px-0.5 text-xs font-semibold",
        isOff && "border",
      )}
      style={
        isOff
          ? { color: tone, borderColor: tone }
          : { background: tone, color: "light-dark(#ffffff, #131315)" }
      }
    >
      {number}
    </span>
  );
}
