import { useMemo, useState } from "react";
import { type JsonNode, readJson } from "../../lib/json-text.ts";
import { textOf } from "../../lib/payload.ts";
import { choiceParam } from "../../lib/url-state.ts";
import { useUrlState } from "../../lib/use-url-state.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { HexView } from "../../ui/hex-view.tsx";
import { JsonTree } from "../../ui/json-tree.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";
import { base64Of } from "./base64.ts";

const VIEWS = ["json", "text", "hex", "base64"] as const;
type View = (typeof VIEWS)[number];
/** Without a choice: what says most. */
const viewParam = choiceParam(["auto", ...VIEWS], "auto");
/** More of a text is shown on request only: a browser lays out longer ones slowly. */
const SHOWN_CHARACTERS = 131_072;
/** Larger texts are not read as JSON. */
const JSON_BYTES = 2_097_152;

interface Readings {
  readonly text: string | undefined;
  readonly json: JsonNode | undefined;
}

function readingsOf(payload: Uint8Array): Readings {
  const text = textOf(payload);
  const result = text === undefined || payload.length > JSON_BYTES ? undefined : readJson(text);
  return { text, json: result?.isJson ? result.node : undefined };
}

/** The views that a payload has, the most telling first. */
function viewsOf({ json, text }: Readings): readonly View[] {
  return VIEWS.filter((view) => (view === "json" ? json : view === "text" ? text : true) !== undefined);
}

/** A payload as JSON tree, text, hex or base64; what it cannot be is not offered. */
export function PayloadView({ payload }: { payload: Uint8Array }) {
  const texts = useTexts().messages;
  const [chosen, setChosen] = useUrlState("as", viewParam);
  const readings = useMemo(() => readingsOf(payload), [payload]);
  const views = viewsOf(readings);
  const view = views.find((one) => one === chosen) ?? views[0] ?? "hex";
  if (payload.length === 0) return <p className="p-3 text-muted italic">{texts.noPayload}</p>;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-2 px-2 py-1">
        <ToggleGroup
          label={texts.viewAs}
          value={view}
          options={views.map((value) => ({ value, label: texts.views[value] }))}
          onChange={(next) => setChosen(next, "replace")}
        />
        <CopyButton text={() => readings.text ?? base64Of(payload)} what={texts.payload} />
      </div>
      <PayloadBody key={view} view={view} payload={payload} readings={readings} />
    </div>
  );
}

interface PayloadBodyProps {
  readonly view: View;
  readonly payload: Uint8Array;
  readonly readings: Readings;
}

function PayloadBody({ view, payload, readings }: PayloadBodyProps) {
  if (view === "json" && readings.json) return <JsonTree node={readings.json} className="flex-1" />;
  if (view === "hex") return <HexView bytes={payload} className="flex-1" />;
  return <LongText text={view === "base64" ? base64Of(payload) : (readings.text ?? "")} />;
}

function LongText({ text }: { text: string }) {
  const texts = useTexts().messages;
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const isCut = !isWhole && text.length > SHOWN_CHARACTERS;
  return (
    <>
      {isCut && (
        <div className="flex shrink-0 items-center gap-2 px-3 py-1 text-sm text-warn">
          {texts.tooLong(format.bytes(SHOWN_CHARACTERS), format.bytes(text.length))}
          <Button onClick={() => setWhole(true)}>{texts.showWhole}</Button>
        </div>
      )}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        className="focus-inset min-h-0 flex-1 overflow-auto px-3 py-1 font-mono text-sm break-all whitespace-pre-wrap"
      >
        {isCut ? text.slice(0, SHOWN_CHARACTERS) : text}
      </pre>
    </>
  );
}
