import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "../support/journey.ts";
import { startVitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

test("a connection proves a password that it does not send, beyond ASCII too", async ({ page, vitrina }) => {
  const users = test.info().outputPath("users.txt");
  const adding = spawn(process.execPath, [MAIN, "scram", "add", users, "jos\u00e9"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  adding.stdin.end("se\u00f1or pencil\n");
  expect(await once(adding, "exit")).toEqual([0, null]);
  const guarded = await startVitrina(["--scram-users", users, "--allowed-origins", vitrina.url]);

  await page.goto(`${vitrina.url}/connections`);
  await page.getByRole("button", { name: "Add a connection" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Guarded");
  await page.getByRole("textbox", { name: "WebSocket address" }).fill(guarded.webSocketUrl);
  await page.getByRole("textbox", { name: "User name" }).fill("jos\u00e9");
  await page.getByLabel("Password", { exact: true }).fill("se\u00f1or crayon");
  await page.getByRole("combobox", { name: "Authentication" }).selectOption("SCRAM-SHA-256");
  await page.getByRole("button", { name: "Save and connect" }).click();
  await expect(page.getByText("The broker refused the connection")).toBeVisible();

  await page.getByLabel("Password", { exact: true }).fill("se\u00f1or pencil");
  await page.getByRole("button", { name: "Save and connect" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "SCRAM-SHA-256" })).toBeVisible();
  await guarded.stop();
});
