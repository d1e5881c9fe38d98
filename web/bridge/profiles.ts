import { createStore, type StoreApi } from "zustand/vanilla";
import { type ConnectDraft, connectOptionsFrom, NEW_CONNECT_DRAFT, NEW_WILL } from "../lib/connect-draft.ts";
import type { BaseFilter, ConnectOptions } from "../worker/messages.ts";

/** A broker the page can be attached to, and what is asked of it; an empty client id: a new one for each tab. */
export interface Profile extends ConnectDraft {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** The password is written to the browser's storage only on request. */
  readonly isPasswordKept: boolean;
  /** What the tree listens to; empty: the page asks first. */
  readonly baseFilters: readonly BaseFilter[];
}

export interface ProfilesView {
  readonly profiles: readonly Profile[];
  /** OWN_PROFILE_ID or one of the profiles. */
  readonly currentId: string;
}

/** The part of localStorage that is used. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The broker that serves the page: always there, nothing to fill in. */
export const OWN_PROFILE_ID = "own";
const STORAGE_KEY = "vitrina.profiles";

/** A profile as the form starts with it. */
export function newProfile(id: string): Profile {
  return { ...NEW_CONNECT_DRAFT, id, name: "", url: "", isPasswordKept: false, baseFilters: [] };
}

/** What CONNECT asks for under a profile. */
export function connectOptionsOf(profile: Profile, tabClientId: string): ConnectOptions {
  return connectOptionsFrom(profile, profile.url, profile.clientId || tabClientId);
}

/** The profiles kept in this browser. A storage that cannot be read or written costs the memory, not the page. */
export class Profiles {
  readonly store: StoreApi<ProfilesView>;
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
    this.store = createStore(() => ({ profiles: readProfiles(storage), currentId: OWN_PROFILE_ID }));
  }

  find(id: string): Profile | undefined {
    return this.store.getState().profiles.find((profile) => profile.id === id);
  }

  save(profile: Profile): void {
    const { profiles } = this.store.getState();
    const isKnown = profiles.some((other) => other.id === profile.id);
    const next = isKnown
      ? profiles.map((other) => (other.id === profile.id ? profile : other))
      : [...profiles, profile];
    this.#write(next);
  }

  remove(id: string): void {
    this.#write(this.store.getState().profiles.filter((profile) => profile.id !== id));
  }

  current(id: string): void {
    this.store.setState({ currentId: id });
  }

  #write(profiles: readonly Profile[]): void {
    this.store.setState({ profiles });
    const kept = profiles.map((profile) => (profile.isPasswordKept ? profile : { ...profile, password: "" }));
    try {
      this.#storage.setItem(STORAGE_KEY, JSON.stringify(kept));
    } catch {
      // Storage is full or forbidden: the profiles live as long as the tab.
    }
  }
}

function readProfiles(storage: KeyValueStorage): readonly Profile[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(hasId).map(profileFrom) : [];
  } catch {
    return [];
  }
}

/** What an older page has kept says less. */
function profileFrom(kept: Partial<Profile> & { readonly id: string }): Profile {
  const { will } = kept;
  const properties = { ...NEW_WILL.properties, ...will?.properties };
  return { ...newProfile(kept.id), ...kept, will: will && { ...NEW_WILL, ...will, properties } };
}

function hasId(value: unknown): value is Partial<Profile> & { id: string } {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}
