import type { InsideTrace, TraceRecord } from "../../../core/ports/trace.ts";
import { type Api, problemResponses } from "../api.ts";
import { apiPaths } from "../contract/paths.ts";
import {
  faultyPackets,
  packetsQuery,
  trace,
  tracedPackets,
  traceRequest,
  traceState,
} from "../contract/trace.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forActing } from "../login/login-guard.ts";
import { Problem } from "../problems.ts";
import { checkFilter } from "../topic-checks.ts";
import { faultyPacketToJson, fitting, tracedPacketToJson, traceToJson } from "../trace-to-json.ts";

const tags = ["trace"];

/** The packets of the wire: a trace of them is begun, read and ended; faulty ones are kept always. */
export function addTraceRoutes(api: Api, options: HttpDoorOptions): void {
  addReading(api, options.inside.trace);
  addBeginning(api, options);
  addEnding(api, options.inside.trace);
}

function addReading(api: Api, inside: InsideTrace): void {
  api.get(
    apiPaths.trace,
    {
      schema: {
        summary: "The trace that runs or the last one that did, and how many faulty packets are kept",
        tags,
        response: { 200: traceState, ...problemResponses },
      },
    },
    async () => {
      const record = inside.current();
      return { trace: record && traceToJson(record), faulty: inside.faulty() };
    },
  );
  api.get(
    apiPaths.tracePackets,
    {
      schema: {
        summary: "Packets of the trace after a sequence number, in the order of the wire",
        tags,
        querystring: packetsQuery,
        response: { 200: tracedPackets, ...problemResponses },
      },
    },
    async ({ query: { after, limit } }) => {
      const items = fitting(inside.packets(after, limit)).map(tracedPacketToJson);
      return { items, lastSequence: inside.current()?.lastSequence ?? 0 };
    },
  );
  api.get(
    apiPaths.faultyPackets,
    {
      schema: {
        summary: "Refused CONNECTs and malformed packets after a sequence number, without a trace too",
        tags,
        querystring: packetsQuery,
        response: { 200: faultyPackets, ...problemResponses },
      },
    },
    async ({ query: { after, limit } }) => {
      const items = fitting(inside.faultyPackets(after, limit)).map(faultyPacketToJson);
      return { items, lastSequence: inside.faulty().lastSequence };
    },
  );
}

function addBeginning(api: Api, { inside, login }: HttpDoorOptions): void {
  api.post(
    apiPaths.trace,
    {
      ...forActing,
      schema: {
        summary: "Begin a trace; what an earlier one kept is thrown away",
        tags,
        body: traceRequest,
        response: { 200: trace, ...problemResponses },
      },
    },
    async ({ body: { payloads, ...asked }, raw }) => {
      for (const [at, filter] of asked.topics.entries()) checkFilter(filter, `body.topics.${at}`);
      const startedBy = login?.visitorOf(raw)?.user.name;
      const record = inside.trace.begin({ ...asked, hasPayloads: payloads === "kept", startedBy });
      if (record !== undefined) return traceToJson(record);
      throw new Problem("trace-running", runningDetail(inside.trace.current()));
    },
  );
}

function addEnding(api: Api, inside: InsideTrace): void {
  api.post(
    apiPaths.traceEnd,
    {
      ...forActing,
      schema: {
        summary: "End the trace; what it kept stays to be read",
        tags,
        response: { 200: trace, ...problemResponses },
      },
    },
    async () => {
      const record = inside.end();
      if (record !== undefined) return traceToJson(record);
      throw noTrace();
    },
  );
  api.delete(
    apiPaths.trace,
    {
      ...forActing,
      schema: {
        summary: "End the trace, and throw away what it kept",
        tags,
        response: { 200: traceState, ...problemResponses },
      },
    },
    async () => {
      if (!inside.discard()) throw noTrace();
      return { faulty: inside.faulty() };
    },
  );
}

function runningDetail(running: TraceRecord | undefined): string {
  const by = running?.startedBy === undefined ? "" : ` by ${running.startedBy}`;
  return `A trace${by} is running; end it first (POST ${apiPaths.traceEnd}).`;
}

function noTrace(): Problem {
  return new Problem("no-trace", `There is no trace; begin one (POST ${apiPaths.trace}).`);
}
