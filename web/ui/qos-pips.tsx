import type { QoS } from "../../protocol/packets.ts";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

export interface QosPipsProps {
  readonly qos: QoS;
  /** "QoS 1" instead of pips. */
  readonly hasWord?: boolean;
  readonly className?: string;
}

const PIP_X = [3, 11] as const;

/** QoS as no, one or two filled pips (MQTT 5.0 §4.3). */
export function QosPips({ qos, hasWord = false, className }: QosPipsProps) {
  const texts = useTexts().signs;
  return (
    <span
      {...tip(texts.qosTips[qos] ?? texts.qos(qos), { clause: "4.3" })}
      role="img"
      aria-label={texts.qos(qos)}
      className={classNames("inline-flex items-center gap-1 align-middle", className)}
    >
      <svg aria-hidden="true" viewBox="0 0 14 6" className="h-1.5 w-3.5 shrink-0 text-muted">
        {PIP_X.map((x, index) => (
          <circle
            key={x}
            cx={x}
            cy="3"
            r="2.25"
            stroke="currentColor"
            fill={index < qos ? "currentColor" : "none"}
          />
        ))}
      </svg>
      {hasWord && <span aria-hidden>{texts.qos(qos)}</span>}
    </span>
  );
}
