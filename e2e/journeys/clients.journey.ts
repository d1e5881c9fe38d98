import { expect, test } from "../support/journey.ts";

test("a durable session collects while its client is away, and gives on return", async ({
  page,
  vitrina,
  device,
}) => {
  const durable = { clientId: "logger", clean: false, properties: { sessionExpiryInterval: 600 } };
  const first = await device(durable);
  await first.subscribeAsync("orders/#", { qos: 1 });
  await first.endAsync();
  const publisher = await device();
  for (const order of ["one", "two", "three"])
    await publisher.publishAsync(`orders/${order}`, order, { qos: 1 });

  await page.goto(`${vitrina.url}/clients`);
  const row = page.getByRole("row", { name: /logger/ });
  await expect(row).toContainText("3 of 1,000");
  const received: string[] = [];
  await device(durable, (_topic, payload) => received.push(payload));
  await expect.poll(() => received).toEqual(["one", "two", "three"]);
  await expect(row).not.toContainText("3 of 1,000");
});

test("two clients with one id take each other over", async ({ page, vitrina, device }) => {
  await page.goto(`${vitrina.url}/clients`);
  const first = await device({ clientId: "twice" });
  await expect(page.getByRole("row", { name: /twice/ })).toHaveCount(1);
  const ended = new Promise<number | undefined>((resolve) => {
    first.on("disconnect", (packet) => resolve(packet.reasonCode));
  });
  await device({ clientId: "twice" });
  expect(await ended).toBe(0x8e);
  await page.getByRole("row", { name: /twice/ }).click();
  await page.getByRole("tab", { name: "Life" }).click();
  await expect(page.getByText(/taken over/).first()).toBeVisible();
});
