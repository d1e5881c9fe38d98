import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Log } from "./door-options.ts";
import { Problem } from "./problems.ts";

const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
const BAD_REQUEST = 400;
const SERVER_ERROR = 500;

/** Answers with a problem document (RFC 9457). */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { document } = problem;
  if (document.retryAfterSeconds !== undefined) reply.header("retry-after", document.retryAfterSeconds);
  return reply
    .code(document.status)
    .type(PROBLEM_TYPE)
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document);
}

/** The one place where an error becomes an answer. */
export function errorHandler(
  log: Log,
): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  return (error, request, reply) => {
    const problem = toProblem(error);
    if (problem.document.status >= SERVER_ERROR) {
      log.error(
        { code: "request-failed", err: error, method: request.method, path: pathOf(request) },
        "a request failed",
      );
    }
    return sendProblem(reply, problem);
  };
}

/** The path that was asked for, without the query: a query may hold topics and ids, which are not for the log. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? request.url;
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error);
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new Problem(
      "body-too-large",
      "Send less, or raise the limit maximum-packet-bytes for larger messages.",
    );
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new Problem(
      "content-type-not-supported",
      'Send JSON with the header "Content-Type: application/json".',
    );
  }
  const status = error.statusCode ?? SERVER_ERROR;
  if (status >= BAD_REQUEST && status < SERVER_ERROR) return new Problem("invalid-request", error.message);
  return new Problem("internal-error", "The server's log says what happened.");
}

function validationProblem(
  error: Parameters<typeof hasZodFastifySchemaValidationErrors>[0] & {
    validation: readonly { instancePath: string; message?: string | undefined }[];
    validationContext?: string | undefined;
  },
): Problem {
  const where = error.validationContext === "querystring" ? "query" : (error.validationContext ?? "request");
  const errors = error.validation.map(({ instancePath, message = "does not fit" }) => ({
    field: [where, ...instancePath.split("/").filter((part) => part !== "")].join("."),
    detail: message,
  }));
  return new Problem(
    "invalid-request",
    errors.map(({ field, detail }) => `${field}: ${detail}`).join("; "),
    errors,
  );
}

/** Whether the inside API was asked, rather than the page. */
export function isOfTheApi(request: FastifyRequest): boolean {
  return /^\/api(\/|$)/.test(pathOf(request));
}
