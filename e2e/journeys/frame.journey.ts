import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../support/journey.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

let server: Server;
let origin: string;
let framed: string;
const running: Vitrina[] = [];

test.beforeEach(async () => {
  server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<title>Panel</title><iframe src="${framed}" width="1200" height="800"></iframe>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterEach(async () => {
  server.closeAllConnections();
  server.close();
  for (const vitrina of running.splice(0)) await vitrina.stop();
});

async function frame(...parameters: readonly string[]): Promise<void> {
  const vitrina = await startVitrina(parameters);
  running.push(vitrina);
  framed = vitrina.url;
}

test("a page that is allowed shows ours in a frame", async ({ page }) => {
  await frame("--frame-ancestors", `self,${origin}`);
  await page.goto(origin);
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Topics" })).toBeVisible();
});

test("no other page does", async ({ page }) => {
  await frame("--frame-ancestors", "self");
  const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await page.goto(origin);
  expect((await refused).text()).toContain(framed);
  await expect(page.frameLocator("iframe").getByRole("link", { name: "Topics" })).toHaveCount(0);
});
