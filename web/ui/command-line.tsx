import { CopyButton } from "./copy-button.tsx";

/** A line for a terminal, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  return (
    <span className="flex w-full items-center rounded-md border bg-panel py-0.5 pr-0.5 pl-2">
      <code className="min-w-0 flex-1 py-1 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
        {command}
      </code>
      <CopyButton text={command} what={command} />
    </span>
  );
}
