import { expect, test } from "../support/journey.ts";

const TOPICS = 50_000;

test("a topic that a device publishes appears in the tree with its value", async ({
  page,
  vitrina,
  device,
}) => {
  await page.goto(`${vitrina.url}/topics`);
  await expect(page.getByText("Nothing is published here yet")).toBeVisible();
  const client = await device();
  await client.publishAsync("factory/press/temperature", "71.4", { qos: 1 });
  const row = page.getByRole("row", { name: /temperature/ });
  await expect(row).toContainText("71.4");
  await row.click();
  await expect(page).toHaveURL(/topic=factory\/press\/temperature/);
});

test("the filter finds one topic among 50,000", async ({ page, vitrina, device }) => {
  const client = await device();
  for (let n = 0; n < TOPICS; n++) {
    const topic = `site/${n % 100}/sensor-${n}/state`;
    // at QoS 1 now and then, so that no more wait in the client than it likes
    if (n % 500 === 499) await client.publishAsync(topic, String(n), { qos: 1, retain: true });
    else client.publish(topic, String(n), { retain: true });
  }
  await page.goto(`${vitrina.url}/topics`);
  const status = page.getByRole("contentinfo");
  await expect(status).toContainText(/50,\d{3} topics/);
  await page.getByRole("combobox", { name: "Filter topics" }).fill("sensor-31415");
  await expect(page.getByRole("row", { name: /state/ })).toContainText("31415");
  await page.getByRole("combobox", { name: "Filter topics" }).fill("site/15/+/state");
  await expect(page.getByText(/500 of 50,/)).toBeVisible();
});
