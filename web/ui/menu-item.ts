import type { ReactNode } from "react";

/** One line of a menu: a command, or a line between groups. */
export type MenuItem =
  | {
      readonly kind?: "command";
      readonly id: string;
      readonly title: string;
      readonly icon?: ReactNode;
      /** The key that does the same. */
      readonly keys?: string;
      readonly isDangerous?: boolean;
      readonly isDisabled?: boolean;
      /** Given: one of several, with a mark on the chosen. */
      readonly isChecked?: boolean;
      readonly run: () => void;
    }
  | { readonly kind: "line"; readonly id: string };
