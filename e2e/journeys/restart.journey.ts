import { expect, test } from "../support/journey.ts";

test("the page says that the server is gone, and comes back by itself", async ({ page, vitrina }) => {
  await page.goto(vitrina.url);
  const connection = page.getByRole("banner").getByRole("button", { name: /This broker/ });
  await expect(connection).toContainText("5.0");
  await vitrina.stop();
  await expect(connection).toContainText(/reconnecting|next attempt/);
  const again = await vitrina.restart();
  await expect(connection).toContainText("5.0");
  await again.stop();
});
