import { type ReactNode, useState } from "react";

export interface FieldGroupProps {
  readonly title: string;
  readonly children: ReactNode;
}

const GRID = "grid grid-cols-1 items-start gap-x-4 gap-y-3 sm:grid-cols-2";

/** Fields that belong together, under their name. */
export function FieldGroup({ title, children }: FieldGroupProps) {
  return (
    <fieldset className={GRID}>
      <legend className="mb-2 font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

export interface FoldedFieldsProps extends FieldGroupProps {
  /** One of them says something already. */
  readonly isOpen: boolean;
  readonly className?: string;
}

/** Fields that few need, folded under their name; what is open to begin with stays so until the reader closes it. */
export function FoldedFields({ title, isOpen, className, children }: FoldedFieldsProps) {
  const [isOpenAtFirst] = useState(isOpen);
  return (
    <details open={isOpenAtFirst} className={className}>
      <summary className="mb-2 w-fit cursor-default font-semibold coarse:min-h-9">{title}</summary>
      <fieldset aria-label={title} className={GRID}>
        {children}
      </fieldset>
    </details>
  );
}
