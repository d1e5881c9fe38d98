import { useEffect, useState } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";

export interface DemoSwitchProps {
  readonly isRunning: boolean;
  /** The broker is to be read again. */
  readonly onChanged: () => void;
}

/** Starts and stops the simulated devices of the demo. */
export function DemoSwitch({ isRunning, onChanged }: DemoSwitchProps) {
  const texts = useTexts().broker.head;
  const { inside } = useBridge();
  const barrier = useRoleBarrier("act");
  const [wanted, setWanted] = useState<boolean>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (wanted === isRunning) setWanted(undefined);
  }, [wanted, isRunning]);
  const change = async (running: boolean) => {
    setWanted(running);
    setProblem(undefined);
    try {
      await inside.runDemo(running);
    } catch (error) {
      setWanted(undefined);
      setProblem(error instanceof Error ? error.message : String(error));
    }
    onChanged();
  };
  return (
    <>
      <Barred reason={barrier}>
        <Switch
          label={texts.demoTip}
          isOn={wanted ?? isRunning}
          isDisabled={wanted !== undefined || barrier !== undefined}
          onChange={(running) => void change(running)}
        />
      </Barred>
      {problem !== undefined && (
        <ErrorNote what={texts.demoFailed} why={problem} onDismiss={() => setProblem(undefined)} />
      )}
    </>
  );
}
