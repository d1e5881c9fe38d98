import { once } from "node:events";
import { connect } from "node:net";
import { findings } from "../support/axe.ts";
import { expect, test } from "../support/journey.ts";

/** A CONNECT of MQTT 3.1.1 with a reserved flag set, which nobody may. */
const WRONG_CONNECT = Buffer.from("100d00044d515454040300000001" + "78", "hex");

test("packets are traced, filtered and opened: fields and bytes light each other up", async ({
  page,
  vitrina,
  device,
}) => {
  await page.goto(`${vitrina.url}/packets`);
  await page.getByRole("textbox", { name: "Clients" }).fill("press-7, press-8");
  await page.getByRole("button", { name: "Begin" }).click();
  const trace = page.getByRole("region", { name: "The trace" });
  await expect(trace).toContainText("of press-7, press-8");
  await expect(trace).toContainText("ends in");

  const press = await device({ clientId: "press-7", username: "ann", password: "open-sesame" });
  await press.publishAsync("factory/line-2/state", "run", { qos: 1, retain: true });
  await (await device({ clientId: "other" })).publishAsync("unseen", "x");
  const grid = page.getByRole("grid", { name: "Packets" });
  const publish = grid.getByRole("row", { name: /PUBLISH factory\/line-2\/state QoS 1 RETAIN/ });
  await expect(publish).toBeVisible();
  await expect(grid.getByRole("row", { name: /PUBACK/ })).toBeVisible();
  await expect(grid.getByRole("row", { name: /unseen/ })).toHaveCount(0);

  await page.keyboard.press("/");
  await page.keyboard.type("type:publish topic:factory/+/state");
  await expect(grid.getByRole("row", { name: /PUBACK/ })).toHaveCount(0);
  await page.getByRole("searchbox").fill("qos:7");
  await expect(page.getByText("“qos:7”: a QoS is 0, 1 or 2.")).toBeVisible();
  await page.getByRole("searchbox").fill("type:publish");

  await publish.click();
  const fields = page.getByRole("treegrid", { name: "Fields of the packet" });
  await fields.getByRole("row", { name: /^Topic Name/ }).click();
  await expect(page.getByText(/2–23, 22/)).toBeVisible();
  const bytes = page.getByRole("application");
  await bytes.locator('[data-byte="0"]').first().click();
  await expect(fields.getByRole("row", { name: /^Packet type and flags/, selected: true })).toBeVisible();
  await expect(fields.getByRole("row", { name: /^RETAIN ···· ···1 retained/ })).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").fill("type:connect");
  await grid.getByRole("row", { name: /CONNECT press-7/ }).click();
  await expect(page.getByText(/11\sB were overwritten with \*/)).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(trace).toContainText("Stopped");
});

test("what was refused and what is malformed is there without a trace", async ({ page, vitrina }) => {
  const { hostname, port } = new URL(vitrina.mqttUrl);
  const socket = connect(Number(port), hostname);
  socket.resume();
  socket.write(WRONG_CONNECT);
  await once(socket, "close");
  await page.goto(`${vitrina.url}/packets?list=faulty`);
  const row = page.getByRole("grid", { name: "Packets" }).getByRole("row", { name: /CONNECT/ });
  await row.click();
  await expect(page.getByRole("alert").first()).toContainText("The connection was");
  await expect(page.getByRole("treegrid", { name: "Fields of the packet" })).toContainText(
    "reserved, must be 0",
  );
  expect(await findings(page)).toEqual([]);
});
