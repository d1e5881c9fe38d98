import { useConnection, useProfiles } from "../../bridge/hooks.ts";
import { OWN_PROFILE_ID, type Profile } from "../../bridge/profiles.ts";
import type { Catalogue } from "../../texts/en/catalogue.ts";
import { useTexts } from "../../texts/use-texts.ts";

/** What a profile is called: its name, else its address. */
export function profileName(profile: Profile, texts: Catalogue["connections"]): string {
  return profile.name || profile.url.replace(/^wss?:\/\//, "") || texts.unnamed;
}

/** What the broker that the page is attached to is called. */
export function useConnectionName(): string {
  const texts = useTexts().connections;
  const url = useConnection((state) => state.url);
  const profile = useProfiles((view) => view.profiles.find((one) => one.id === view.currentId));
  const isOwn = useProfiles((view) => view.currentId === OWN_PROFILE_ID);
  if (isOwn) return texts.ownName;
  return profile === undefined ? url : profileName(profile, texts);
}
