import mqtt from "mqtt";
import { expect, test } from "../support/journey.ts";
import { startVitrina } from "../support/vitrina.ts";

test("another broker is attached by its address, and asked narrowly before everything", async ({
  page,
  vitrina,
}) => {
  const foreign = await startVitrina(["--allowed-origins", vitrina.url]);
  const client = await mqtt.connectAsync(foreign.mqttUrl, { protocolVersion: 5 });
  await client.publishAsync("plant/line/speed", "12", { qos: 1, retain: true });
  await client.publishAsync("office/door", "shut", { qos: 1, retain: true });

  await page.goto(`${vitrina.url}/connections`);
  await page.getByRole("button", { name: "Add a connection" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Plant");
  await page.getByRole("textbox", { name: "WebSocket address" }).fill(foreign.webSocketUrl);
  await page.getByRole("button", { name: "Save and connect" }).click();
  await expect(page.getByText("What should the page listen to on Plant?")).toBeVisible();
  await page.getByRole("textbox", { name: "Topic filter", exact: true }).fill("plant/#");
  await page.getByRole("button", { name: "Listen", exact: true }).click();

  await page.getByRole("link", { name: "Topics" }).click();
  await expect(page.getByRole("row", { name: /speed/ })).toContainText("12");
  await expect(page.getByRole("row", { name: /office/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Clients" }).click();
  await expect(page.getByText(/Vitrina's own broker|own broker/).first()).toBeVisible();
  await client.endAsync();
  await foreign.stop();
});
