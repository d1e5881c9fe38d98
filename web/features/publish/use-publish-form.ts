import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { usePublishRequests } from "../../lib/publish-draft.ts";
import { readStored, writeStored } from "../../lib/storage.ts";
import { EMPTY_FORM, type PublishForm, type ReadForm, readForm, withDraft } from "./publish-form.ts";
import { type Publishing, usePublishing } from "./use-publishing.ts";
import { type RecentList, useRecent } from "./use-recent.ts";

const OPEN_NAME = "publish.open";
const MQTT_5 = 5;

/** Whether the panel is open; kept in the browser. */
export function useOpenState(): readonly [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(() => readStored(OPEN_NAME) === true);
  const change = useCallback((next: boolean) => {
    writeStored(OPEN_NAME, next);
    setOpen(next);
  }, []);
  return [isOpen, change];
}

export interface PublishFormState {
  readonly form: PublishForm;
  readonly read: ReadForm;
  /** False: the connection speaks MQTT 3, which has no properties. */
  readonly hasProperties: boolean;
  /** It was tried to publish: what is wrong is shown even where nothing was entered. */
  readonly isTried: boolean;
  readonly change: (change: Partial<PublishForm>) => void;
  readonly publishing: Publishing;
  readonly publish: () => void;
  readonly publishAsText: () => void;
  readonly dismiss: () => void;
  readonly recent: RecentList;
}

function useHasProperties(): boolean {
  return useConnection(({ connection }) =>
    "granted" in connection ? connection.granted.version === MQTT_5 : true,
  );
}

/** The form of the panel, and what happens when it is published. */
export function usePublishForm(): PublishFormState {
  const [form, setForm] = useState(EMPTY_FORM);
  const [isTried, setTried] = useState(false);
  const hasProperties = useHasProperties();
  const read = useMemo(() => readForm(form, hasProperties), [form, hasProperties]);
  const recent = useRecent();
  const { publishing, publish: send, dismiss, forgetSuccess } = usePublishing();
  const change = useCallback(
    (part: Partial<PublishForm>) => {
      setForm((before) => ({ ...before, ...part }));
      forgetSuccess();
    },
    [forgetSuccess],
  );
  const publish = async (filled: PublishForm) => {
    const { message } = readForm(filled, hasProperties);
    setTried(message === undefined);
    if (message === undefined) return;
    const result = await send(message);
    if (result.outcome === "sent" || result.outcome === "acknowledged") recent.add(filled);
  };
  const publishAsText = () => {
    const filled = { ...form, mode: "text" as const };
    setForm(filled);
    void publish(filled);
  };
  return {
    form,
    read,
    hasProperties,
    isTried,
    change,
    publishing,
    publish: () => void publish(form),
    publishAsText,
    dismiss,
    recent,
  };
}

/** Fills the form whenever a view asks for it, and opens the panel. */
export function usePublishRequest(state: PublishFormState, open: () => void): void {
  const { draft, sequence } = usePublishRequests();
  const seen = useRef(0);
  useEffect(() => {
    if (draft === undefined || sequence === seen.current) return;
    seen.current = sequence;
    state.change(withDraft(state.form, draft));
    open();
  });
}

/** How the topic gets the focus once the panel is open and drawn; the caller asks for it. */
export function useTopicFocus(field: RefObject<HTMLInputElement | null>): () => void {
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current || field.current === null) return;
    isWanted.current = false;
    field.current.focus();
  });
  return useCallback(() => {
    isWanted.current = true;
    field.current?.focus();
  }, [field]);
}
