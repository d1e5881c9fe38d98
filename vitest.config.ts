import { defineConfig } from "vitest/config";

/** Tests that start the built server as a process of its own. */
const PROCESS_TESTS = ["server/**/*.process.test.ts", "e2e/interop/**/*.test.ts"];

const TEMPORARY_FOLDER = "scripts/temporary-folder.mjs";

export default defineConfig({
  test: {
    // Names of cases are shown whole: the tags of the specification stand at their ends.
    chaiConfig: { truncateThreshold: 0 },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "protocol/**/*.test.ts",
            "server/**/*.test.ts",
            "web/**/*.test.ts",
            "web/**/*.test.tsx",
            "bench/**/*.test.ts",
            "scripts/**/*.test.ts",
          ],
          exclude: PROCESS_TESTS,
          globalSetup: TEMPORARY_FOLDER,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "process",
          include: PROCESS_TESTS,
          globalSetup: ["scripts/build-server.mjs", TEMPORARY_FOLDER],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
