import { useFormat, useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { StreamWindow } from "../../worker/messages.ts";
import type { SubscriptionList } from "./subscription-list.ts";
import { useTerminalAddress } from "./terminal-address.ts";

const EVERYTHING = {
  filter: "#",
  qos: 2,
  noLocal: false,
  retainAsPublished: true,
  retainHandling: 0,
} as const;

export interface StreamEmptyProps {
  readonly window: StreamWindow;
  readonly list: SubscriptionList;
  readonly onClearFilter: () => void;
}

/** No message to show: why, and what to do next. */
export function StreamEmpty({ window, list, onClearFilter }: StreamEmptyProps) {
  const texts = useTexts().messages;
  const format = useFormat();
  const address = useTerminalAddress();
  const publish = (topic: string) => `mosquitto_pub ${address} -t ${topic} -m 21.5`;
  if (window.held > 0) {
    return (
      <EmptyState title={texts.noResult} text={texts.noResultText(format.exact(window.held))}>
        <div>
          <Button onClick={onClearFilter}>{texts.clearSearch}</Button>
        </div>
      </EmptyState>
    );
  }
  if (list.shown.length === 0) {
    return (
      <EmptyState
        title={texts.first.title}
        text={texts.first.text}
        steps={[
          {
            id: "everything",
            text: texts.first.everything,
            action: <Button onClick={() => list.add(EVERYTHING)}>{texts.first.subscribeAll}</Button>,
          },
          { id: "terminal", text: texts.first.terminal, command: publish("factory/line-1/temperature") },
        ]}
      />
    );
  }
  if (list.shown.every(({ subscription }) => !subscription.isEnabled)) {
    return <EmptyState title={texts.allOff.title} text={texts.allOff.text} />;
  }
  const example = list.shown.find(({ subscription }) => subscription.isEnabled)?.subscription.filter ?? "#";
  return (
    <EmptyState
      title={texts.waiting.title}
      text={texts.waiting.text}
      steps={[{ id: "publish", text: texts.waiting.terminal, command: publish(exampleTopic(example)) }]}
    />
  );
}

/** A topic name that a filter fits. */
function exampleTopic(filter: string): string {
  return filter
    .replace(/^\$share\/[^/]+\//, "")
    .split("/")
    .map((level) => (level === "+" || level === "#" ? "test" : level))
    .join("/");
}
