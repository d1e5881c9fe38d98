import type { RequestListener, Server } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Socket } from "node:net";
import type { SecureContextOptions } from "node:tls";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { belowBasePath } from "./base-path.ts";
import type { HttpDoorOptions } from "./door-options.ts";
import { errorHandler, isOfTheApi } from "./error-handler.ts";

/** The largest body of a request that is no message, in bytes. */
const MAXIMUM_BODY_BYTES = 64 * 1024;
/** The largest head of a request, in bytes: a topic or client id of 65,535 bytes, each written as %XX, fits. */
const MAXIMUM_HEAD_BYTES = 256 * 1024;
/** How long a request may take to arrive, in milliseconds. */
const REQUEST_MILLISECONDS = 30_000;

/** The server behind the HTTP door, which speaks HTTPS where it has a certificate. */
export interface DoorServer {
  readonly fastify: FastifyInstance;
  /** Shows another certificate from the next connection on; nothing where it speaks HTTP. */
  renew(secureContext: SecureContextOptions): void;
}

/** Builds the server, without any route. */
export function createDoorServer(options: HttpDoorOptions): DoorServer {
  const onError = errorHandler(options.log);
  const secure = secureServer(options);
  const server = fastify({
    logger: false,
    rewriteUrl: ({ url = "/" }) => belowBasePath(url, options.basePath),
    // Before any route is found: a path that is not well formed.
    frameworkErrors: (error, request, reply) => void onError(error, request, reply),
    bodyLimit: MAXIMUM_BODY_BYTES,
    requestTimeout: REQUEST_MILLISECONDS,
    forceCloseConnections: "idle",
    http: { maxHeaderSize: MAXIMUM_HEAD_BYTES },
    routerOptions: { maxParamLength: MAXIMUM_HEAD_BYTES },
    ...(secure && { serverFactory: secure.create }),
  });
  server.setErrorHandler(onError);
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Text is what a foreign page's form can send without being asked: only JSON is read.
  server.removeContentTypeParser("text/plain");
  server.addHook("onSend", async (request, reply) => {
    if (isOfTheApi(request)) reply.header("cache-control", "no-store");
  });
  return { fastify: server, renew: (secureContext) => secure?.renew(secureContext) };
}

interface SecureServer {
  create(onRequest: RequestListener): Server;
  renew(secureContext: SecureContextOptions): void;
}

function secureServer({ secureContext, onHandshakeFailed }: HttpDoorOptions): SecureServer | undefined {
  if (secureContext === undefined) return undefined;
  const limits = { maxHeaderSize: MAXIMUM_HEAD_BYTES, requestTimeout: REQUEST_MILLISECONDS };
  const server = createHttps({ ...secureContext, ...limits });
  server.on("tlsClientError", (error, socket: Socket) => onHandshakeFailed(error, socket.remoteAddress));
  return {
    create: (onRequest) => server.on("request", onRequest),
    renew: (renewed) => server.setSecureContext(renewed),
  };
}
