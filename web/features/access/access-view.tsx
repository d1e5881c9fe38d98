import { useMemo } from "react";
import { useInsideView } from "../../bridge/hooks.ts";
import { useInside } from "../../bridge/use-inside.ts";
import { usePoll } from "../../bridge/use-poll.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Badge } from "../../ui/badge.tsx";
import { InsideElsewhere, InsideFailure } from "../../ui/inside-note.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { type AccessTab, accessParams } from "./access-params.ts";
import { FileTab } from "./file-tab.tsx";
import { QuestionTab } from "./question-tab.tsx";
import { useCandidate } from "./use-candidate.ts";

/** No event tells that somebody has written the file. */
const POLL_MILLISECONDS = 5_000;

/** What clients of our own broker may do, and what a changed file of rights would do. */
export function AccessView() {
  const isElsewhere = useInsideView((view) => view.availability === "elsewhere");
  return isElsewhere ? <InsideElsewhere /> : <OwnAccess />;
}

function OwnAccess() {
  const texts = useTexts().access;
  const [tab, setTab] = useUrlState("tab", accessParams.tab);
  const file = useInside("rights file", [], (inside, signal) => inside.rightsFile(signal));
  usePoll(file.reload, POLL_MILLISECONDS);
  const candidate = useCandidate(file.data);
  useAccessCommands(setTab);
  const isChanged = file.data?.state === "changed" || file.data?.state === "unreadable";
  return (
    <>
      {file.state === "failed" && (
        <InsideFailure error={file.error} loadedAt={file.loadedAt} onRetry={file.reload} />
      )}
      <Tabs
        label={texts.tabs.label}
        value={tab}
        onChange={(next) => setTab(next, "replace")}
        className="flex-1"
        tabs={[
          {
            value: "question",
            title: texts.tabs.question,
            content: <QuestionTab file={file.data} onTry={() => setTab("file")} />,
          },
          {
            value: "file",
            title: texts.tabs.file,
            ...(isChanged && { note: <Badge tone="warn">{texts.tabs.fileChanged}</Badge> }),
            content: <FileTab file={file.data} candidate={candidate} onReload={file.reload} />,
          },
        ]}
      />
    </>
  );
}

function useAccessCommands(setTab: (tab: AccessTab) => void): void {
  const texts = useTexts().access;
  const commands = useMemo((): readonly Command[] => {
    const section = texts.tabs.label;
    return [
      { id: "access.ask", title: texts.commands.ask, section, run: () => setTab("question") },
      { id: "access.file", title: texts.commands.file, section, run: () => setTab("file") },
    ];
  }, [texts, setTab]);
  useCommands(commands);
}
