import { readdirSync, readFileSync } from "node:fs";

const NANOSECONDS = 1_000_000_000;
const RESIDENT_KIB = /^VmRSS:\s+(\d+) kB$/m;
const KIB = 1024;

/**
 * CPU seconds that the threads of a process have used; 0 where the system does not tell. Added up by thread, because the
 * sum in /proc/<pid>/stat is rounded to hundredths of a second.
 */
export function cpuSeconds(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return 0;
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadSeconds(pid, thread), 0);
}

/** Bytes of a process that are in memory; 0 where the system does not tell. */
export function residentBytes(pid: number | undefined): number {
  return Number(RESIDENT_KIB.exec(procFile(pid, "status"))?.[1] ?? 0) * KIB;
}

function threadSeconds(pid: number, thread: string): number {
  try {
    const [running] = procFile(pid, `task/${thread}/schedstat`).split(" ");
    return Number(running) / NANOSECONDS;
  } catch {
    return 0; // it has ended meanwhile
  }
}

function procFile(pid: number | undefined, name: string): string {
  if (pid === undefined || process.platform !== "linux") return "";
  return readFileSync(`/proc/${pid}/${name}`, "utf8");
}
