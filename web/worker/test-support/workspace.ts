import { NO_PROPERTIES } from "../../../protocol/packets.ts";
import { DetailView } from "../detail/detail-view.ts";
import { History } from "../records/history.ts";
import { RecordFlag } from "../records/record-log.ts";
import { Slices } from "../slices.ts";
import { RetainedMarks } from "../topics/retained-marks.ts";
import { TopicIndex } from "../topics/topic-index.ts";
import { TreeView } from "../topics/tree-view.ts";

/** Index, history, tree and detail put together as the worker does, fed by hand. */
export function createWorkspace() {
  const index = new TopicIndex();
  const history = new History(index);
  const marks = new RetainedMarks(index);
  const slices = new Slices(() => 0);
  const sources = { index, history, marks };
  const tree = new TreeView(sources, slices);
  const detail = new DetailView(sources, slices, () => NO_PROPERTIES);
  const encoder = new TextEncoder();
  let at = 1_000;

  return {
    index,
    history,
    marks,
    slices,
    tree,
    detail,
    /** A message comes, one millisecond after the one before. */
    message(topic: string, payload = "", options: { retain?: boolean; at?: number } = {}): number {
      at = options.at ?? at + 1;
      const buffer = encoder.encode(payload);
      const node = index.touchPath(topic);
      const isNew = !index.isTopic(node);
      index.count(node, buffer.length, at);
      if (options.retain) marks.set(node);
      const packet = {
        buffer,
        propertiesStart: 0,
        propertiesEnd: 0,
        payloadStart: 0,
        end: buffer.length,
      };
      const address = history.append(node, at, options.retain ? RecordFlag.retain : 0, packet);
      if (isNew) tree.lists.appear(node);
      else tree.lists.changed(node);
      detail.onMessage(node, address, at);
      return node;
    },
    /** Everything that was put into slices is done. */
    finish(): void {
      while (slices.run(0));
    },
    /** The rows on the screen, indented, with their mark of expansion. */
    screen(): readonly string[] {
      tree.view(0, 500);
      const lines: string[] = [];
      tree.lists.shown.rows(0, 500, (id, depth) => {
        const mark = tree.lists.shown.isExpanded(id) ? "v" : ">";
        lines.push(`${"  ".repeat(depth)}${tree.lists.shown.hasChildren(id) ? mark : "-"} ${index.name(id)}`);
      });
      return lines;
    },
  };
}
