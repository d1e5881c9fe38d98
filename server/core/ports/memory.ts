/** How much memory the broker's data take, garbage included. */
export interface MemoryUse {
  /** The JavaScript heap and the buffers beside it. */
  readonly usedBytes: number;
  readonly heapBytes: number;
  /** The process dies when its heap grows beyond this. */
  readonly heapLimitBytes: number;
}

/** The memory of the process; asking costs next to nothing. */
export interface Memory {
  use(): MemoryUse;
  /** Frees what nobody holds any more; it takes its time, during which nothing else happens. */
  collect(): void;
}
