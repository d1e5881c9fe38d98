import type { StoreProgress } from "./adapters/store/lmdb/lmdb-store.ts";
import type { Log } from "./log/log.ts";

/** How far apart the lines are, milliseconds; a start that takes no longer needs none. */
const LINE_MILLISECONDS = 1000;

const STEPS: Readonly<Record<StoreProgress["step"], string>> = {
  checking: "looking through the store",
  reading: "taking up what is stored",
};

/** Tells how far a long start has come, a line a second. */
export function storeProgressTeller({ logger }: Log): (progress: StoreProgress) => void {
  let toldAt = performance.now();
  return ({ step, share }) => {
    const now = performance.now();
    if (now - toldAt < LINE_MILLISECONDS) return;
    toldAt = now;
    const percent = Math.floor(share * 100);
    logger.info({ code: "store-reading", step, percent }, `${STEPS[step]}: ${percent} %`);
  };
}
