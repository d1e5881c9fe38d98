import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useBridge, useConnection, useProfiles, useSend } from "../../bridge/hooks.ts";
import { OWN_PROFILE_ID, type Profile } from "../../bridge/profiles.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { UndoBar } from "../../ui/undo-bar.tsx";
import { chooseBroker } from "./choose-broker.ts";
import { ConnectionFacts } from "./connection-facts.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { profileName } from "./use-connection-name.ts";

const UNDO_MILLISECONDS = 15_000;

export interface ConnectionDetailProps {
  readonly id: string;
  readonly onBack: (() => void) | undefined;
  /** There is no such connection, or no longer. */
  readonly onGone: () => void;
  readonly onCopy: (profile: Profile) => void;
}

/** One connection: our own to look at, another to change. */
export function ConnectionDetail({ id, onBack, onGone, onCopy }: ConnectionDetailProps) {
  const texts = useTexts();
  const bridge = useBridge();
  const profile = useProfiles((view) => view.profiles.find((one) => one.id === id));
  const [removed, setRemoved] = useState<{ readonly profile: Profile; readonly until: number }>();
  const isOwn = id === OWN_PROFILE_ID;
  const remove = (gone: Profile) => {
    if (bridge.profiles.store.getState().currentId === gone.id) chooseBroker(bridge, OWN_PROFILE_ID);
    bridge.profiles.remove(gone.id);
    setRemoved({ profile: gone, until: Date.now() + UNDO_MILLISECONDS });
  };
  const name = profile ? profileName(profile, texts.connections) : texts.connections.ownName;
  return (
    <section aria-label={name} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 border-b px-3">
        {onBack && (
          <IconButton label={texts.shell.back} icon={<ArrowLeft />} onClick={onBack} className="-ml-2" />
        )}
        <h2 className="min-w-0 flex-1 truncate font-semibold">{isOwn || profile ? name : ""}</h2>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {removed && !profile && (
          <div className="p-3">
            <UndoBar
              text={texts.connections.removed(profileName(removed.profile, texts.connections))}
              until={removed.until}
              onUndo={() => bridge.profiles.save(removed.profile)}
              onEnd={onGone}
            />
          </div>
        )}
        {isOwn && <OwnBroker />}
        {profile && (
          <ProfileForm
            // The question what to listen to writes here too.
            key={profile.baseFilters.map(({ filter }) => filter).join("\n")}
            profile={profile}
            onRemove={() => remove(profile)}
            onCopy={() => onCopy({ ...profile, name: texts.connections.copyOf(name) })}
          />
        )}
      </div>
    </section>
  );
}

function OwnBroker() {
  const texts = useTexts();
  const bridge = useBridge();
  const send = useSend();
  const isCurrent = useProfiles((view) => view.currentId === OWN_PROFILE_ID);
  const isOpen = useConnection(({ connection }) => connection.phase !== "detached");
  return (
    <div className="flex max-w-2xl flex-col items-start gap-4 p-4">
      <p className="text-muted">{texts.connections.ownText}</p>
      {isCurrent && <ConnectionFacts />}
      {isCurrent && isOpen ? (
        <Button onClick={() => send({ type: "detach" })}>{texts.connections.detach}</Button>
      ) : (
        <Button kind="primary" onClick={() => chooseBroker(bridge, OWN_PROFILE_ID)}>
          {texts.connections.attach}
        </Button>
      )}
    </div>
  );
}
