import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { MENU_CLASS, MenuLines } from "./menu-content.tsx";
import type { MenuItem } from "./menu-item.ts";

export interface MenuProps {
  /** A Button or IconButton. */
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: "start" | "end";
}

/** A menu that a button opens. */
export function Menu({ trigger, items, align = "start" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={MENU_CLASS}>
          <MenuLines items={items} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
