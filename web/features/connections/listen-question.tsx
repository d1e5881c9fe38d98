import { type FormEvent, useState } from "react";
import { topicFilterError } from "../../../protocol/topics/validate.ts";
import { useBridge, useConnection, useProfiles, useSend } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useConnectionName } from "./use-connection-name.ts";

const EVERYTHING = "#";
const SYSTEM = "$SYS/#";

/** Before `#` on somebody else's broker the page asks, and offers something narrower. */
export function ListenQuestion() {
  const isForeign = useConnection((state) => state.broker === "foreign");
  const isConnected = useConnection(({ connection }) => connection.phase === "connected");
  const hasFilters = useConnection((state) => state.baseFilters.length > 0);
  const currentId = useProfiles((view) => view.currentId);
  return isForeign && isConnected && !hasFilters ? <Question key={currentId} profileId={currentId} /> : null;
}

function Question({ profileId }: { profileId: string }) {
  const texts = useTexts().connections;
  const broker = useConnectionName();
  const bridge = useBridge();
  const send = useSend();
  const [filter, setFilter] = useState("");
  const [isAskedAgain, setAskedAgain] = useState(false);
  const isWrong = filter !== "" && topicFilterError(filter) !== undefined;
  const listen = (chosen: string) => {
    const baseFilters = [{ filter: chosen, qos: 0 }] as const;
    const profile = bridge.profiles.find(profileId);
    if (profile && !isAskedAgain) bridge.profiles.save({ ...profile, baseFilters });
    send({ type: "setBaseFilters", baseFilters });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filter !== "" && !isWrong) listen(filter);
  };
  return (
    <form
      onSubmit={submit}
      className="m-2 flex flex-col gap-2 rounded-md border border-line-strong bg-panel px-3 py-2"
    >
      <p>
        <strong className="font-semibold">{texts.ask.title(broker)}</strong>{" "}
        <span className="text-muted">{texts.ask.text}</span>
      </p>
      <div className="flex flex-wrap items-start gap-2">
        <TextField
          label={texts.ask.filter}
          isLabelHidden
          isMonospace
          value={filter}
          onChange={setFilter}
          problem={isWrong ? texts.filterProblem(filter) : undefined}
          placeholder="factory/line-2/#"
          className="w-64"
        />
        <Button type="submit" kind="primary" disabled={filter === "" || isWrong}>
          {texts.ask.listen}
        </Button>
        <Button onClick={() => listen(SYSTEM)}>{texts.ask.system}</Button>
        <Button onClick={() => listen(EVERYTHING)}>{texts.ask.everything}</Button>
        <Checkbox label={texts.ask.remember} isChecked={isAskedAgain} onChange={setAskedAgain} />
      </div>
    </form>
  );
}
