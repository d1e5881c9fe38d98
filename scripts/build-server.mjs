import { build } from "./build.mjs";

/** Before the tests that start the server (vitest.config.ts). */
export async function setup() {
  await build({ only: "server" });
}
