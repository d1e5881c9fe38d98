import { expect, test } from "../support/journey.ts";
import { mosquittoSub } from "../support/mosquitto.ts";

test("what is published from the page reaches mosquitto_sub", async ({ page, vitrina }) => {
  const subscriber = await mosquittoSub(vitrina, ["-t", "from/page", "-q", "1"]);
  await page.goto(vitrina.url);
  const panel = page.getByRole("form", { name: "Publish a message" });
  await expect(panel).toBeVisible(); // a key before that is heard by nobody
  await page.keyboard.press("p");
  await panel.getByRole("combobox", { name: "Topic" }).fill("from/page");
  await panel.getByRole("radio", { name: /QoS 1/ }).click();
  await panel.getByRole("radio", { name: "Text" }).click();
  await panel.getByRole("textbox", { name: "Payload" }).fill("hello");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(panel.getByText("Acknowledged")).toBeVisible();
  expect(await subscriber.lines(1)).toEqual(["from/page hello"]);
  subscriber.kill("SIGTERM");
  await subscriber.exited;
});

test("a retained message survives a reload, and is cleared with an undo, in every tab", async ({
  page,
  vitrina,
  device,
}) => {
  const client = await device();
  await client.publishAsync("kept/value", "42", { qos: 1, retain: true });
  await page.goto(`${vitrina.url}/topics?topic=kept%2Fvalue`);
  const row = page.getByRole("row", { name: /value/ });
  await expect(row.getByLabel(/retained/i)).toBeVisible();
  await page.reload();
  await expect(row.getByLabel(/retained/i)).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(`${vitrina.url}/topics?topic=kept%2Fvalue`);
  const otherRow = other.getByRole("row", { name: /value/ });
  await expect(otherRow.getByLabel(/retained/i)).toBeVisible();
  await row.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Clear retained message" }).click();
  await expect(row.getByLabel(/retained/i)).toHaveCount(0);
  await expect(otherRow.getByLabel(/retained/i)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row.getByLabel(/retained/i)).toBeVisible();
  await expect(otherRow.getByLabel(/retained/i)).toBeVisible();
});
