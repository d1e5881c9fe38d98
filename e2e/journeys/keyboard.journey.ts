import { expect, test } from "../support/journey.ts";

test("a value is found, opened and answered with the keyboard alone", async ({ page, vitrina, device }) => {
  const client = await device();
  await client.publishAsync("plant/boiler/temperature", "88", { qos: 1, retain: true });
  await client.publishAsync("plant/valve/state", "open", { qos: 1, retain: true });
  await page.goto(vitrina.url);
  await expect(page.getByRole("row", { name: /plant/ })).toBeVisible();

  await page.keyboard.press("/");
  await page.keyboard.type("boiler");
  await expect(page.getByRole("row", { name: /temperature/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("treegrid").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/topic=/);

  await page.keyboard.press("3");
  await expect(page).toHaveURL(/\/clients/);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await page.keyboard.type("Go to Wills");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/wills/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Keyboard shortcuts");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
