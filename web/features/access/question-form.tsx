import { type FormEvent, useCallback, useRef, useState } from "react";
import { useAsk, useBridge } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { SuggestField, type Suggestion } from "../../ui/suggest-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { ACTIONS } from "./access-params.ts";
import { problemsOf, type Question } from "./question.ts";

const SUGGESTIONS = 8;

export interface QuestionFormProps {
  /** The question in the address. */
  readonly asked: Question;
  readonly onAsk: (question: Question) => void;
}

/** Who wants to do what; known client ids bring their user name along. */
export function QuestionForm({ asked, onAsk }: QuestionFormProps) {
  const texts = useTexts().access.form;
  const [draft, setDraft] = useState(asked);
  const [isTried, setTried] = useState(false);
  const clients = useClientSuggestions();
  const suggestTopic = useTopicSuggestions();
  const change = (part: Partial<Question>) => setDraft((before) => ({ ...before, ...part }));
  const problems = problemsOf(draft);
  const submit = () => {
    const isAskable = problems.clientId === undefined && problems.topic === undefined;
    setTried(!isAskable);
    if (isAskable) onAsk(draft);
  };
  const problemText = (field: "clientId" | "topic") => {
    const problem = problems[field];
    return isTried && problem !== undefined ? texts[problem] : undefined;
  };
  const changeClient = (clientId: string) => {
    const known = clients.userOf(clientId);
    change(known === undefined ? { clientId } : { clientId, user: known });
  };
  return (
    <form
      aria-label={texts.label}
      className="grid grid-cols-1 items-start gap-x-3 gap-y-3 border-b p-3 sm:grid-cols-[1fr_1fr_auto_1.6fr_auto]"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <SuggestField
        label={texts.clientId}
        isMonospace
        suggest={clients.suggest}
        value={draft.clientId}
        problem={problemText("clientId")}
        onChange={changeClient}
        onSubmit={submit}
      />
      <TextField
        label={texts.user}
        placeholder={texts.userNone}
        value={draft.user}
        onChange={(user) => change({ user })}
      />
      <Select
        label={texts.action}
        value={draft.action}
        options={ACTIONS.map((value) => ({ value, title: texts.actions[value] }))}
        onChange={(action) => change({ action })}
      />
      <SuggestField
        label={draft.action === "subscribe" ? texts.filter : texts.topic}
        isMonospace
        suggest={suggestTopic}
        value={draft.topic}
        problem={problemText("topic")}
        onChange={(topic) => change({ topic })}
        onSubmit={submit}
      />
      <Button type="submit" kind="primary" className="sm:mt-5">
        {texts.ask}
      </Button>
    </form>
  );
}

/** Sessions that are there, and the user name of each that was suggested; "" for none. */
function useClientSuggestions() {
  const { inside } = useBridge();
  const users = useRef(new Map<string, string>());
  const suggest = useCallback(
    async (text: string): Promise<readonly Suggestion[]> => {
      // out of reach: the form still takes what is typed
      const page = await inside.sessions({ filter: text, limit: SUGGESTIONS }).catch(() => undefined);
      return (page?.items ?? []).map(({ clientId, userName }) => {
        users.current.set(clientId, userName ?? "");
        return { value: clientId, ...(userName !== undefined && { note: userName }) };
      });
    },
    [inside],
  );
  return { suggest, userOf: (clientId: string) => users.current.get(clientId) };
}

function useTopicSuggestions() {
  const ask = useAsk();
  return useCallback(
    async (text: string): Promise<readonly Suggestion[]> => {
      if (/[+#]/.test(text)) return [];
      const found = await ask("complete", { text, limit: SUGGESTIONS });
      return found.map(({ topic, isBranch }) => ({ value: topic, isPrefix: isBranch }));
    },
    [ask],
  );
}
