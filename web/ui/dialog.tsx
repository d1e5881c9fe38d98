import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "./icon-button.tsx";

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
  readonly className?: string;
}

/** A pane over the page, where nothing smaller will do. */
export function Dialog({ title, isOpen, onOpenChange, children, actions, className }: DialogProps) {
  const texts = useTexts().kit;
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appear fixed inset-0 z-40 bg-[rgb(0_0_0/0.35)]" />
        <Radix.Content
          aria-describedby={undefined}
          className={classNames(
            "appear fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(40rem,calc(100vw-24px))] -translate-x-1/2 flex-col rounded-lg bg-raised shadow-raised",
            className,
          )}
        >
          <div className="flex h-10 shrink-0 items-center justify-between border-b pr-2 pl-4">
            <Radix.Title className="font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={texts.close} keys="Escape" icon={<X />} />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
          {actions && <div className="flex shrink-0 justify-end gap-2 border-t p-3">{actions}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
