import type { Server } from "node:http";
import type { SecureContextOptions } from "node:tls";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { HttpDoorOptions } from "./door-options.ts";
import { createDoorServer } from "./door-server.ts";
import { EventStream } from "./events/event-stream.ts";
import { addGuard } from "./guard.ts";
import { Health } from "./health.ts";
import { addLoginGuard } from "./login/login-guard.ts";
import { OpenConnections } from "./open-connections.ts";
import { addOpenApi } from "./openapi.ts";
import { addPage } from "./page.ts";
import { RetainedUndo } from "./retained-undo.ts";
import { addAccessRoutes } from "./routes/access.ts";
import { addBrokerRoutes } from "./routes/broker.ts";
import { addDemoRoutes } from "./routes/demo.ts";
import { addEventRoutes } from "./routes/events.ts";
import { addLoginRoutes } from "./routes/login.ts";
import { addPublishRoutes } from "./routes/publish.ts";
import { addRetainedRoutes } from "./routes/retained.ts";
import { addSessionQueueRoutes } from "./routes/session-queue.ts";
import { addSessionRoutes } from "./routes/sessions.ts";
import { addSubscriptionRoutes } from "./routes/subscriptions.ts";
import { addSystemRoutes } from "./routes/system.ts";
import { addTraceRoutes } from "./routes/trace.ts";
import { addWillRoutes } from "./routes/wills.ts";

export type { HttpDoorOptions } from "./door-options.ts";
export type { EventSource } from "./events/event-stream.ts";

/** The HTTP door: the inside API, the page, health and metrics. */
export interface HttpDoor {
  /** For the WebSocket door, which listens to its `upgrade`. */
  readonly server: Server;
  /** Returns the port that was bound. */
  listen(host: string, port: number): Promise<number>;
  /** Shows another certificate from the next connection on; those that are open stay. */
  renew(secureContext: SecureContextOptions): void;
  /** Ends the event streams, answers what was asked, and closes. */
  close(): Promise<void>;
}

/** Builds the HTTP door; it is open after `listen`. */
export async function createHttpDoor(options: HttpDoorOptions): Promise<HttpDoor> {
  const { fastify: server, renew } = createDoorServer(options);
  const { inside, clock, events } = options;
  const connections = new OpenConnections(server.server, clock);
  const stream = new EventStream(events, clock, () => inside.info().startedAt);
  const health = new Health();
  const endHealth = events.subscribe((event) => health.onEvent(event));
  addGuard(server, options);
  addLoginGuard(server, options.login);
  await addOpenApi(server, options);
  const undo = new RetainedUndo(clock);
  addRoutes(server, options, { stream, health, undo });
  addPage(server, options);
  await server.ready();
  return {
    server: server.server,
    renew,
    listen: async (host, port) => {
      await server.listen({ host, port });
      return portOf(server.server);
    },
    close: async () => {
      health.onClosing();
      endHealth();
      stream.close();
      undo.clear();
      connections.close();
      await server.close();
    },
  };
}

function addRoutes(
  server: FastifyInstance,
  options: HttpDoorOptions,
  { stream, health, undo }: { stream: EventStream; health: Health; undo: RetainedUndo },
): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  addLoginRoutes(api, options);
  addBrokerRoutes(api, options);
  addSessionRoutes(api, options);
  addSessionQueueRoutes(api, options);
  addSubscriptionRoutes(api, options);
  addWillRoutes(api, options);
  addPublishRoutes(api, options);
  addAccessRoutes(api, options);
  addDemoRoutes(api, options);
  addTraceRoutes(api, options);
  addEventRoutes(api, options, stream);
  addSystemRoutes(api, options, health);
  addRetainedRoutes(api, options, undo);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the HTTP door listens on no port");
  return address.port;
}
