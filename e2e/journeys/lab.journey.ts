import { expect, test } from "../support/journey.ts";

test("a test client is cut, and its will appears everywhere with its cause", async ({
  page,
  vitrina,
  device,
}) => {
  const received: string[] = [];
  const subscriber = await device({}, (_topic, payload) => received.push(payload));
  await subscriber.subscribeAsync("lab/#", { qos: 1 });

  await page.goto(`${vitrina.url}/lab`);
  await page.getByRole("button", { name: /A sensor with a will/ }).click();
  await expect.poll(() => received).toContain("online");
  await page.getByRole("button", { name: "Cut the wire" }).click();
  await expect.poll(() => received).toContain("offline");

  await page.getByRole("link", { name: "Wills" }).first().click();
  const ended = page.getByRole("row", { name: /fired.*connection lost/ });
  await expect(ended).toContainText("offline");
  await page.goto(`${vitrina.url}/topics?filter=lab`);
  await page.getByRole("row", { name: /lab/ }).first().click();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText("offline").first()).toBeVisible();
});
