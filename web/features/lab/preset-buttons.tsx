import { CirclePlay } from "lucide-react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { PRESET_IDS, presetOf } from "./presets.ts";
import { randomName, useLabTarget, useStartClient } from "./use-lab-clients.ts";

/** The ready-made clients, each started by one press. */
export function PresetButtons({ onStarted }: { onStarted: (key: string) => void }) {
  const texts = useTexts().lab;
  const target = useLabTarget();
  const start = useStartClient();
  return (
    <span className="flex w-full flex-wrap gap-1.5">
      {PRESET_IDS.map((id) => (
        <Button
          key={id}
          icon={<CirclePlay />}
          explanation={texts.presets[id].text}
          disabled={target.url === ""}
          onClick={() => {
            const { draft, beginning } = presetOf(id, target, randomName());
            onStarted(start(draft, beginning));
          }}
        >
          {texts.presets[id].title}
        </Button>
      ))}
    </span>
  );
}
