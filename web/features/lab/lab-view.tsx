import { useMemo } from "react";
import { useLab } from "../../bridge/hooks.ts";
import { type Command, useCommands } from "../../lib/commands.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { optionalTextParam } from "../../lib/url-state.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Splitter } from "../../ui/splitter.tsx";
import { ClientList } from "./client-list.tsx";
import { LabDetail } from "./lab-detail.tsx";
import { LabEmpty } from "./lab-empty.tsx";
import { useLabBeginnings } from "./use-lab-clients.ts";

/** In place of a client's key: the form for a new one. */
const NEW_CLIENT = "new";

/** Test clients of the page: real ones, started, tried and ended in every way. */
export function LabView() {
  const isNarrow = useIsNarrow();
  const clients = useLab((view) => view.clients);
  const [chosen, setChosen] = useUrlState("client", optionalTextParam);
  const [edited, setEdited] = useUrlState("edit", optionalTextParam);
  useLabBeginnings();
  const openNew = () => setEdited(NEW_CLIENT);
  useNewCommand(openNew);
  const open = (key: string) => {
    setEdited(undefined, "replace");
    setChosen(key);
  };
  if (clients.length === 0 && edited === undefined) return <LabEmpty onStarted={open} onNew={openNew} />;
  const list = <ClientList openKey={chosen} onOpen={open} onNew={openNew} />;
  const detail = (
    <LabDetail
      chosen={chosen}
      edited={edited}
      onEdit={setEdited}
      onOpen={open}
      onClose={() => setChosen(undefined)}
      isNarrow={isNarrow}
    />
  );
  if (isNarrow) return chosen === undefined && edited === undefined ? list : detail;
  return (
    <Splitter
      name="lab"
      className="flex-1"
      panes={[
        { id: "clients", content: list, size: "320px", minimumSize: "240px" },
        { id: "client", content: detail, minimumSize: "420px" },
      ]}
    />
  );
}

function useNewCommand(run: () => void): void {
  const texts = useTexts().lab;
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "lab.new", title: texts.newClient, section: texts.title, keys: "n", hint: texts.newClient, run },
    ],
    [texts, run],
  );
  useCommands(commands);
}
