import { Plus } from "lucide-react";
import { useConnection, useProfiles } from "../../bridge/hooks.ts";
import { OWN_PROFILE_ID } from "../../bridge/profiles.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { PhaseDot } from "./phase-dot.tsx";
import { profileName } from "./use-connection-name.ts";

export interface ConnectionListProps {
  readonly shownId: string;
  readonly onShow: (id: string) => void;
  readonly onAdd: () => void;
}

/** Our own broker first, then the profiles kept in this browser. */
export function ConnectionList({ shownId, onShow, onAdd }: ConnectionListProps) {
  const texts = useTexts().connections;
  const profiles = useProfiles((view) => view.profiles);
  const entries = [
    { id: OWN_PROFILE_ID, name: texts.ownName, url: "" },
    ...profiles.map((profile) => ({
      id: profile.id,
      name: profileName(profile, texts),
      url: profile.name === "" ? "" : profile.url,
    })),
  ];
  return (
    <section aria-label={texts.list} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center justify-between border-b pr-1 pl-3">
        <h2 className="font-semibold">{texts.title}</h2>
        <IconButton label={texts.add} icon={<Plus />} onClick={onAdd} />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto p-1">
        {entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              aria-current={entry.id === shownId ? "true" : undefined}
              onClick={() => onShow(entry.id)}
              className="focus-inset flex min-h-8 w-full min-w-0 items-center gap-2 rounded-md px-2 py-1 text-left hover:bg-hover aria-[current=true]:bg-selected coarse:min-h-11"
            >
              <EntryDot id={entry.id} />
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="truncate">{entry.name}</span>
                {entry.url !== "" && (
                  <span className="truncate font-mono text-xs text-muted">{entry.url}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EntryDot({ id }: { id: string }) {
  const texts = useTexts().shell;
  const isCurrent = useProfiles((view) => view.currentId === id);
  const phase = useConnection((state) => state.connection.phase);
  if (!isCurrent) return <span className="w-2.5 shrink-0" />;
  return (
    <>
      <PhaseDot phase={phase} />
      <span className="sr-only">{texts.connection[phase]}</span>
    </>
  );
}
