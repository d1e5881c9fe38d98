import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findings } from "../support/axe.ts";
import { expect, test } from "../support/journey.ts";

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), "vitrina-store-"));
test.afterAll(() => rmSync(directory, { recursive: true, force: true }));
test.describe.configure({ mode: "serial" });
test.use({ parameters: ["--data", join(directory, "data")] });

const NOTE = "The broker cannot write to its data directory";

test("the page shows what was taken up after the broker was killed", async ({ page, vitrina, device }) => {
  const logger = await device({
    clientId: "logger",
    clean: false,
    properties: { sessionExpiryInterval: 600 },
  });
  await logger.subscribeAsync("orders/#", { qos: 1 });
  await logger.endAsync();
  const publisher = await device();
  for (const order of ["one", "two", "three"])
    await publisher.publishAsync(`orders/${order}`, order, { qos: 1, retain: order === "three" });
  await vitrina.kill();
  const again = await vitrina.restart();
  await page.goto(`${again.url}/broker`);
  const overview = page.getByRole("tabpanel", { name: "Overview" });
  await expect(overview).toContainText("commit safe from the death of the process");
  await expect(overview).toContainText("1 session, 1 retained message, and 3 queued messages");
  await expect(overview).toContainText("Everything that was kept was whole");
  expect(await findings(page, "[role=tabpanel] dl")).toEqual([]);
  await again.stop();
});

test("the page says that the broker cannot write, from the first moment, until it can", async ({
  page,
  vitrina,
  device,
}) => {
  await page.goto(`${vitrina.url}/clients`);
  await expect(page.getByRole("banner")).toContainText("5.0");
  const publisher = await device();
  const failed = await vitrina.nextEvent("storeFailed");
  await limitFiles(vitrina.processId, "0");
  const published = publisher.publishAsync("orders/four", "x".repeat(1000), { qos: 1, retain: true });
  await failed.event;
  await expect(page.getByRole("alert").filter({ hasText: NOTE })).toContainText(
    "what must be kept is not acknowledged",
  );
  await expect(page.getByRole("contentinfo")).toContainText("store cannot write");
  await page.reload();
  await expect(page.getByText(NOTE)).toBeVisible();
  expect(await findings(page, "[role=alert]")).toEqual([]);
  await limitFiles(vitrina.processId, "unlimited");
  await published;
  await expect(page.getByText(NOTE)).toHaveCount(0);
  await expect(page.getByRole("contentinfo")).not.toContainText("store cannot write");
});

/** No file beyond so many bytes can be written (RLIMIT_FSIZE): a disk that is full, without a file system of its own. */
async function limitFiles(processId: number, bytes: string): Promise<void> {
  await run("prlimit", ["--pid", String(processId), `--fsize=${bytes}:unlimited`]);
}
