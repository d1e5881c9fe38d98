import swagger, { type SwaggerTransformObject } from "@fastify/swagger";
import type { FastifyInstance, RouteOptions } from "fastify";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import * as access from "./contract/access.ts";
import { liveEvent } from "./contract/events.ts";
import * as login from "./contract/login.ts";
import * as requests from "./contract/requests.ts";
import * as retained from "./contract/retained.ts";
import { queueEntry, sessionQueue } from "./contract/session-queue.ts";
import * as sessions from "./contract/sessions.ts";
import * as trace from "./contract/trace.ts";
import * as records from "./contract.ts";
import type { HttpDoorOptions } from "./door-options.ts";
import { roleNeeded } from "./login/login-guard.ts";

type SchemaNotes = {
  /** The name under which the document lists it. */
  id?: string;
  contentEncoding?: "base64";
};

/** The schemas that the document names; kept apart from zod's global registry, which a page may share. */
function namedSchemas(): z.core.$ZodRegistry<SchemaNotes> {
  const registry = z.registry<SchemaNotes>();
  registry.add(records.base64, { contentEncoding: "base64" });
  const named = {
    BrokerInfo: records.brokerInfo,
    SessionSummary: sessions.sessionSummary,
    SessionDetail: sessions.sessionDetail,
    SessionQueue: sessionQueue,
    QueueEntry: queueEntry,
    Subscription: records.subscription,
    Will: records.will,
    EndedWill: records.endedWill,
    Problem: records.problem,
    RetainedSummary: retained.retainedSummary,
    RetainedMessage: retained.retainedMessage,
    RetainedDeletion: retained.retainedDeletion,
    Undone: retained.undone,
    Published: requests.published,
    DemoState: requests.demoState,
    AccessAnswer: access.accessAnswer,
    RightsLine: access.rightsLine,
    RightsFile: access.rightsFile,
    RightsPreview: access.rightsPreview,
    Me: login.me,
    Trace: trace.trace,
    TracedPacket: trace.tracedPacket,
    FaultyPacket: trace.faultyPacket,
    LiveEvent: liveEvent,
  };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
}

/** The cookie of a login; the list beside it at each endpoint is the role that it takes. */
const LOGIN_SCHEME = {
  type: "apiKey",
  in: "cookie",
  name: "vitrina-<port>",
  description: "Set by POST /api/v1/login; asked for only where the server asks for a login.",
} as const;

/** A token in place of a login (RFC 6750). */
const TOKEN_SCHEME = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "vit_…",
  description:
    "A token that `vitrina api-token add` made, where the server has --api-tokens; in place of a login.",
} as const;

/** Says of a route which role it takes. */
function withRole<T extends { schema: object }>(transformed: T, { url, config, method }: RouteOptions): T {
  const role = roleNeeded({ url, role: config?.role, method });
  if (role === "everybody") return transformed;
  return {
    ...transformed,
    schema: { ...transformed.schema, security: [{ login: [role] }, { token: [role] }] },
  };
}

/** Makes the OpenAPI 3.1 document from the routes that are added after this. */
export async function addOpenApi(
  server: FastifyInstance,
  { version, basePath }: Pick<HttpDoorOptions, "version" | "basePath">,
): Promise<void> {
  const schemaRegistry = namedSchemas();
  const transform = createJsonSchemaTransform({ schemaRegistry });
  const nameSchemas = createJsonSchemaTransformObject({ schemaRegistry });
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      ...(basePath !== "/" && { servers: [{ url: basePath.slice(0, -1) }] }),
      components: { securitySchemes: { login: LOGIN_SCHEME, token: TOKEN_SCHEME } },
      info: {
        title: "Vitrina: the inside API",
        version,
        description:
          "What only the broker knows, and what an operator may do to it. Times are milliseconds since the epoch, payloads base64, errors application/problem+json.",
      },
    },
    transform: (route) => withRole(transform(route), route.route),
    transformObject: (document) => withoutInputs(nameSchemas(document)),
  });
}

/** All named schemas are answers; the library lists each a second time, as it would be for a request. */
function withoutInputs(document: ReturnType<SwaggerTransformObject>): ReturnType<SwaggerTransformObject> {
  const schemas = "components" in document ? (document.components?.schemas ?? {}) : {};
  for (const name of Object.keys(schemas)) if (name.endsWith("Input")) delete schemas[name];
  return document;
}
