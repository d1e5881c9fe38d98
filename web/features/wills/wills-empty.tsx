import { useInside } from "../../bridge/use-inside.ts";
import { mosquittoAddress } from "../../lib/terminal.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { WillLife } from "./will-life.tsx";

/** No will yet: what one is for, and a line that arms one and then cuts its client off. */
export function WillsEmpty() {
  const texts = useTexts().wills.empty;
  const { data: broker } = useInside("listeners", [], (inside, signal) => inside.broker(signal));
  const address = mosquittoAddress(broker?.listeners ?? [], location.hostname);
  const command = `timeout -s KILL 10 mosquitto_sub ${address} -i will-demo -t nothing --will-topic demo/will --will-payload 'I was cut off'`;
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EmptyState
        title={texts.title}
        text={texts.text}
        steps={[
          { id: "try", text: texts.try, command },
          { id: "watch", text: texts.watch },
        ]}
      >
        <WillLife />
      </EmptyState>
    </div>
  );
}
