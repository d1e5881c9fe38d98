import swagger, { type SwaggerTransformObject } from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { liveEvent } from "./contract/events.ts";
import * as requests from "./contract/requests.ts";
import * as retained from "./contract/retained.ts";
import * as records from "./contract.ts";

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
    SessionSummary: records.sessionSummary,
    SessionDetail: records.sessionDetail,
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
    LiveEvent: liveEvent,
  };
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return registry;
}

/** Makes the OpenAPI 3.1 document from the routes that are added after this. */
export async function addOpenApi(server: FastifyInstance, version: string): Promise<void> {
  const schemaRegistry = namedSchemas();
  const nameSchemas = createJsonSchemaTransformObject({ schemaRegistry });
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Vitrina: the inside API",
        version,
        description:
          "What only the broker knows, and what an operator may do to it. Times are milliseconds since the epoch, payloads base64, errors application/problem+json.",
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: (document) => withoutInputs(nameSchemas(document)),
  });
}

/** All named schemas are answers; the library lists each a second time, as it would be for a request. */
function withoutInputs(document: ReturnType<SwaggerTransformObject>): ReturnType<SwaggerTransformObject> {
  const schemas = "components" in document ? (document.components?.schemas ?? {}) : {};
  for (const name of Object.keys(schemas)) if (name.endsWith("Input")) delete schemas[name];
  return document;
}
