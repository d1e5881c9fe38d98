import { useEffect, useRef, useState } from "react";

export interface Held<T> {
  readonly value: T;
  /** Something newer waits until it is let go. */
  readonly isBehind: boolean;
  readonly onHoldChange: (isHeld: boolean) => void;
}

/** Keeps a value as it was while the pointer is over what shows it. Another key lets go at once. */
export function useHeld<T>(latest: T, key: string): Held<T> {
  const [isHeld, setHeld] = useState(false);
  const kept = useRef({ key, value: latest });
  useEffect(() => {
    if (!isHeld || kept.current.key !== key) kept.current = { key, value: latest };
  });
  const value = isHeld && kept.current.key === key ? kept.current.value : latest;
  return { value, isBehind: value !== latest, onHoldChange: setHeld };
}
