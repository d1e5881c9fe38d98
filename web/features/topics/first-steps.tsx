import { useState } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { navigate } from "../../lib/navigate.ts";
import { mosquittoAddress } from "../../lib/terminal.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState, type EmptyStep } from "../../ui/empty-state.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";

const EXAMPLE = "-t kitchen/temperature -m 21.5";

/** Our own broker while nobody publishes: three ways to begin, each one paste or one click away. */
export function FirstSteps() {
  const texts = useTexts().topics.first;
  const demo = useDemoStart();
  const barrier = useRoleBarrier("act");
  const broker = useInside("broker", ["broker"], (inside, signal) => inside.broker(signal)).data;
  const address = mosquittoAddress(broker?.listeners ?? [], location.hostname);
  const steps: readonly EmptyStep[] = [
    { id: "command", text: texts.command, command: `mosquitto_pub ${address} ${EXAMPLE}` },
    {
      id: "lab",
      text: texts.lab,
      action: <Button onClick={() => navigate(`/lab${location.search}`)}>{texts.openLab}</Button>,
    },
    ...(broker?.demo
      ? [
          {
            id: "demo",
            text: texts.demo,
            action: (
              <Barred reason={barrier}>
                <Button
                  kind="primary"
                  disabled={demo.isStarting || barrier !== undefined}
                  onClick={demo.start}
                >
                  {demo.isStarting ? texts.startingDemo : texts.startDemo}
                </Button>
              </Barred>
            ),
          },
        ]
      : []),
  ];
  return (
    <EmptyState title={texts.title} text={texts.text} steps={broker ? steps : []}>
      {demo.problem !== undefined && <ErrorNote what={texts.demoFailed} why={demo.problem} />}
    </EmptyState>
  );
}

interface DemoStart {
  readonly isStarting: boolean;
  readonly problem: string | undefined;
  readonly start: () => void;
}

function useDemoStart(): DemoStart {
  const { inside } = useBridge();
  const [isStarting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const start = () => {
    setStarting(true);
    setProblem(undefined);
    inside
      .runDemo(true)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
      .finally(() => setStarting(false));
  };
  return { isStarting, problem, start };
}
