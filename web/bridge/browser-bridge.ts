import { basePath } from "../lib/base-path.ts";
import { Bridge } from "./bridge.ts";
import { browserPacer } from "./frames.ts";
import type { EventStream } from "./inside-events.ts";
import type { KeyValueStorage } from "./profiles.ts";
import { startWorker } from "./start-worker.ts";

const TAB_CLIENT_ID_KEY = "vitrina.clientId";
const TOKEN_PARAMETER = "token";
const CLIENT_ID_RANDOM_CHARACTERS = 8;

/** The bridge of a real page: its worker started, its storage the browser's. Nothing is attached yet. */
export function createBrowserBridge(): Bridge {
  const bridge = new Bridge({
    port: startWorker(),
    pacer: browserPacer(),
    base: location.origin + basePath(),
    storage: storageOrMemory(() => localStorage),
    tabClientId: tabClientId(storageOrMemory(() => sessionStorage)),
    fetch: (input, init) => fetch(input, init),
    openEventStream: (url) => new EventSource(url) as EventStream,
    schedule: (callback, milliseconds) => setTimeout(callback, milliseconds),
  });
  void bridge.login.start(takeToken());
  return bridge;
}

/** The token of an address that the server printed; it leaves the address at once, so that no history keeps it. */
function takeToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get(TOKEN_PARAMETER) ?? undefined;
  if (token !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}

function tabClientId(storage: KeyValueStorage): string {
  const kept = storage.getItem(TAB_CLIENT_ID_KEY);
  if (kept) return kept;
  const made = `vitrina-${crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, CLIENT_ID_RANDOM_CHARACTERS)}`;
  storage.setItem(TAB_CLIENT_ID_KEY, made);
  return made;
}

/** A browser may forbid storage altogether (private window, iframe): then what is kept lives as long as the tab. */
function storageOrMemory(open: () => Storage): KeyValueStorage {
  try {
    return open();
  } catch {
    const memory = new Map<string, string>();
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
    };
  }
}
