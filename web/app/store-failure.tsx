import { Link } from "wouter";
import { useSearch } from "wouter/use-browser-location";
import { useStoreFailure } from "../bridge/use-store-failure.ts";
import { viewAddress } from "../lib/links.ts";
import { useNow } from "../lib/ticker.ts";
import { useFormat, useTexts } from "../texts/use-texts.ts";
import { ErrorNote } from "../ui/error-note.tsx";
import { tip } from "../ui/tip.ts";

const SECOND = 1000;

/** Over every view while the broker cannot write: what, since when, and what that means meanwhile. */
export function StoreFailureNote() {
  const texts = useTexts().store.failing;
  const failure = useStoreFailure();
  if (failure === undefined) return null;
  return (
    <ErrorNote
      className="m-2"
      what={texts.what}
      why={
        <>
          {failure.reason}. <Since since={failure.since} /> {texts.meanwhile}
        </>
      }
      todo={texts.todo}
    />
  );
}

/** It ticks without being read out again. */
function Since({ since }: { since: number }) {
  const texts = useTexts();
  const format = useFormat();
  const passed = Math.max(0, Math.floor((useNow() - since) / SECOND) * SECOND);
  return (
    <span aria-live="off">{texts.store.failing.since(format.time(since), format.duration(passed))}</span>
  );
}

/** The same in the status line, as a way to the view that shows the store. */
export function StoreFailureStatus() {
  const texts = useTexts().store.failing;
  const search = useSearch();
  const failure = useStoreFailure();
  if (failure === undefined) return null;
  return (
    <Link href={viewAddress("/broker", search, {})} className="text-bad underline" {...tip(texts.statusTip)}>
      {texts.status}
    </Link>
  );
}
