import { Check, Copy, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { copyText } from "../lib/clipboard.ts";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "./icon-button.tsx";

const SHOWN_MILLISECONDS = 1500;

export interface CopyButtonProps {
  /** A function is asked when it is pressed. */
  readonly text: string | (() => string);
  /** What is copied, for the label: "topic", "client id". */
  readonly what: string;
  readonly className?: string;
}

/** Copies, and says so in place. */
export function CopyButton({ text, what, className }: CopyButtonProps) {
  const texts = useTexts().kit;
  const [result, setResult] = useState<"none" | "copied" | "failed">("none");
  useEffect(() => {
    if (result === "none") return;
    const timer = setTimeout(() => setResult("none"), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = async () => {
    const isCopied = await copyText(typeof text === "function" ? text() : text);
    setResult(isCopied ? "copied" : "failed");
  };
  const labels = { none: texts.copyValue(what), copied: texts.copied, failed: texts.notCopied };
  const icons = {
    none: <Copy className="size-3.5!" />,
    copied: <Check className="size-3.5! text-good" />,
    failed: <TriangleAlert className="size-3.5! text-warn" />,
  };
  return (
    <>
      <IconButton
        label={labels[result]}
        icon={icons[result]}
        className={classNames("size-5 coarse:size-8", className)}
        onClick={copy}
      />
      <span role="status" className="sr-only">
        {result === "none" ? "" : labels[result]}
      </span>
    </>
  );
}
