import { CirclePlay } from "lucide-react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PRESET_IDS } from "./presets.ts";
import { useStartPreset } from "./use-lab-clients.ts";

export interface LabEmptyProps {
  readonly onStarted: (key: string) => void;
  readonly onNew: () => void;
}

/** No test client yet: what they are, and four ways to begin. */
export function LabEmpty({ onStarted, onNew }: LabEmptyProps) {
  const texts = useTexts().lab;
  const { isReady, startPreset } = useStartPreset();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState title={texts.startTitle} text={texts.startText}>
        <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2">
          {PRESET_IDS.map((id) => (
            <Choice key={id} title={texts.presets[id].title} text={texts.presets[id].text}>
              <Button
                kind="primary"
                icon={<CirclePlay />}
                aria-label={texts.startPreset(texts.presets[id].title)}
                disabled={!isReady}
                onClick={() => onStarted(startPreset(id))}
              >
                {texts.start}
              </Button>
            </Choice>
          ))}
          <Choice title={texts.own} text={texts.ownText}>
            <Button onClick={onNew}>{texts.fill}</Button>
          </Choice>
        </ul>
      </EmptyState>
    </div>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly text: string;
  readonly children: React.ReactNode;
}

function Choice({ title, text, children }: ChoiceProps) {
  return (
    <li className="flex flex-col items-start gap-1 rounded-lg border border-line-strong p-3">
      <h3 className="font-semibold">{title}</h3>
      <p className="flex-1 text-muted">{text}</p>
      <div className="mt-1">{children}</div>
    </li>
  );
}
