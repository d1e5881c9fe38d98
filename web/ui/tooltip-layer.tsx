import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { type Clause, clauseAddress, isClause } from "../lib/clauses.ts";
import { describeKeys } from "../lib/keys.ts";
import { useTexts } from "../texts/use-texts.ts";
import { placeTip } from "./place-tip.ts";

const OPEN_DELAY_MILLISECONDS = 350;
/** Time to cross the gap between the element and its tip. */
const CLOSE_DELAY_MILLISECONDS = 120;

interface Shown {
  readonly anchor: Element;
  readonly text: string;
  readonly clause: Clause | undefined;
  readonly keys: string | undefined;
}

function tipOf(target: EventTarget | null): Shown | undefined {
  const anchor = target instanceof Element ? target.closest("[data-tip]") : null;
  const text = anchor?.getAttribute("data-tip");
  if (!anchor || !text) return undefined;
  const clause = anchor.getAttribute("data-tip-clause") ?? "";
  const keys = anchor.getAttribute("data-tip-keys") ?? undefined;
  return { anchor, text, clause: isClause(clause) ? clause : undefined, keys };
}

/** Watches the whole page: one tooltip for thousands of rows costs nothing per row. */
function watchTips(bubble: RefObject<HTMLElement | null>, show: (shown: Shown | undefined) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (shown: Shown | undefined, milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(shown), milliseconds);
  };
  const handlers = {
    pointerover: (event: Event) => {
      if ((event as PointerEvent).pointerType === "touch") return;
      if (event.target instanceof Node && bubble.current?.contains(event.target)) return clearTimeout(timer);
      const found = tipOf(event.target);
      later(found, found ? OPEN_DELAY_MILLISECONDS : CLOSE_DELAY_MILLISECONDS);
    },
    focusin: (event: Event) => {
      const isKeyboard = event.target instanceof Element && event.target.matches(":focus-visible");
      const isInside = event.target instanceof Node && bubble.current?.contains(event.target);
      if (isKeyboard && !isInside) later(tipOf(event.target), OPEN_DELAY_MILLISECONDS);
    },
    pointerdown: (event: Event) => {
      if (event.target instanceof Node && bubble.current?.contains(event.target)) return;
      later(undefined, 0);
    },
    keydown: (event: Event) => {
      if ((event as KeyboardEvent).key === "Escape") later(undefined, 0);
    },
    scroll: () => later(undefined, 0),
  };
  for (const [name, handler] of Object.entries(handlers)) document.addEventListener(name, handler, true);
  return () => {
    clearTimeout(timer);
    for (const [name, handler] of Object.entries(handlers)) document.removeEventListener(name, handler, true);
  };
}

function TipText({ shown }: { shown: Shown }) {
  const texts = useTexts().kit;
  return (
    <>
      <span>{shown.text}</span>
      {shown.keys && (
        <kbd className="ml-2 font-sans text-faint whitespace-nowrap">{describeKeys(shown.keys)}</kbd>
      )}
      {shown.clause && (
        <a
          className="mt-0.5 block"
          href={clauseAddress(shown.clause)}
          target="_blank"
          rel="noreferrer noopener"
        >
          {texts.clause(shown.clause)}
        </a>
      )}
    </>
  );
}

/** Shows what `tip()` says about the element under the pointer or with the focus. Once, at the root. */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown>();
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => watchTips(bubble, setShown), []);
  useLayoutEffect(() => {
    if (shown && bubble.current) placeTip(shown.anchor, bubble.current);
  }, [shown]);
  if (!shown?.anchor.isConnected) return null;
  return createPortal(
    <div
      ref={bubble}
      role="tooltip"
      className="appear fixed top-0 left-0 z-60 max-w-72 rounded-md bg-raised px-2 py-1 text-sm text-ink shadow-raised"
    >
      <TipText shown={shown} />
    </div>,
    document.body,
  );
}
