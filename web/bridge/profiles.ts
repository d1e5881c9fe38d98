import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProtocolVersion, QoS } from "../../protocol/packets.ts";
import type { BaseFilter, ConnectOptions } from "../worker/messages.ts";

/** The will of a profile, its payload as text. */
export interface ProfileWill {
  readonly topic: string;
  readonly payload: string;
  readonly qos: QoS;
  readonly retain: boolean;
  readonly delaySeconds: number;
}

/** A broker the page can be attached to. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly version: ProtocolVersion;
  /** Empty: a new one for each tab. */
  readonly clientId: string;
  readonly userName: string;
  readonly password: string;
  /** The password is written to the browser's storage only on request. */
  readonly isPasswordKept: boolean;
  readonly keepAliveSeconds: number;
  readonly cleanStart: boolean;
  readonly sessionExpirySeconds: number;
  readonly will: ProfileWill | undefined;
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
const DEFAULT_KEEP_ALIVE_SECONDS = 30;

/** A profile as the form starts with it. */
export function newProfile(id: string): Profile {
  return {
    id,
    name: "",
    url: "",
    version: 5,
    clientId: "",
    userName: "",
    password: "",
    isPasswordKept: false,
    keepAliveSeconds: DEFAULT_KEEP_ALIVE_SECONDS,
    cleanStart: true,
    sessionExpirySeconds: 0,
    will: undefined,
    baseFilters: [],
  };
}

/** What CONNECT asks for under a profile. */
export function connectOptionsOf(profile: Profile, tabClientId: string): ConnectOptions {
  const { url, version, userName, password, keepAliveSeconds, cleanStart, sessionExpirySeconds } = profile;
  return {
    url,
    version,
    clientId: profile.clientId || tabClientId,
    keepAliveSeconds,
    cleanStart,
    sessionExpirySeconds,
    ...(userName === "" ? {} : { userName }),
    ...(password === "" ? {} : { password }),
    ...(profile.will
      ? { will: { ...profile.will, payload: new TextEncoder().encode(profile.will.payload) } }
      : {}),
  };
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
    return Array.isArray(stored)
      ? stored.filter(hasId).map((kept) => ({ ...newProfile(kept.id), ...kept }))
      : [];
  } catch {
    return [];
  }
}

function hasId(value: unknown): value is Partial<Profile> & { id: string } {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}
