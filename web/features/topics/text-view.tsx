import { useMemo } from "react";
import { textPieces } from "./value-forms.ts";

const PIECE_CHARACTERS = 16_384;

/** A text of any length, wrapped; only the pieces in view are laid out. */
export function TextView({ text, label }: { text: string; label: string }) {
  const pieces = useMemo(() => textPieces(text, PIECE_CHARACTERS), [text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls is to be reached by the keyboard
    <section aria-label={label} tabIndex={0} className="focus-inset min-h-0 flex-1 overflow-auto p-3">
      {pieces.map((piece, index) => (
        <pre
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
          key={index}
          className="font-mono text-sm leading-5 break-words whitespace-pre-wrap [overflow-wrap:anywhere]"
          style={pieces.length > 1 ? { contentVisibility: "auto", containIntrinsicSize: "auto 4000px" } : {}}
        >
          {piece}
        </pre>
      ))}
    </section>
  );
}
