import type { Api } from "../api.ts";
import { apiPaths, HEALTH_PATH, METRICS_PATH } from "../contract/paths.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import type { Health } from "../health.ts";
import { forEverybody } from "../login/login-guard.ts";
import { createMetrics } from "../metrics.ts";

const OK = 200;
const UNAVAILABLE = 503;

/** For probes, scrapers and tools: health, metrics, the OpenAPI document. */
export function addSystemRoutes(api: Api, { inside }: HttpDoorOptions, health: Health): void {
  const metrics = createMetrics(inside);
  const hide = { schema: { hide: true } };
  api.get(HEALTH_PATH, hide, async (_request, reply) => {
    const { trouble } = health;
    return reply
      .code(trouble === undefined ? OK : UNAVAILABLE)
      .header("cache-control", "no-store")
      .type("text/plain; charset=utf-8")
      .send(`${trouble ?? "ok"}\n`);
  });
  api.get(METRICS_PATH, hide, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.scrape()),
  );
  api.get(apiPaths.openapi, { ...hide, ...forEverybody }, async () => api.swagger());
}
