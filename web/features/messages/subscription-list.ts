import { useCallback, useEffect, useMemo } from "react";
import { create } from "zustand";
import { useSend, useStream } from "../../bridge/hooks.ts";
import { readStored, writeStored } from "../../lib/storage.ts";
import type { Command, LiveSubscription, LiveSubscriptionState } from "../../worker/messages.ts";
import { numberedSubscription, type SubscriptionDraft, subscriptionsFrom } from "./subscription-record.ts";

const STORED = "subscriptions";
const UNDO_MILLISECONDS = 10_000;

/** A subscription that was removed, and may still come back. */
interface Removed {
  readonly subscription: LiveSubscription;
  readonly place: number;
  readonly until: number;
}

interface ListState {
  readonly list: readonly LiveSubscription[];
  readonly removed: Removed | undefined;
  /** What the browser kept has been told to the worker. */
  readonly isStarted: boolean;
}

/** The subscriptions of the page: they outlive the view, and the tab. */
const useListState = create<ListState>(() => ({
  list: subscriptionsFrom(readStored(STORED)),
  removed: undefined,
  isStarted: false,
}));

type Send = (command: Command) => void;

function store(list: readonly LiveSubscription[], change: Partial<ListState> = {}): void {
  useListState.setState({ list, ...change });
  writeStored(STORED, list);
}

function replace(send: Send, subscription: LiveSubscription): void {
  const { list } = useListState.getState();
  store(list.map((other) => (other.key === subscription.key ? subscription : other)));
  send({ type: "subscribe", subscription });
}

function add(send: Send, draft: SubscriptionDraft): string {
  const { list, removed } = useListState.getState();
  const others = removed ? [...list, removed.subscription] : list;
  const subscription = numberedSubscription(draft, others);
  store([...list, subscription]);
  send({ type: "subscribe", subscription });
  return subscription.key;
}

/** Until it is final the worker only switches it off: its number and its messages stay its own. */
function remove(send: Send, key: string): void {
  finishRemoval(send);
  const { list } = useListState.getState();
  const place = list.findIndex((other) => other.key === key);
  const subscription = list[place];
  if (!subscription) return;
  const removed = { subscription, place, until: Date.now() + UNDO_MILLISECONDS };
  store(list.toSpliced(place, 1), { removed });
  send({ type: "subscribe", subscription: { ...subscription, isEnabled: false } });
}

function undoRemoval(send: Send): void {
  const { list, removed } = useListState.getState();
  if (!removed) return;
  store(list.toSpliced(removed.place, 0, removed.subscription), { removed: undefined });
  send({ type: "subscribe", subscription: removed.subscription });
}

function finishRemoval(send: Send): void {
  const { removed } = useListState.getState();
  if (!removed) return;
  send({ type: "unsubscribe", key: removed.subscription.key });
  useListState.setState({ removed: undefined });
}

/** What a subscription asks for, and how it stands once the worker has taken it. */
export interface ShownSubscription {
  readonly subscription: LiveSubscription;
  readonly state: LiveSubscriptionState | undefined;
}

export interface SubscriptionList {
  readonly shown: readonly ShownSubscription[];
  readonly removed: Removed | undefined;
  /** Gives its key. */
  readonly add: (draft: SubscriptionDraft) => string;
  readonly replace: (subscription: LiveSubscription) => void;
  readonly remove: (key: string) => void;
  readonly undoRemoval: () => void;
  readonly finishRemoval: () => void;
}

/** The subscriptions with their states; what the browser kept begins when the view is first opened. */
export function useSubscriptionList(): SubscriptionList {
  const send = useSend();
  const { list, removed, isStarted } = useListState();
  const states = useStream((window) => window.subscriptions);
  useEffect(() => {
    if (isStarted) return;
    for (const subscription of list) send({ type: "subscribe", subscription });
    useListState.setState({ isStarted: true });
  }, [send, list, isStarted]);
  const shown = useMemo(
    () =>
      list.map((subscription) => ({
        subscription,
        state: states.find((state) => state.key === subscription.key),
      })),
    [list, states],
  );
  return {
    shown,
    removed,
    add: useCallback((draft: SubscriptionDraft) => add(send, draft), [send]),
    replace: useCallback((subscription: LiveSubscription) => replace(send, subscription), [send]),
    remove: useCallback((key: string) => remove(send, key), [send]),
    undoRemoval: useCallback(() => undoRemoval(send), [send]),
    finishRemoval: useCallback(() => finishRemoval(send), [send]),
  };
}
