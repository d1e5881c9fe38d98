import { useFaults } from "../bridge/hooks.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Faults of the page's own machinery: said, never swallowed. */
export function FaultList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useTexts().shell;
  const faults = useFaults();
  return (
    <Dialog
      title={texts.faultsTitle}
      isOpen={isOpen}
      onOpenChange={onClose}
      actions={<Button onClick={() => location.reload()}>{texts.reload}</Button>}
    >
      <p className="mb-3">{texts.faultsWhat}</p>
      <ol className="flex flex-col gap-1 font-mono text-sm">
        {faults.map((fault, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: faults only arrive at the end
          <li key={index} className="break-words">
            {fault.message}
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
