import { ContextMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { MENU_CLASS, MenuLines } from "./menu-content.tsx";
import type { MenuItem } from "./menu-item.ts";

export interface ContextMenuProps {
  /** One element that takes a ref. */
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
  readonly isDisabled?: boolean;
}

/** A menu at the pointer, by right click, long press or the menu key. */
export function ContextMenu({ children, items, isDisabled }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild disabled={isDisabled ?? false}>
        {children}
      </Radix.Trigger>
      {items.length > 0 && (
        <Radix.Portal>
          <Radix.Content collisionPadding={8} className={MENU_CLASS}>
            <MenuLines items={items} parts={Radix} />
          </Radix.Content>
        </Radix.Portal>
      )}
    </Radix.Root>
  );
}
