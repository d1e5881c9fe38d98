import { ChartLine } from "lucide-react";
import { useMemo } from "react";
import type { JsonRow } from "../../lib/json-rows.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { HexView } from "../../ui/hex-view.tsx";
import { JsonTree } from "../../ui/json-tree.tsx";
import type { MenuItem } from "../../ui/menu-item.ts";
import { TextView } from "./text-view.tsx";
import type { ValueForm } from "./topic-params.ts";
import { base64Lines, jsonOf, lenientText, MAXIMUM_TREE_CHARACTERS } from "./value-forms.ts";

export interface PayloadFormProps {
  readonly payload: Uint8Array;
  /** Only the beginning is here. */
  readonly isCut: boolean;
  readonly form: ValueForm;
  readonly onForm: (form: ValueForm) => void;
  readonly numericFields: readonly string[];
  readonly onChart: ((field: string) => void) | undefined;
}

/** The bytes in the chosen form. */
export function PayloadForm(props: PayloadFormProps) {
  const { payload, form } = props;
  const texts = useTexts().topics;
  switch (form) {
    case "json":
      return <JsonForm {...props} />;
    case "text":
      return <TextForm {...props} />;
    case "hex":
      return <HexView bytes={payload} className="flex-1" />;
    case "base64":
      return <TextView label={texts.forms.base64} text={base64Lines(payload)} />;
  }
}

function JsonForm({ payload, isCut, onForm, numericFields, onChart }: PayloadFormProps) {
  const texts = useTexts();
  const words = texts.topics;
  const format = useFormat();
  const isLarge = payload.length > MAXIMUM_TREE_CHARACTERS;
  const json = useMemo(() => (isLarge ? undefined : jsonOf(payload)), [payload, isLarge]);
  if (json?.isJson) {
    const rowMenu = ({ path }: JsonRow): readonly MenuItem[] =>
      onChart !== undefined && numericFields.includes(path)
        ? [{ id: "chart", title: words.chart.chartField, icon: <ChartLine />, run: () => onChart(path) }]
        : [];
    return <JsonTree node={json.node} label={words.forms.json} rowMenu={rowMenu} className="flex-1" />;
  }
  const limit = format.bytes(MAXIMUM_TREE_CHARACTERS);
  const why = isCut
    ? words.cutJson
    : json === undefined
      ? texts.kit.tooLargeForTree(format.bytes(payload.length), limit)
      : words.notJson(json.problem.line, json.problem.column);
  return (
    <div className="flex flex-wrap items-center gap-2 p-3">
      <span>{why}</span>
      <Button onClick={() => onForm("text")}>{words.asText}</Button>
      <Button onClick={() => onForm("hex")}>{words.asHex}</Button>
    </div>
  );
}

function TextForm({ payload, isCut, onForm }: PayloadFormProps) {
  const texts = useTexts().topics;
  const { text, isExact } = useMemo(() => lenientText(payload), [payload]);
  return (
    <>
      {!isExact && !isCut && (
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-warn-ground px-3 py-1">
          <span className="min-w-0 flex-1">{texts.notText}</span>
          <Button onClick={() => onForm("hex")}>{texts.asHex}</Button>
        </div>
      )}
      <TextView label={texts.forms.text} text={text} />
    </>
  );
}
