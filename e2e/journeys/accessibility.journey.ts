import { findings } from "../support/axe.ts";
import { expect, test } from "../support/journey.ts";

const VIEWS = ["topics", "messages", "clients", "packets", "wills", "lab", "broker", "access", "connections"];

test.use({ parameters: ["--demo"] });

for (const view of VIEWS) {
  test(`axe finds nothing moderate or worse on ${view}, light and dark`, async ({ page, vitrina }) => {
    await page.goto(`${vitrina.url}/${view}`);
    await expect(page.getByRole("banner")).toContainText("5.0");
    expect(await findings(page)).toEqual([]);
  });
}

test("nothing scrolls sideways on a phone", async ({ page, vitrina }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const view of VIEWS) {
    await page.goto(`${vitrina.url}/${view}`);
    await expect(page.getByRole("banner")).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, view).toBeLessThanOrEqual(0);
  }
});
