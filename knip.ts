import type { KnipConfig } from "knip";

export default {
  entry: [
    "scripts/*.mjs",
    "server/main.ts",
    "server/config/reference.ts",
    "e2e/**/*.ts",
    "bench/{load,micro}/main.ts",
    "{protocol,server,web,bench}/**/*.test.{ts,tsx}",
  ],
  project: ["*.ts", "{protocol,server,web,e2e,bench}/**/*.{ts,tsx,css}", "scripts/**/*.mjs"],
  ignoreExportsUsedInFile: true,
  // Of the system; scripts/tools.mjs sets them up.
  ignoreBinaries: ["openssl", "mosquitto_passwd"],
  // Run by another name in scripts/test.mjs.
  ignoreDependencies: ["dependency-cruiser"],
} satisfies KnipConfig;
