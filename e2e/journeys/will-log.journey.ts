import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "../support/journey.ts";

const directory = mkdtempSync(join(tmpdir(), "vitrina-wills-"));
test.afterAll(() => rmSync(directory, { recursive: true, force: true }));
test.use({ parameters: ["--data", join(directory, "data")] });

test("the page shows the wills that ended before the broker was killed", async ({
  page,
  vitrina,
  device,
}) => {
  const will = { topic: "plant/pump/state", payload: Buffer.from("gone"), qos: 1, retain: false } as const;
  const ended = await vitrina.nextEvent("willFired");
  (await device({ clientId: "pump", will })).stream.destroy();
  await ended.event;
  await vitrina.kill();
  const again = await vitrina.restart();
  await page.goto(`${again.url}/wills`);
  const row = page.getByRole("row", { name: /pump/ });
  await expect(row).toContainText("plant/pump/state");
  await expect(row).toContainText("connection lost");
  await again.stop();
});
