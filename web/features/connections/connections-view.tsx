import { useBridge, useProfiles } from "../../bridge/hooks.ts";
import { newProfile, OWN_PROFILE_ID } from "../../bridge/profiles.ts";
import { useIsNarrow } from "../../lib/media.ts";
import { optionalTextParam } from "../../lib/url-state.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { Splitter } from "../../ui/splitter.tsx";
import { ConnectionDetail } from "./connection-detail.tsx";
import { ConnectionList } from "./connection-list.tsx";

const ID_RANDOM_VALUES = 2;

function makeId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(ID_RANDOM_VALUES)), (part) =>
    part.toString(36),
  ).join("");
}

/** The brokers that the page knows, and what is asked of each. */
export function ConnectionsView() {
  const bridge = useBridge();
  const isNarrow = useIsNarrow();
  const currentId = useProfiles((view) => view.currentId);
  const [chosen, setChosen] = useUrlState("edit", optionalTextParam);
  const shown = chosen ?? currentId;
  const add = () => {
    const profile = newProfile(makeId());
    bridge.profiles.save(profile);
    setChosen(profile.id);
  };
  const list = <ConnectionList shownId={shown} onShow={setChosen} onAdd={add} />;
  const detail = (
    <ConnectionDetail
      key={shown}
      id={shown}
      onBack={isNarrow ? () => setChosen(undefined) : undefined}
      onGone={() => setChosen(OWN_PROFILE_ID, "replace")}
      onCopy={(profile) => {
        const copy = { ...profile, id: makeId() };
        bridge.profiles.save(copy);
        setChosen(copy.id);
      }}
    />
  );
  if (isNarrow) return chosen === undefined ? list : detail;
  return (
    <Splitter
      name="connections"
      className="flex-1"
      panes={[
        { id: "list", content: list, size: "280px", minimumSize: "180px" },
        { id: "detail", content: detail, minimumSize: "320px" },
      ]}
    />
  );
}
