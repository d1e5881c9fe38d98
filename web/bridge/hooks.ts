import { createContext, createElement, type ReactNode, useCallback, useContext } from "react";
import { type StoreApi, useStore } from "zustand";
import type {
  Command,
  ConnectionState,
  Cost,
  Fault,
  QuestionKind,
  Questions,
  StreamWindow,
} from "../worker/messages.ts";
import type { Bridge } from "./bridge.ts";
import type { InsideView } from "./inside-events.ts";
import type { LoginView } from "./login.ts";
import type { ProfilesView } from "./profiles.ts";
import type { DetailView, LabView, TopicsView } from "./stores.ts";

const BridgeContext = createContext<Bridge | undefined>(undefined);

/** Gives everything below it the bridge. */
export function BridgeProvider({ bridge, children }: { bridge: Bridge; children: ReactNode }): ReactNode {
  return createElement(BridgeContext, { value: bridge }, children);
}

/** The bridge itself: `attachOwn`, `attachProfile`, `profiles`, `inside`. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error("useBridge needs a BridgeProvider above it");
  return bridge;
}

/** Sends a command to the worker. The function stays the same. */
export function useSend(): (command: Command) => void {
  const bridge = useBridge();
  return useCallback((command: Command) => bridge.send(command), [bridge]);
}

/** Asks the worker. The function stays the same. */
export function useAsk(): <K extends QuestionKind>(
  kind: K,
  question: Questions[K]["question"],
) => Promise<Questions[K]["answer"]> {
  const bridge = useBridge();
  return useCallback((kind, question) => bridge.ask(kind, question), [bridge]);
}

// Each selector is to return a part of the state or a plain value, never an object made on the spot: that loops for ever.

export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(useBridge().stores.connection, select);
}

export function useTopics<T>(select: (view: TopicsView) => T): T {
  return useStore(useBridge().stores.topics, select);
}

export function useDetail<T>(select: (view: DetailView) => T): T {
  return useStore(useBridge().stores.detail, select);
}

export function useStream<T>(select: (window: StreamWindow) => T): T {
  return useStore(useBridge().stores.stream, select);
}

export function useLab<T>(select: (view: LabView) => T): T {
  return useStore(useBridge().stores.lab, select);
}

export function useCost<T>(select: (cost: Cost) => T): T {
  return useStore(useBridge().stores.cost, select);
}

/** Faults of the page's own machinery. */
export function useFaults(): readonly Fault[] {
  return useStore(useBridge().stores.faults as StoreApi<readonly Fault[]>);
}

export function useProfiles<T>(select: (view: ProfilesView) => T): T {
  return useStore(useBridge().profiles.store, select);
}

/** Whether the inside can be seen, what happened last, and which lists changed. */
export function useInsideView<T>(select: (view: InsideView) => T): T {
  return useStore(useBridge().insideEvents.store, select);
}

/** Whether somebody is logged in, and who. */
export function useLogin<T>(select: (view: LoginView) => T): T {
  return useStore(useBridge().login.store, select);
}
