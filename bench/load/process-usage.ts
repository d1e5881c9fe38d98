import { readFileSync } from "node:fs";

/** Linux counts CPU time in these units for every program (`sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100;
/** Places in /proc/<pid>/stat behind the name in parentheses. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const RESIDENT_KIB = /^VmRSS:\s+(\d+) kB$/m;
const KIB = 1024;

/** CPU seconds that all threads of a process have used; 0 where the system does not tell. */
export function cpuSeconds(pid: number | undefined): number {
  const text = procFile(pid, "stat");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER_TICKS] ?? 0) + Number(fields[SYSTEM_TICKS] ?? 0)) / TICKS_PER_SECOND;
}

/** Bytes of a process that are in memory; 0 where the system does not tell. */
export function residentBytes(pid: number | undefined): number {
  return Number(RESIDENT_KIB.exec(procFile(pid, "status"))?.[1] ?? 0) * KIB;
}

function procFile(pid: number | undefined, name: string): string {
  if (pid === undefined || process.platform !== "linux") return "";
  return readFileSync(`/proc/${pid}/${name}`, "utf8");
}
