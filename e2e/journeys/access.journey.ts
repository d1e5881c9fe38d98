import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import mqtt from "mqtt";
import { expect, test } from "../support/journey.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const folders: string[] = [];
const running: Vitrina[] = [];
test.afterEach(async () => {
  for (const vitrina of running.splice(0)) await vitrina.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const RIGHTS = `topic read #
topic read $SYS/#

user ann
topic readwrite house/#
topic deny house/alarm/#
`;

test("who may do what is answered with the line, and a changed file says what it cuts off before it counts", async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-access-"));
  folders.push(folder);
  const file = join(folder, "rights");
  writeFileSync(file, RIGHTS);
  const vitrina = await startVitrina(["--acl-file", file]);
  running.push(vitrina);
  const phone = await mqtt.connectAsync(vitrina.mqttUrl, {
    clientId: "phone",
    username: "ann",
    protocolVersion: 5,
  });
  await phone.subscribeAsync("house/+/state");

  // from the client to the question
  await page.goto(`${vitrina.url}/clients?client=phone`);
  await page.getByRole("link", { name: "May it…?" }).click();
  const form = page.getByRole("form", { name: "Who wants to do what" });
  await expect(form.getByRole("combobox", { name: "Client id" })).toHaveValue("phone");
  await expect(form.getByRole("textbox", { name: "User name" })).toHaveValue("ann");
  await form.getByRole("combobox", { name: "Topic" }).fill("house/alarm/siren");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No, it may not" })).toBeVisible();
  await expect(page.getByText(`${file}:6`)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "decides" })).toContainText(
    "topic deny house/alarm/#",
  );
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // the address carries the question, and back goes to the one before
  await form.getByRole("combobox", { name: "Topic" }).fill("house/door");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("heading", { name: "Yes, it may" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Yes, it may" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "No, it may not" })).toBeVisible();

  // the file changes on the disk
  writeFileSync(file, RIGHTS.replace("readwrite house/#", "write house/#"));
  await page.getByRole("tab", { name: /The file/ }).click();
  await expect(page.getByRole("tab", { name: "The file changed" })).toBeVisible();
  const ending = page.getByRole("table", { name: "1 subscription would end" });
  await expect(ending.getByRole("row").filter({ hasText: "house/+/state" })).toContainText("no line");
  await expect(ending.getByRole("link", { name: "phone" })).toHaveAttribute("href", "/clients?client=phone");

  // a broken line is marked
  const editor = page.getByRole("textbox", { name: "Candidate ACL file" });
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("topics a\n");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByText("1 line cannot be read.")).toBeVisible();
  await expect(page.locator(".cm-lint-marker-error")).toBeVisible();
  await page.getByRole("button", { name: "Undo the edits" }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // it comes to count
  const ended = await vitrina.nextEvent("subscriptionRefused");
  await page.getByRole("button", { name: "Read the files again" }).click();
  expect(await ended.event).toMatchObject({ clientId: "phone", filter: "house/+/state" });
  await expect(page.getByText(`${file} on the disk is what counts.`)).toBeVisible();
  await phone.endAsync();
});

test("without an ACL file the page says how to begin", async ({ page, vitrina }) => {
  await page.goto(`${vitrina.url}/access`);
  await expect(
    page.getByRole("heading", { name: "Everybody who is let in may do everything" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Try a file" }).click();
  await expect(page.getByRole("textbox", { name: "Candidate ACL file" })).toContainText("user ann");
  await page.getByRole("button", { name: "What would it do?" }).click();
  await expect(page.getByRole("heading", { name: "What it would do" })).toBeVisible();
});
