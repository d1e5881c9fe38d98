import { useTexts } from "../texts/use-texts.ts";
import { tip } from "./tip.ts";

/** A message that was sent again (MQTT 5.0 §3.3.1.1). */
export function DupMark() {
  const texts = useTexts().signs;
  return (
    <span
      {...tip(texts.dupTip, { clause: "3.3.1.1" })}
      className="inline-flex h-4 items-center rounded-sm bg-warn-ground px-1 align-middle text-xs text-warn"
    >
      {texts.dup}
    </span>
  );
}
