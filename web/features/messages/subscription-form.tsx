import { ChevronRight } from "lucide-react";
import { type FormEvent, type ReactNode, type Ref, useState } from "react";
import { useConnection } from "../../bridge/hooks.ts";
import { classNames } from "../../lib/class-names.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { QosChoice } from "../../ui/qos-choice.tsx";
import { SubscriptionOptionFields } from "../../ui/subscription-options.tsx";
import { draftProblem } from "./filter-problem.ts";
import { FilterField } from "./subscription-fields.tsx";
import type { SubscriptionDraft } from "./subscription-record.ts";

export interface SubscriptionFormProps {
  readonly label: string;
  readonly initial: SubscriptionDraft;
  readonly submitText: string;
  /** True: the form empties itself for the next one. */
  readonly isRepeated: boolean;
  readonly areOptionsOpen: boolean;
  readonly onSubmit: (draft: SubscriptionDraft) => void;
  /** More buttons: cancel. */
  readonly actions?: ReactNode;
  readonly filterRef?: Ref<HTMLInputElement>;
}

/** Asks for a subscription; the options lie folded below. */
export function SubscriptionForm({ initial, ...props }: SubscriptionFormProps) {
  const texts = useTexts().messages;
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const [areOptionsOpen, setOptionsOpen] = useState(props.areOptionsOpen);
  const problem = draftProblem(draft);
  const isNoted = problem !== undefined && (isTried || problem !== "empty");
  const submit = () => {
    setTried(problem !== undefined);
    if (problem !== undefined) return;
    props.onSubmit(draft);
    if (props.isRepeated) setDraft({ ...draft, filter: "" });
  };
  const version = useConnection(({ connection }) =>
    "granted" in connection ? connection.granted.version : 5,
  );
  const shared = { draft, onChange: setDraft };
  return (
    <form
      aria-label={props.label}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-2"
    >
      <FilterField
        {...shared}
        problem={isNoted ? texts.filterProblems[problem] : undefined}
        onSubmit={submit}
        {...(props.filterRef === undefined ? {} : { filterRef: props.filterRef })}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        <QosChoice label={texts.qos} qos={draft.qos} onChange={(qos) => setDraft({ ...draft, qos })} />
        {!props.areOptionsOpen && (
          <Button
            kind="quiet"
            aria-expanded={areOptionsOpen}
            icon={<ChevronRight className={classNames(areOptionsOpen && "rotate-90")} />}
            onClick={() => setOptionsOpen(!areOptionsOpen)}
            className="px-1"
          >
            {texts.options}
          </Button>
        )}
        <span className="ml-auto" />
        {props.actions}
        <Button type="submit" kind="primary">
          {props.submitText}
        </Button>
      </div>
      {areOptionsOpen && (
        <SubscriptionOptionFields
          version={version}
          options={draft}
          onChange={(options) => setDraft({ ...draft, ...options })}
        />
      )}
    </form>
  );
}
