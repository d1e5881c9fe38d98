import { findings } from "../support/axe.ts";
import { expect, test } from "../support/journey.ts";

const DURABLE = { clientId: "logger", clean: false, properties: { sessionExpiryInterval: 600 } };
const MESSAGES = 300;

test.describe("a queue that drops its oldest", () => {
  test.use({ parameters: ["--maximum-queued-messages", String(MESSAGES), "--on-full-queue", "drop-oldest"] });

  test("is shown in order, to its end, with what is dropped next", async ({ page, vitrina, device }) => {
    const logger = await device(DURABLE);
    await logger.subscribeAsync("orders/#", { qos: 1 });
    await logger.endAsync();
    await page.goto(`${vitrina.url}/clients?client=logger&tab=queue`);
    await expect(page.getByText("Nothing waits")).toBeVisible();

    const publisher = await device({ clientId: "shop" });
    const publish = (number: number) => publisher.publishAsync(`orders/${number}`, "x", { qos: 1 });
    await Promise.all(Array.from({ length: MESSAGES }, (_, at) => publish(at + 1)));
    const queue = page.getByRole("grid", { name: "Queue" });
    const rowOf = (number: number) => queue.locator(`[aria-rowindex="${number + 1}"]`);
    await expect(page.getByText("300 of 300").last()).toBeVisible();
    await expect(rowOf(1)).toContainText("orders/1");
    await expect(rowOf(1)).toContainText("next to drop");
    await expect(rowOf(1)).toContainText("shop");
    await expect(rowOf(2)).toContainText("orders/2");

    await queue.focus();
    await page.keyboard.press("End");
    await expect(rowOf(MESSAGES)).toContainText("orders/300");
    await page.keyboard.press("Home");
    await publish(MESSAGES + 1);
    await expect(rowOf(1)).toContainText("orders/2");
    await expect(rowOf(1)).toContainText("next to drop");
    await expect(page.getByText(/takes no more \(queue full\)/)).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 400 }); // a few rows are like all others
    expect(await findings(page, "[role=tabpanel]")).toEqual([]);
  });
});

test("what was sent and is not acknowledged stands before what waits", async ({ page, vitrina, device }) => {
  const logger = await device({ ...DURABLE, properties: { ...DURABLE.properties, receiveMaximum: 1 } });
  logger.handleMessage = () => undefined; // it never acknowledges
  await logger.subscribeAsync("orders/#", { qos: 1 });
  const publisher = await device();
  for (const order of ["one", "two", "three"])
    await publisher.publishAsync(`orders/${order}`, order, { qos: 1 });
  await page.goto(`${vitrina.url}/clients?client=logger&tab=queue`);
  const rows = page.getByRole("grid", { name: "Queue" }).getByRole("row");
  await expect(rows.filter({ hasText: "orders/one" })).toContainText("awaits PUBACK");
  await expect(rows.filter({ hasText: "orders/two" })).toContainText("next out");
  await expect(page.getByText(/When the queue is full, the message that comes is dropped/)).toBeVisible();
});
