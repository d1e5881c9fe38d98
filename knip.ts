import type { KnipConfig } from "knip";

export default {
  entry: [
    "scripts/*.mjs",
    "server/main.ts",
    "server/config/reference.ts",
    "web/main.tsx",
    "e2e/**/*.ts",
    "bench/**/*.{ts,mjs}",
    "{protocol,server,web}/**/*.test.{ts,tsx}",
  ],
  project: ["*.ts", "{protocol,server,web,e2e,bench}/**/*.{ts,tsx}", "scripts/**/*.mjs"],
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
