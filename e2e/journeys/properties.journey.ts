import type { IPublishPacket } from "mqtt";
import { expect, test } from "../support/journey.ts";

test("what is published with every property comes back with it, in Messages and to MQTT.js", async ({
  page,
  vitrina,
  device,
}) => {
  const received: IPublishPacket[] = [];
  const client = await device();
  client.on("message", (_topic, _payload, packet) => received.push(packet));
  await client.subscribeAsync("answers/#", { qos: 1 });

  await page.goto(`${vitrina.url}/messages`);
  const pane = page.getByRole("form", { name: "Subscribe", exact: true });
  await pane.getByRole("combobox", { name: "Topic filter" }).fill("answers/#");
  await pane.getByRole("button", { name: "Subscribe", exact: true }).click();

  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Publish", exact: true }).first().click();
  const panel = page.getByRole("form", { name: "Publish a message" });
  await panel.getByRole("combobox", { name: "Topic", exact: true }).fill("answers/one");
  await panel.getByRole("radio", { name: /QoS 1/ }).click();
  await panel.getByRole("button", { name: "Properties (0)" }).click();
  await panel.getByRole("textbox", { name: "Content type" }).fill("text/plain");
  await panel.getByRole("textbox", { name: "Response topic" }).fill("answers/two");
  await panel.getByRole("textbox", { name: "Correlation data" }).fill("0x00ff");
  await panel.getByRole("textbox", { name: "Expires after" }).fill("3600");
  await panel.getByRole("combobox", { name: "Payload format" }).selectOption("text");
  await panel.getByRole("textbox", { name: "Topic alias" }).fill("1");
  for (const [index, value] of ["first", "second"].entries()) {
    await panel.getByRole("button", { name: "Add a property" }).click();
    await panel.getByRole("textbox", { name: "Name" }).nth(index).fill("step");
    await panel.getByRole("textbox", { name: "Value" }).nth(index).fill(value);
  }
  await panel.getByRole("radio", { name: "Text" }).click();
  await panel.getByRole("textbox", { name: "Payload" }).fill("hello");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(panel.getByText("Acknowledged")).toBeVisible();

  await expect.poll(() => received.length).toBe(1);
  expect(received[0]?.properties).toMatchObject({
    contentType: "text/plain",
    responseTopic: "answers/two",
    correlationData: Buffer.from([0, 255]),
    messageExpiryInterval: 3600,
    payloadFormatIndicator: true,
    userProperties: { step: ["first", "second"] },
  });
  expect(received[0]?.properties?.topicAlias).toBeUndefined();

  await page.getByRole("row", { name: /answers\/one/ }).click();
  const facts = page.getByRole("definition");
  for (const text of ["text/plain", "answers/two", "00 ff", "1, UTF-8 text"]) {
    await expect(facts.filter({ hasText: text }).first()).toBeVisible();
  }
  await expect(facts.filter({ hasText: /^expires in/ })).toBeVisible();
  await expect(facts.filter({ hasText: /^(first|second)$/ })).toHaveText(["first", "second"]);
});

test("a connection says what it asks for, and shows what it was granted", async ({ page, vitrina }) => {
  await page.goto(`${vitrina.url}/lab?edit=new`);
  const form = page.getByRole("form", { name: "New test client" });
  await form.getByRole("textbox", { name: "Client id" }).fill("asking");
  await form.getByRole("textbox", { name: "Session expiry" }).fill("3600");
  await form.getByText("Limits, requests, user properties").click();
  await form.getByRole("textbox", { name: "Receive maximum" }).fill("7");
  await form.getByRole("textbox", { name: "Topic alias maximum" }).fill("3");
  await form.getByRole("button", { name: "Add a property" }).click();
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("site");
  await form.getByRole("textbox", { name: "Value" }).fill("north");
  await form.getByRole("checkbox", { name: "Leave a will" }).click();
  await form.getByRole("textbox", { name: "Topic", exact: true }).fill("asking/will");
  await form.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("connected", { exact: true }).first()).toBeVisible();

  const subscribing = page.getByRole("form", { name: "Subscribe", exact: true });
  await subscribing.getByRole("textbox", { name: "Topic filter" }).fill("asking/#");
  await subscribing.getByText("Options").click();
  await subscribing.getByRole("checkbox", { name: "Retain As Published" }).click();
  await subscribing.getByRole("textbox", { name: "Identifier" }).fill("42");
  await subscribing.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByText("Retain As Published · identifier 42")).toBeVisible();

  const session = await page.request.get(`${vitrina.url}/api/v1/session?clientId=asking`);
  expect(JSON.stringify(await session.json())).toMatch(/"receiveMaximum":7/);
  await page.getByRole("textbox", { name: "Session expiry with DISCONNECT" }).fill("0");
  await page.getByRole("button", { name: "DISCONNECT 0x00" }).click();
  await expect
    .poll(async () => (await page.request.get(`${vitrina.url}/api/v1/session?clientId=asking`)).status())
    .toBe(404);
});
