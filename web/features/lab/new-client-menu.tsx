import { ChevronDown, Plus } from "lucide-react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { PRESET_IDS } from "./presets.ts";
import { useStartPreset } from "./use-lab-clients.ts";

export interface NewClientMenuProps {
  readonly onStarted: (key: string) => void;
  readonly onNew: () => void;
}

/** Starts one of the ready-made clients, or opens the form for any other. */
export function NewClientMenu({ onStarted, onNew }: NewClientMenuProps) {
  const texts = useTexts().lab;
  const { isReady, startPreset } = useStartPreset();
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={<Plus />}>
          {texts.newClient}
          <ChevronDown aria-hidden className="text-faint" />
        </Button>
      }
      items={[
        ...PRESET_IDS.map((id) => ({
          id,
          title: texts.presets[id].title,
          isDisabled: !isReady,
          run: () => onStarted(startPreset(id)),
        })),
        { kind: "line", id: "line" },
        { id: "any", title: `${texts.own}…`, keys: "n", run: onNew },
      ]}
    />
  );
}
