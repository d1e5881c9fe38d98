import { RefreshCw } from "lucide-react";
import { useState } from "react";
import type { RightsFile } from "../../../server/adapters/http/contract/access.ts";
import { useBridge } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";

export interface FileStateProps {
  readonly file: Exclude<RightsFile, { readonly state: "none" }>;
  readonly onReload: () => void;
}

/** Whether the file on the disk is what counts, and the button that makes it count. */
export function FileState({ file, onReload }: FileStateProps) {
  const texts = useTexts().access.file;
  const { state, outcome, reload, dismiss } = useReload(onReload);
  const button = <ReloadButton isReloading={state === "reloading"} onPress={reload} />;
  return (
    <div className="flex flex-col gap-2">
      {file.state === "same" && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 wrap-anywhere">{texts.same(file.path)}</p>
          {button}
        </div>
      )}
      {file.state === "changed" && (
        <ErrorNote tone="warn" what={texts.changed(file.path)} todo={texts.changedWhat} actions={button} />
      )}
      {file.state === "unreadable" && (
        <ErrorNote
          what={texts.unreadable}
          why={`${file.problem}.`}
          todo={texts.unreadableWhat}
          actions={button}
        />
      )}
      {outcome?.kind === "failed" && (
        <ErrorNote what={texts.reloadFailed} why={outcome.reason} onDismiss={dismiss} />
      )}
      {outcome?.kind === "reloaded" && (
        <p role="status" className="rounded-md bg-good-ground px-3 py-2">
          {texts.reloaded(outcome.disconnected)}
        </p>
      )}
    </div>
  );
}

function ReloadButton({ isReloading, onPress }: { isReloading: boolean; onPress: () => void }) {
  const texts = useTexts().access.file;
  const barrier = useRoleBarrier("admin");
  return (
    <Barred reason={barrier}>
      <Button
        icon={<RefreshCw />}
        explanation={texts.reloadTip}
        disabled={isReloading || barrier !== undefined}
        onClick={onPress}
      >
        {isReloading ? texts.reloading : texts.reload}
      </Button>
    </Barred>
  );
}

type Outcome =
  | { readonly kind: "reloaded"; readonly disconnected: number }
  | { readonly kind: "failed"; readonly reason: string };

function useReload(onReload: () => void) {
  const { inside } = useBridge();
  const [state, setState] = useState<"idle" | "reloading">("idle");
  const [outcome, setOutcome] = useState<Outcome>();
  const reload = async () => {
    setState("reloading");
    setOutcome(undefined);
    try {
      const { disconnected } = await inside.reloadFiles();
      setOutcome({ kind: "reloaded", disconnected });
    } catch (error) {
      setOutcome({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
    setState("idle");
    onReload();
  };
  return { state, outcome, reload: () => void reload(), dismiss: () => setOutcome(undefined) };
}
