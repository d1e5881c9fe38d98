import type { KnipConfig } from "knip";

export default {
  entry: [
    "scripts/*.mjs",
    "server/config/reference.ts",
    "e2e/**/*.ts",
    "bench/{bench,peers}.ts",
    "bench/{load,micro}/main.ts",
    "bench/start/*.ts",
    "bench/return/return.ts",
    "{protocol,server,web,bench}/**/*.test.{ts,tsx}",
  ],
  project: ["*.ts", "{protocol,server,web,e2e,bench}/**/*.{ts,tsx,css}", "scripts/**/*.mjs"],
  ignoreExportsUsedInFile: true,
  // Of the system; scripts/tools.mjs sets the first up, and bench/cores.ts goes without taskset.
  ignoreBinaries: ["openssl", "mosquitto", "mosquitto_passwd", "taskset", "prlimit", "mkfifo"],
  // Run by another name in scripts/test.mjs; a peer that is measured where it is installed.
  ignoreDependencies: ["dependency-cruiser", "aedes"],
} satisfies KnipConfig;
