import { type FormEvent, useState } from "react";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Barred } from "../../ui/barred.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useRoleBarrier } from "../../ui/use-role-barrier.ts";
import type { TraceHandle } from "./use-trace.ts";

const SECOND = 1000;
const MEGABYTE = 1_000_000;
const DURATIONS = ["60", "300", "900", "3600"] as const;
const SIZES = ["1", "4", "16", "64"] as const;

interface Draft {
  readonly clients: string;
  readonly topics: string;
  readonly seconds: (typeof DURATIONS)[number];
  readonly megabytes: (typeof SIZES)[number];
  readonly hasPayloads: boolean;
  readonly isStopped: boolean;
}

const INITIAL: Draft = {
  clients: "",
  topics: "",
  seconds: "300",
  megabytes: "16",
  hasPayloads: true,
  isStopped: false,
};

/** What a trace is to take and for how long; it begins nothing by itself. */
export function TraceForm({ handle, onBegun }: { handle: TraceHandle; onBegun: () => void }) {
  const texts = useTexts().packets.start;
  const barrier = useRoleBarrier("act");
  const [draft, setDraft] = useState(INITIAL);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const wrong = namesIn(draft.topics).find((filter) => topicFilterError(filter) !== undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong !== undefined || barrier !== undefined) return;
    if (await handle.begin(requestOf(draft))) onBegun();
  };
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <form
        aria-label={texts.label}
        onSubmit={(event) => void submit(event)}
        className="mx-auto flex w-full max-w-xl flex-col gap-4 px-6 py-10"
      >
        <div className="flex flex-col gap-1">
          <h2 className="text-lg font-semibold">{texts.title}</h2>
          <p className="text-muted">{texts.text}</p>
          <p className="text-muted">{texts.cost}</p>
        </div>
        <TextField
          label={texts.clients}
          help={texts.clientsHelp}
          isMonospace
          value={draft.clients}
          onChange={(clients) => change({ clients })}
        />
        <TextField
          label={texts.topics}
          help={texts.topicsHelp}
          problem={wrong === undefined ? undefined : texts.badTopic(wrong)}
          isMonospace
          value={draft.topics}
          onChange={(topics) => change({ topics })}
        />
        <Bounds draft={draft} onChange={change} />
        {handle.problem !== undefined && <ErrorNote what={texts.failed} why={handle.problem} />}
        <Barred reason={barrier}>
          <Button type="submit" kind="primary" disabled={handle.isBusy || barrier !== undefined}>
            {texts.begin}
          </Button>
        </Barred>
      </form>
    </div>
  );
}

function Bounds({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const texts = useTexts().packets.start;
  const format = useFormat();
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={texts.seconds}
          value={draft.seconds}
          options={DURATIONS.map((value) => ({ value, title: format.duration(Number(value) * SECOND) }))}
          onChange={(seconds) => onChange({ seconds })}
        />
        <Select
          label={texts.size}
          value={draft.megabytes}
          options={SIZES.map((value) => ({ value, title: format.bytes(Number(value) * MEGABYTE) }))}
          onChange={(megabytes) => onChange({ megabytes })}
        />
      </div>
      <Checkbox
        label={texts.hasPayloads}
        isChecked={draft.hasPayloads}
        onChange={(hasPayloads) => onChange({ hasPayloads })}
      />
      <Checkbox
        label={texts.isStopped}
        isChecked={draft.isStopped}
        onChange={(isStopped) => onChange({ isStopped })}
      />
    </>
  );
}

function namesIn(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function requestOf({ clients, topics, seconds, megabytes, hasPayloads, isStopped }: Draft) {
  return {
    clients: namesIn(clients),
    topics: namesIn(topics),
    seconds: Number(seconds),
    maximumBytes: Number(megabytes) * MEGABYTE,
    payloads: hasPayloads ? ("kept" as const) : ("left-out" as const),
    whenFull: isStopped ? ("end" as const) : ("drop-oldest" as const),
  };
}
