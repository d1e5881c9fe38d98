import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { classNames } from "../lib/class-names.ts";
import { copyText } from "../lib/clipboard.ts";
import { movedIndex } from "../lib/fixed-rows.ts";
import { childCount, type JsonRow } from "../lib/json-rows.ts";
import { type JsonNode, writeJson } from "../lib/json-text.ts";
import type { Catalogue } from "../texts/en/catalogue.ts";
import { useTexts } from "../texts/use-texts.ts";
import { ContextMenu } from "./context-menu.tsx";
import type { MenuItem } from "./menu-item.ts";
import { useFixedRows } from "./use-fixed-rows.ts";
import { useJsonFolding } from "./use-json-folding.ts";

const ROW_PIXELS = 20;

export interface JsonTreeProps {
  readonly node: JsonNode;
  readonly label?: string;
  /** More lines for the menu of a row: "chart this field". */
  readonly rowMenu?: (row: JsonRow) => readonly MenuItem[];
  readonly className?: string;
}

const VALUE_TONES = {
  string: "text-syntax-string",
  number: "text-syntax-number",
  atom: "text-syntax-atom",
  object: "text-muted",
  array: "text-muted",
} as const;

/** A JSON value, indented and foldable; numbers as they were written. */
export function JsonTree({ node, label, rowMenu, className }: JsonTreeProps) {
  const texts = useTexts().kit;
  const [selected, setSelected] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const { lines, fold } = useJsonFolding(node);
  const rows = useFixedRows(scroller, lines.length, ROW_PIXELS);
  const current = lines[Math.min(selected, lines.length - 1)];

  const onKeyDown = (event: KeyboardEvent) => {
    const target = movedIndex(event.key, selected, lines.length, rows.rowsPerPage);
    if (target !== undefined) {
      setSelected(target);
      rows.scrollToRow(target);
    } else if (event.key === "ArrowRight" && current) fold(current.path, false);
    else if (event.key === "ArrowLeft" && current?.isOpen) fold(current.path, true);
    else return;
    event.preventDefault();
  };
  const items = current ? [...copyItems(current, texts), ...(rowMenu?.(current) ?? [])] : [];
  const drawn = lines.slice(rows.first, rows.end);
  return (
    <ContextMenu items={items}>
      <div
        ref={scroller}
        role="tree"
        aria-label={label ?? texts.jsonTree}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className={classNames("focus-list min-h-0 overflow-auto py-1 font-mono text-sm", className)}
      >
        <div role="presentation" className="relative min-w-max" style={{ height: rows.canvasHeight }}>
          {drawn.map((line, offset) => {
            const index = rows.first + offset;
            return (
              <JsonLine
                key={index}
                line={line}
                top={rows.topOf(index)}
                isSelected={index === selected}
                onSelect={() => setSelected(index)}
                onToggle={() => line.isOpen !== undefined && fold(line.path, line.isOpen)}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

function copyItems(line: JsonRow, texts: Catalogue["kit"]): readonly MenuItem[] {
  return [
    { id: "value", title: texts.copyJson, run: () => void copyText(writeJson(line.node)) },
    {
      id: "path",
      title: texts.copyPath,
      isDisabled: line.path === "",
      run: () => void copyText(line.path),
    },
  ];
}

interface JsonLineProps {
  readonly line: JsonRow;
  readonly top: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

function JsonLine({ line, top, isSelected, onSelect, onToggle }: JsonLineProps) {
  return (
    <div
      role="treeitem"
      aria-level={line.depth + 1}
      aria-expanded={line.isOpen}
      aria-selected={isSelected}
      onMouseDown={onSelect}
      onDoubleClick={onToggle}
      className="absolute flex min-w-full items-center pr-3 hover:bg-hover aria-selected:bg-selected"
      style={{ top, height: ROW_PIXELS, paddingLeft: 8 + line.depth * 14 }}
    >
      <span aria-hidden className="grid w-4 shrink-0 place-items-center" onMouseDown={onToggle}>
        {line.isOpen !== undefined && (
          <ChevronRight className={classNames("size-3 text-faint", line.isOpen && "rotate-90")} />
        )}
      </span>
      {line.label !== undefined && <span className="pr-2 whitespace-pre text-syntax-key">{line.label}:</span>}
      <JsonValue line={line} />
    </div>
  );
}

function JsonValue({ line }: { line: JsonRow }) {
  const texts = useTexts().kit;
  const { node } = line;
  const tone = VALUE_TONES[node.kind];
  if (node.kind === "object" || node.kind === "array") {
    const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
    if (line.isOpen) return <span className={tone}>{open}</span>;
    const count = childCount(node);
    if (count === 0) return <span className={tone}>{open + close}</span>;
    const words = node.kind === "object" ? texts.fields(count) : texts.items(count);
    return (
      <span className={tone}>
        {open} <span className="font-sans">{words}</span> {close}
      </span>
    );
  }
  return <span className={classNames("whitespace-pre", tone)}>{node.text}</span>;
}
