import { useMemo } from "react";
import { useBridge } from "../../bridge/hooks.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import type { OwnTab } from "./broker-params.ts";

/** What can be done in the view of our own broker. */
export function useBrokerCommands(
  open: (tab: OwnTab) => void,
  demo: { readonly isRunning: boolean } | undefined,
  onChanged: () => void,
): void {
  const { title, commands } = useTexts().broker;
  const { inside } = useBridge();
  const barrier = useRoleBarrier("act");
  const hasDemo = demo !== undefined && barrier === undefined;
  const isRunning = demo?.isRunning === true;
  const list = useMemo((): readonly Command[] => {
    const tab = (id: OwnTab): Command => ({
      id: `broker.${id}`,
      title: commands[id],
      section: title,
      run: () => open(id),
    });
    const switchDemo: Command = {
      id: "broker.demo",
      title: isRunning ? commands.stopDemo : commands.startDemo,
      section: title,
      run: () => void inside.runDemo(!isRunning).then(onChanged, onChanged),
    };
    return [tab("overview"), tab("limits"), tab("system"), ...(hasDemo ? [switchDemo] : [])];
  }, [title, commands, open, hasDemo, isRunning, inside, onChanged]);
  useCommands(list);
}
