import { totalmem } from "node:os";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Memory } from "../core/ports/memory.ts";

/**
 * The part of the memory that the process may have which the broker's data may take: small buffers cost the process
 * nearly twice their size, and Node itself some 50 MB.
 */
const PART_FOR_DATA = 0.5;

/** The memory of this process, as the JavaScript engine counts it. */
export function createProcessMemory(): Memory {
  return {
    use: () => {
      // the resident size is no measure: what has been freed may stay with the process for long
      const heap = getHeapStatistics();
      return {
        usedBytes: heap.used_heap_size + heap.external_memory,
        heapBytes: heap.used_heap_size,
        heapLimitBytes: heap.heap_size_limit,
      };
    },
    collect: collector(),
  };
}

/** How much memory the broker's data may take where no setting says it: half of the machine's, or of the container's. */
export function automaticMaximumBytes(): number {
  const constrained = process.constrainedMemory();
  // 0, or more than there is, stands for no constraint
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return Math.floor(available * PART_FOR_DATA);
}

/** Node hands out its garbage collector only to who asks for it by flag. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
