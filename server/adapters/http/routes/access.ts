import type { QoS } from "../../../../protocol/packets.ts";
import { parseSharedFilter } from "../../../../protocol/topics/shared.ts";
import type { RightsDesk, Ruling } from "../../../core/ports/access.ts";
import type { AccessQuestion, AccessVerdict } from "../../../core/ports/inside-rights.ts";
import { type Api, problemResponses } from "../api.ts";
import {
  type AccessAnswer,
  accessAnswer,
  accessQuery,
  previewRequest,
  type RightsFile,
  reloaded,
  rightsFile,
  rightsPreview,
} from "../contract/access.ts";
import { apiPaths } from "../contract/paths.ts";
import type { HttpDoorOptions } from "../door-options.ts";
import { forLooking } from "../login/login-guard.ts";
import { Problem } from "../problems.ts";
import { previewRights } from "../rights-preview.ts";
import { checkFilter, checkTopic } from "../topic-checks.ts";

const tags = ["access"];
const SHOWN_LINES = 100;
/** The largest ACL file whose effect can be asked for, in bytes as JSON. */
const MAXIMUM_BODY_BYTES = 8 * 1024 * 1024;

/** "May X do Y?", what a changed file of rights would cut off, and making the files on the disk count. */
export function addAccessRoutes(api: Api, options: HttpDoorOptions): void {
  addQuestion(api, options);
  addFile(api, options);
  addReload(api, options);
}

function addQuestion(api: Api, { inside, rights }: HttpDoorOptions): void {
  api.get(
    apiPaths.access,
    {
      schema: {
        summary: "May a client do it, and which line of the ACL file decides",
        tags,
        querystring: accessQuery,
        response: { 200: accessAnswer, ...problemResponses },
      },
    },
    async ({ query: { user, clientId, action, topic, qos, retain } }) => {
      if (action === "subscribe") checkFilter(topic, "query.topic");
      else checkTopic(topic, "query.topic");
      const question: AccessQuestion = {
        userName: user,
        clientId,
        action,
        topic,
        qos: Number(qos) as QoS,
        retain: retain === "true",
      };
      return answerOf(rights, question, inside.rights.ask(question));
    },
  );
}

function addFile(api: Api, { inside, rights }: HttpDoorOptions): void {
  api.get(
    apiPaths.accessFile,
    {
      schema: {
        summary: "The ACL file: what counts, and what lies on the disk",
        tags,
        response: { 200: rightsFile, ...problemResponses },
      },
    },
    async () => fileOf(rights),
  );
  api.post(
    apiPaths.accessPreview,
    {
      ...forLooking,
      bodyLimit: MAXIMUM_BODY_BYTES,
      schema: {
        summary: "What a changed ACL file would cut off; nothing changes",
        tags,
        body: previewRequest,
        response: { 200: rightsPreview, ...problemResponses },
      },
    },
    async ({ body: { text, limit } }) => {
      const source = text === undefined ? "disk" : "text";
      return { source, ...(await previewRights(inside, rights, text ?? diskTextOf(rights), limit)) } as const;
    },
  );
}

function addReload(api: Api, { reload }: HttpDoorOptions): void {
  api.post(
    apiPaths.reload,
    {
      schema: {
        summary: "Read the files of users, rights and certificates again, as SIGHUP does",
        tags,
        response: { 200: reloaded, ...problemResponses },
      },
    },
    async () => {
      const outcome = reload();
      if (outcome.kind === "failed") {
        throw new Problem("reload-failed", `${outcome.reason}. Nothing has changed; mend it and try again.`);
      }
      return { disconnected: outcome.disconnected };
    },
  );
}

function answerOf(
  { rights, file }: RightsDesk,
  question: AccessQuestion,
  verdict: AccessVerdict,
): AccessAnswer {
  const common = { file: file?.path, partly: { items: [], total: 0 } };
  if (verdict.by === "brokers-topic")
    return { ...common, isAllowed: false, reason: { code: "brokers-topic" } };
  if (verdict.by === "setting") {
    const { reasonCode, reason: detail } = verdict;
    return { ...common, isAllowed: false, reason: { code: "setting", reasonCode, detail } };
  }
  const { partly, barredBy, decider } = rights.explain(question, question.action, filterOf(question));
  return {
    ...common,
    isAllowed: verdict.isAllowed,
    reason: reasonOf(decider),
    barredBy,
    partly: { items: partly.slice(0, SHOWN_LINES), total: partly.length },
  };
}

function reasonOf(decider: Ruling["decider"]): AccessAnswer["reason"] {
  if (decider.by === "line") return { code: "line", line: decider.line };
  return decider.by === "page-role" ? { code: "page-role", role: decider.role } : { code: decider.by };
}

/** Rights are asked of a shared subscription by the filter behind `$share/{name}/` (MQTT 5.0 §4.8.2). */
function filterOf({ action, topic }: AccessQuestion): string {
  return action === "subscribe" ? (parseSharedFilter(topic)?.filter ?? topic) : topic;
}

function fileOf({ file }: RightsDesk): RightsFile {
  if (file === undefined) return { state: "none" };
  const { path } = file;
  const text = file.inForce();
  const onDisk = file.onDisk();
  if (onDisk.kind === "unreadable") return { state: "unreadable", path, text, problem: onDisk.reason };
  return onDisk.text === text
    ? { state: "same", path, text }
    : { state: "changed", path, text, onDisk: onDisk.text };
}

function diskTextOf({ file }: RightsDesk): string {
  if (file === undefined) {
    throw new Problem("no-acl-file", "Start the server with --acl-file, or send the text of one.");
  }
  const onDisk = file.onDisk();
  if (onDisk.kind === "unreadable") throw new Problem("acl-file-unreadable", `${onDisk.reason}.`);
  return onDisk.text;
}
