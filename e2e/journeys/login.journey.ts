import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/journey.ts";
import { startVitrina, type Vitrina } from "../support/vitrina.ts";

const MAIN = fileURLToPath(new URL("../../dist/server/main.js", import.meta.url));

/** A file with ann, who looks, and bob, who is an admin. */
async function pageUsers(): Promise<string> {
  const file = test.info().outputPath("page-users");
  for (const [name, role] of [
    ["ann", "look"],
    ["bob", "admin"],
  ] as const) {
    const adding = spawn(process.execPath, [MAIN, "page-user", "add", "--role", role, file, name], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    adding.stdin.end("secret\n");
    expect(await once(adding, "exit")).toEqual([0, null]);
  }
  return file;
}

const running: Vitrina[] = [];
test.afterEach(async () => {
  for (const vitrina of running.splice(0)) await vitrina.stop();
});

async function guarded(parameters: readonly string[]): Promise<Vitrina> {
  const vitrina = await startVitrina(["--login", "always", ...parameters]);
  running.push(vitrina);
  return vitrina;
}

async function logIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

test("who is logged in sees everything, and does what the role allows", async ({ page }) => {
  const vitrina = await guarded(["--page-users", await pageUsers()]);
  await page.goto(`${vitrina.url}/clients`);
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await logIn(page, "ann", "wrong");
  await expect(page.getByRole("alert")).toContainText("The name or the password is wrong");
  await logIn(page, "ann", "secret");

  await expect(page).toHaveURL(/\/clients/);
  await expect(page.getByRole("button", { name: "Logged in as ann, role look" })).toBeVisible();
  const own = page.getByRole("row").filter({ hasText: "page:ann" });
  await expect(own).toBeVisible();
  await own.click();
  await expect(page.getByRole("button", { name: "End session" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Publish", exact: true }).last()).toBeDisabled();
  await expect(page.getByRole("note", { name: /takes the role “act”/ }).first()).toBeVisible();

  await page.getByRole("button", { name: "Logged in as ann, role look" }).click();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await logIn(page, "bob", "secret");
  await expect(page.getByText("page:bob")).toBeVisible();
  await expect(page.getByRole("button", { name: "End session" })).toBeEnabled();
});

test("a login that ends leads back, and the next one to the same view", async ({ page, context }) => {
  const vitrina = await guarded(["--page-users", await pageUsers()]);
  await page.goto(`${vitrina.url}/messages`);
  await logIn(page, "ann", "secret");
  await expect(page.getByRole("button", { name: "Logged in as ann, role look" })).toBeVisible();
  // from elsewhere in the same browser
  await context.request.post(`${vitrina.url}/api/v1/logout`);
  await expect(page.getByText("Your login has ended.")).toBeVisible();
  await logIn(page, "bob", "secret");
  await expect(page.getByRole("button", { name: "Logged in as bob, role admin" })).toBeVisible();
  await expect(page).toHaveURL(/\/messages/);
});

test("too many attempts have to wait, and the page says how long", async ({ page }) => {
  const vitrina = await guarded(["--page-users", await pageUsers()]);
  await page.goto(vitrina.url);
  for (let count = 0; count < 6; count++) {
    const answered = page.waitForResponse(/\/api\/v1\/login/);
    await logIn(page, "ann", "wrong");
    await answered;
  }
  await expect(page.getByRole("alert")).toContainText("Too many attempts");
  await expect(page.getByRole("alert")).toContainText("You may try again now.");
  await logIn(page, "ann", "secret");
  await expect(page.getByRole("button", { name: "Logged in as ann, role look" })).toBeVisible();
});

test("the token of the start logs in once, and leaves the address", async ({ page, browser }) => {
  const vitrina = await guarded([]);
  const address = await vitrina.loginAddress;
  await page.goto(address);
  await expect(page.getByRole("button", { name: "Logged in as admin, role admin" })).toBeVisible();
  expect(page.url()).not.toContain("token");
  const other = await (await browser.newContext()).newPage();
  await other.goto(address);
  await expect(other.getByRole("heading", { name: "Log in" })).toBeVisible();
  expect(other.url()).not.toContain("token");
  expect(JSON.stringify(vitrina.log)).not.toContain(address.split("token=")[1]);
});

test("a page of another origin gets nothing, though the browser is logged in", async ({ page }) => {
  const vitrina = await guarded(["--page-users", await pageUsers()]);
  await page.goto(vitrina.url);
  await logIn(page, "bob", "secret");
  await expect(page.getByRole("button", { name: "Logged in as bob, role admin" })).toBeVisible();
  const attacker = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<title>elsewhere</title>");
  }).listen(0, "127.0.0.1");
  await once(attacker, "listening");
  const { port } = attacker.address() as { port: number };
  // the same host on another port: to a browser the same site, so it sends the cookie along
  await page.goto(`http://127.0.0.1:${port}/`);
  const got = await page.evaluate(
    async ({ base, socket }) => {
      const asked = ["GET", "POST", "DELETE"].map((method) =>
        fetch(`${base}/api/v1/${method === "GET" ? "broker" : "session?clientId=a"}`, {
          method,
          credentials: "include",
        }).then(
          ({ status }) => `answered ${status}`,
          () => "nothing",
        ),
      );
      const opened = new Promise<string>((resolve) => {
        const webSocket = new WebSocket(socket, "mqtt");
        webSocket.onopen = () => resolve("opened");
        webSocket.onerror = () => resolve("nothing");
      });
      return Promise.all([...asked, opened]);
    },
    { base: vitrina.url, socket: vitrina.webSocketUrl },
  );
  expect(got).toEqual(["nothing", "nothing", "nothing", "nothing"]);
  attacker.close();
});
