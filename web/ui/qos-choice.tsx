import type { QoS } from "../../protocol/packets.ts";
import { useTexts } from "../texts/use-texts.ts";
import { ToggleGroup } from "./toggle-group.tsx";

const CHOICES = ["0", "1", "2"] as const;

export interface QosChoiceProps {
  readonly label: string;
  readonly qos: QoS;
  readonly onChange: (qos: QoS) => void;
}

/** QoS 0, 1 or 2 (MQTT 5.0 §4.3). */
export function QosChoice({ label, qos, onChange }: QosChoiceProps) {
  const texts = useTexts().signs;
  return (
    <ToggleGroup
      label={label}
      value={String(qos) as (typeof CHOICES)[number]}
      options={CHOICES.map((value) => ({
        value,
        label: value === "0" ? texts.qos(0) : value,
        explanation: texts.qosTips[Number(value)] ?? value,
      }))}
      onChange={(value) => onChange(Number(value) as QoS)}
    />
  );
}
