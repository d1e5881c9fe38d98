import { seriesOf } from "./detail/history-rows.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { QuestionKind, Questions } from "./messages/commands.ts";
import { completionsOf } from "./topics/completion.ts";
import { valuesBelow } from "./topics/values-below.ts";

type AnswerTable = {
  readonly [K in QuestionKind]: (
    engine: EngineParts,
    question: Questions[K]["question"],
    reply: (answer: Questions[K]["answer"]) => void,
  ) => void;
};

/** How each question of the page is answered, at once or later. */
export const answers: AnswerTable = {
  publish: ({ connection }, { message }, reply) => void connection.publish(message).then(reply),
  labPublish: ({ lab }, { key, message }, reply) => void lab.publish(key, message).then(reply),
  readMessage: ({ workspace }, { topicId, index }, reply) => reply(workspace.message(topicId, index)),
  readRetained: ({ workspace }, { topic }, reply) => reply(workspace.retainedMessage(topic)),
  readStreamMessage: ({ workspace }, { sequence }, reply) => reply(workspace.streamMessage(sequence)),
  readLabPacket: ({ lab }, { key, sequence }, reply) => reply(lab.packetBytes(key, sequence)?.slice()),
  readSeries: ({ workspace }, { topicId, field, fromIndex, limit }, reply) =>
    reply(seriesOf(workspace.history, topicId, field, fromIndex, limit)),
  complete: ({ workspace: { index, marks, tree } }, { text, limit }, reply) =>
    reply(completionsOf(index, marks, tree.lists.all, text, limit)),
  rowOf: ({ workspace }, { id }, reply) => reply(workspace.tree.lists.shown.rowOf(id)),
  parentRow: ({ workspace }, { id }, reply) => reply(workspace.tree.parentRow(id)),
  typeAhead: ({ workspace }, question, reply) => reply(workspace.tree.typeAhead(question)),
  rowAt: ({ workspace: { tree, index } }, { row }, reply) => {
    const id = tree.lists.shown.at(row);
    reply(id === undefined ? undefined : { id, path: index.path(id) });
  },
  topicsBelow: ({ workspace }, { id, isRetainedOnly, limit }, reply) =>
    workspace.topicsBelow(id, isRetainedOnly, limit, reply),
  valuesBelow: ({ workspace: { index, history, tree } }, { path, limit }, reply) =>
    reply(valuesBelow(index, history, tree.lists.all, path, limit)),
  expandedPaths: ({ workspace }, { limit }, reply) => reply(workspace.tree.lists.expandedPaths(limit)),
};
