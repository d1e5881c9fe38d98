import { useMemo, useState } from "react";
import { readJson } from "../../lib/json-text.ts";
import { bytesOf, textOf } from "../../lib/payload.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { HexView } from "../../ui/hex-view.tsx";
import { JsonTree } from "../../ui/json-tree.tsx";
import { Section } from "../../ui/section.tsx";
import { ToggleGroup } from "../../ui/toggle-group.tsx";

type Form = "json" | "text" | "hex";

const FORM_NAMES: Record<Form, string> = { json: "JSON", text: "UTF-8", hex: "Hex" };

/** What a will says, whole: as JSON where it is JSON, as text where it is text, as bytes always. */
export function WillPayload({ payload, payloadBytes }: { payload: string; payloadBytes: number }) {
  const texts = useTexts().wills;
  const format = useFormat();
  const [chosen, setChosen] = useState<Form>();
  const { bytes, text, json, forms } = useMemo(() => readPayload(payload), [payload]);
  const form = chosen !== undefined && forms.includes(chosen) ? chosen : (forms[0] ?? "hex");
  const size = format.exactBytes(payloadBytes);
  return (
    <Section
      title={`${texts.detail.payload} · ${size}`}
      tools={
        payloadBytes > 0 && (
          <>
            <ToggleGroup
              label={texts.detail.payload}
              value={form}
              options={forms.map((value) => ({ value, label: FORM_NAMES[value] }))}
              onChange={setChosen}
            />
            <CopyButton text={text ?? payload} what={texts.detail.payload} />
          </>
        )
      }
    >
      {payloadBytes === 0 && <p className="text-faint italic">{texts.emptyPayload}</p>}
      {payloadBytes > 0 && form === "json" && json !== undefined && (
        <JsonTree node={json} label={texts.detail.payload} className="max-h-80 rounded-md border" />
      )}
      {payloadBytes > 0 && form === "text" && (
        <pre className="max-h-80 overflow-auto rounded-md border p-2 font-mono text-sm break-words whitespace-pre-wrap">
          {text}
        </pre>
      )}
      {payloadBytes > 0 && form === "hex" && <HexView bytes={bytes} className="h-40 rounded-md border" />}
    </Section>
  );
}

function readPayload(payload: string) {
  const bytes = bytesOf(payload);
  const text = textOf(bytes);
  const read = text === undefined ? undefined : readJson(text);
  const json = read?.isJson ? read.node : undefined;
  const hasTree = json?.kind === "object" || json?.kind === "array";
  const forms: Form[] = [
    ...(hasTree ? ["json" as const] : []),
    ...(text === undefined ? [] : ["text" as const]),
    "hex",
  ];
  return { bytes, text, json, forms };
}
