import { type HttpProxy, startHttpProxy } from "../support/http-proxy.ts";
import { expect, test } from "../support/journey.ts";

test.use({
  parameters: ["--base-path", "/tools/vitrina/", "--trusted-proxies", "127.0.0.1", "--allow-anonymous"],
});

const FORWARDED = { "x-forwarded-for": "203.0.113.7" };

const proxies: HttpProxy[] = [];
test.afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});

for (const isStripping of [true, false]) {
  const name = isStripping ? "takes the path away" : "leaves the path";
  test(`the page works below a path, behind a proxy that ${name}`, async ({ page, vitrina, device }) => {
    const below = "/tools/vitrina/";
    const proxy = await startHttpProxy(vitrina.httpPort, { below, isStripping, headers: () => FORWARDED });
    proxies.push(proxy);
    const missing: string[] = [];
    page.on("response", (response) => {
      if (response.status() >= 400 && response.status() !== 401) missing.push(response.url());
    });
    const root = `http://127.0.0.1:${proxy.port}/tools/vitrina`;
    const { hash } = new URL(await vitrina.loginAddress);
    await page.goto(`${root}/${hash}`);

    await expect(page).toHaveURL(`${root}/topics`);
    const client = await device({ clientId: "pump" });
    await client.publishAsync("plant/pump", "on", { retain: true });
    await expect(page.getByText("plant", { exact: true })).toBeVisible();

    await page.getByRole("link", { name: "Clients" }).click();
    await expect(page).toHaveURL(`${root}/clients`);
    await expect(page.getByRole("row").filter({ hasText: "pump" })).toBeVisible();
    const own = page.getByRole("row").filter({ hasText: "page:admin" });
    await expect(own).toContainText("203.0.113.7");

    await page.keyboard.press("1");
    await expect(page).toHaveURL(`${root}/topics`);
    await page.goBack();
    await page.reload();
    await expect(page.getByRole("row").filter({ hasText: "pump" })).toBeVisible();

    const cookies = await page.context().cookies(`${root}/`);
    expect(cookies).toMatchObject([{ path: "/tools/vitrina/", httpOnly: true }]);
    expect(await page.context().cookies(`http://127.0.0.1:${proxy.port}/`)).toEqual([]);
    expect(missing).toEqual([]);
  });
}

test("who asks the server itself comes to the page below its path", async ({ page, vitrina }) => {
  const { hash } = new URL(await vitrina.loginAddress);
  await page.goto(`${vitrina.url}/clients?filter=none${hash}`);
  await expect(page).toHaveURL(`${vitrina.url}/tools/vitrina/clients?filter=none`);
  await expect(page.getByRole("heading", { name: "Clients" })).toBeAttached();
});
