import type { Api } from "../api.ts";
import { problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import { brokerInfo } from "../contract.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { limitsToJson, storeToJson } from "../to-json.ts";

/** Version, doors, limits, counters and sizes. */
export function addBrokerRoutes(api: Api, { inside, clock, data, listeners, demo }: HttpDoorOptions): void {
  api.get(
    apiPaths.broker,
    {
      schema: { summary: "The broker", tags: ["broker"], response: { 200: brokerInfo, ...problemResponses } },
    },
    async () => {
      const info = inside.info();
      return {
        ...info,
        now: clock.now(),
        data,
        listeners: [...listeners()],
        store: storeToJson(info.store),
        limits: limitsToJson(info.limits),
        demo: demo && { isRunning: demo.isRunning() },
      };
    },
  );
}
