import { useEffect } from "react";

/** Calls again and again while the page is seen; not at all with undefined. The callback is to stay the same. */
export function usePoll(callback: () => void, milliseconds: number | undefined): void {
  useEffect(() => {
    if (milliseconds === undefined) return;
    const call = () => {
      if (!document.hidden) callback();
    };
    const timer = setInterval(call, milliseconds);
    document.addEventListener("visibilitychange", call);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", call);
    };
  }, [callback, milliseconds]);
}
