import type { Server } from "node:http";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { HttpDoorOptions, Log } from "./door-options.ts";
import { errorHandler, isOfTheApi } from "./error-handler.ts";
import { EventStream } from "./events/event-stream.ts";
import { addGuard } from "./guard.ts";
import { Health } from "./health.ts";
import { addLoginGuard } from "./login/login-guard.ts";
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
import { addSessionRoutes } from "./routes/sessions.ts";
import { addSubscriptionRoutes } from "./routes/subscriptions.ts";
import { addSystemRoutes } from "./routes/system.ts";
import { addWillRoutes } from "./routes/wills.ts";

export type { HttpDoorOptions } from "./door-options.ts";
export type { EventSource } from "./events/event-stream.ts";

/** The largest body of a request that is no message, in bytes. */
const MAXIMUM_BODY_BYTES = 64 * 1024;
/** The largest head of a request, in bytes: a topic or client id of 65,535 bytes, each written as %XX, fits. */
const MAXIMUM_HEAD_BYTES = 256 * 1024;
/** How long a request may take to arrive, in milliseconds. */
const REQUEST_MILLISECONDS = 30_000;

/** The HTTP door: the inside API, the page, health and metrics. */
export interface HttpDoor {
  /** For the WebSocket door, which listens to its `upgrade`. */
  readonly server: Server;
  /** Returns the port that was bound. */
  listen(host: string, port: number): Promise<number>;
  /** Ends the event streams, answers what was asked, and closes. */
  close(): Promise<void>;
}

/** Builds the HTTP door; it is open after `listen`. */
export async function createHttpDoor(options: HttpDoorOptions): Promise<HttpDoor> {
  const server = createServer(options.log);
  const { inside, clock, events } = options;
  const stream = new EventStream(events, clock, () => inside.info().startedAt);
  const health = new Health();
  const endHealth = events.subscribe((event) => health.onEvent(event));
  addGuard(server, options);
  addLoginGuard(server, options.login);
  await addOpenApi(server, options.version);
  const undo = new RetainedUndo(clock);
  addRoutes(server, options, { stream, health, undo });
  await addPage(server, options.pageDirectory);
  await server.ready();
  return {
    server: server.server,
    listen: async (host, port) => {
      await server.listen({ host, port });
      return portOf(server.server);
    },
    close: async () => {
      health.onClosing();
      endHealth();
      stream.close();
      undo.clear();
      await server.close();
    },
  };
}

function createServer(log: Log): FastifyInstance {
  const onError = errorHandler(log);
  const server = fastify({
    logger: false,
    // Before any route is found: a path that is not well formed.
    frameworkErrors: (error, request, reply) => void onError(error, request, reply),
    bodyLimit: MAXIMUM_BODY_BYTES,
    requestTimeout: REQUEST_MILLISECONDS,
    forceCloseConnections: "idle",
    http: { maxHeaderSize: MAXIMUM_HEAD_BYTES },
    routerOptions: { maxParamLength: MAXIMUM_HEAD_BYTES },
  });
  server.setErrorHandler(onError);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Text is what a foreign page's form can send without being asked: only JSON is read.
  server.removeContentTypeParser("text/plain");
  server.addHook("onSend", async (request, reply) => {
    if (isOfTheApi(request)) reply.header("cache-control", "no-store");
  });
  return server;
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
  addSubscriptionRoutes(api, options);
  addWillRoutes(api, options);
  addPublishRoutes(api, options);
  addAccessRoutes(api, options);
  addDemoRoutes(api, options);
  addEventRoutes(api, options, stream);
  addSystemRoutes(api, options, health);
  addRetainedRoutes(api, options, undo);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the HTTP door listens on no port");
  return address.port;
}
