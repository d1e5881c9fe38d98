import { useMemo } from "react";
import { classNames } from "../lib/class-names.ts";
import { hexText } from "../lib/hex.ts";
import { bytesOf, textOf } from "../lib/payload.ts";

/** Bytes that are drawn at most; a preview is one line. */
const SHOWN_BYTES = 256;

export interface PayloadPreviewProps {
  /** As the inside API gives it. */
  readonly base64: string;
  /** Said for a payload without bytes. */
  readonly empty: string;
  readonly className?: string;
}

/** The start of a payload on one line: as text where it is text, else as hex. */
export function PayloadPreview({ base64, empty, className }: PayloadPreviewProps) {
  const preview = useMemo(() => {
    // four signs hold three bytes
    const bytes = bytesOf(base64.slice(0, Math.ceil(SHOWN_BYTES / 3) * 4));
    const text = textOf(bytes);
    return { isText: text !== undefined, line: text?.replace(/\s+/g, " ") ?? hexText(bytes) };
  }, [base64]);
  if (base64 === "") return <span className="text-faint italic">{empty}</span>;
  return (
    <span
      className={classNames("truncate font-mono text-sm", !preview.isText && "text-muted", className)}
      title={preview.line}
    >
      {preview.line}
    </span>
  );
}
