import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { issueCertificate } from "../support/certificates.ts";
import { expect, test } from "../support/journey.ts";
import { startVitrina } from "../support/vitrina.ts";

// Chromium does not know our authority; that its certificates are checked is shown by MQTT.js, which is told.
test.use({ ignoreHTTPSErrors: true });

test("the page, its login and its MQTT come over HTTPS", async ({ page, context }) => {
  const folder = mkdtempSync(join(tmpdir(), "vitrina-https-"));
  issueCertificate(folder, "ca", "/CN=our authority");
  issueCertificate(folder, "page", "/CN=localhost", "ca");
  const certificate = [
    "--http-tls-cert",
    join(folder, "page.crt"),
    "--http-tls-key",
    join(folder, "page.key"),
  ];
  const vitrina = await startVitrina([...certificate, "--login", "always", "--allow-anonymous"]);
  try {
    await page.goto(await vitrina.loginAddress);
    await expect(page.getByRole("button", { name: "Logged in as admin, role admin" })).toBeVisible();
    expect(await context.cookies()).toMatchObject([{ secure: true, httpOnly: true, sameSite: "Strict" }]);

    const device = await mqtt.connectAsync(vitrina.webSocketUrl, {
      ca: readFileSync(join(folder, "ca.crt")),
    });
    await page.getByRole("link", { name: "Clients" }).first().click();
    await expect(page.getByRole("row").filter({ hasText: device.options.clientId ?? "" })).toContainText(
      "WSS",
    );
    await expect(page.getByRole("row").filter({ hasText: "page:admin" })).toContainText("WSS");
    await device.endAsync();
  } finally {
    await vitrina.stop();
    rmSync(folder, { recursive: true });
  }
});
