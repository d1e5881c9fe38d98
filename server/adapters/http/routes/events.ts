import type { ServerResponse } from "node:http";
import { type Api, problemResponses } from "../api.ts";
import { LIVE_EVENT_TYPES, liveEvent } from "../contract/events.ts";
import { apiPaths } from "../contract/paths.ts";
import { eventsQuery } from "../contract/requests.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { type EventStream, MAXIMUM_STREAMS, wantedTypes } from "../events/event-stream.ts";
import type { StreamSink } from "../events/stream-reader.ts";
import { Problem } from "../problems.ts";

const OK = 200;
/** How long a reader waits before it connects again, in milliseconds. */
const RETRY_MILLISECONDS = 2_000;

/** The live stream of events, as server-sent events (HTML §9.2). */
export function addEventRoutes(api: Api, { clock, login }: HttpDoorOptions, stream: EventStream): void {
  api.get(
    apiPaths.events,
    {
      schema: {
        summary: "What happens inside, live: one LiveEvent as JSON in each data field",
        tags: ["events"],
        querystring: eventsQuery,
        response: {
          200: { description: "Endless", content: { "text/event-stream": { schema: liveEvent } } },
          ...problemResponses,
        },
      },
    },
    (request, reply) => {
      const { types, messages, lastEventId } = request.query;
      const { wanted, unknown } = wantedTypes(types, messages === "true");
      if (unknown.length > 0) throw unknownTypes(unknown);
      if (stream.isFull) {
        throw new Problem("too-many-streams", `${MAXIMUM_STREAMS} event streams are open; close one first.`);
      }
      const header = request.headers["last-event-id"];
      reply.hijack();
      const response = begin(reply.raw, reply.getHeaders());
      const reader = stream.open(sinkOf(response), wanted, typeof header === "string" ? header : lastEventId);
      response.on("drain", () => reader.onWritable(clock.now()));
      response.on("close", () => stream.remove(reader));
      // what a login opened ends with it
      const forget = login?.visitorOf(request.raw)?.onEnd(() => response.end());
      if (forget !== undefined) response.on("close", forget);
    },
  );
}

function begin(response: ServerResponse, headers: Record<string, unknown>): ServerResponse {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, String(value));
  }
  response.writeHead(OK, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    // A proxy in front (nginx) must not gather what is to be live.
    "x-accel-buffering": "no",
    // So that the connection ends with the stream when the server shuts down.
    connection: "close",
  });
  response.write(`retry: ${RETRY_MILLISECONDS}\n\n`);
  return response;
}

function sinkOf(response: ServerResponse): StreamSink {
  return { write: (text) => response.write(text), end: () => response.end() };
}

function unknownTypes(unknown: readonly string[]): Problem {
  const detail = `"${unknown.join('", "')}" is no type of event; there are ${LIVE_EVENT_TYPES.join(", ")}`;
  return new Problem("invalid-request", `query.types: ${detail}`, [{ field: "query.types", detail }]);
}
