import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { problem } from "./contract.ts";

/** The server with routes whose schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What a route of the API may answer beside success, for the OpenAPI document. */
export const problemResponses = {
  "4xx": {
    description: "What is wrong with the request",
    content: { "application/problem+json": { schema: problem } },
  },
  "5xx": {
    description: "What is wrong with the server",
    content: { "application/problem+json": { schema: problem } },
  },
} as const;
