import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { demoRequest, demoState } from "../contract/requests.ts";
import type { DemoControl, HttpDoorOptions } from "../door-options.ts";
import { forActing } from "../login/login-guard.ts";
import { Problem } from "../problems.ts";

const tags = ["demo"];

/** The demo: whether it runs, and starting and stopping it. */
export function addDemoRoutes(api: Api, { demo }: HttpDoorOptions): void {
  const response = { 200: demoState, ...problemResponses };
  api.get(apiPaths.demo, { schema: { summary: "Whether the demo runs", tags, response } }, async () => ({
    isRunning: existing(demo).isRunning(),
  }));
  api.post(
    apiPaths.demo,
    { ...forActing, schema: { summary: "Start or stop the demo", tags, body: demoRequest, response } },
    async ({ body }) => {
      const control = existing(demo);
      if (body.running !== control.isRunning()) await (body.running ? control.start() : control.stop());
      return { isRunning: control.isRunning() };
    },
  );
}

function existing(demo: DemoControl | undefined): DemoControl {
  if (demo === undefined)
    throw new Problem("no-demo", "This server has no door that simulated devices could use.");
  return demo;
}
