import { useInside } from "../../bridge/use-inside.ts";
import { mosquittoAddress } from "../../lib/terminal.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { isFiltered } from "./client-query.ts";
import type { ClientQueryState } from "./use-client-query.ts";

/** No session: how to get one, or that the filter lets none through. */
export function ClientsEmpty({ state }: { state: ClientQueryState }) {
  const texts = useTexts().clients;
  const { data: broker } = useInside("listeners", [], (inside, signal) => inside.broker(signal));
  if (isFiltered(state.query)) {
    return (
      <EmptyState title={texts.empty.noMatch} text={texts.empty.noMatchText}>
        <div>
          <Button onClick={state.clear}>{texts.clearFilters}</Button>
        </div>
      </EmptyState>
    );
  }
  const address = mosquittoAddress(broker?.listeners ?? [], location.hostname);
  return (
    <EmptyState
      title={texts.empty.title}
      text={texts.empty.text}
      steps={[
        { id: "listen", text: texts.empty.listen, command: `mosquitto_sub ${address} -t '#' -v` },
        {
          id: "durable",
          text: texts.empty.durable,
          command: `mosquitto_sub ${address} -c -i my-session -q 1 -t 'test/#' -v`,
        },
      ]}
    />
  );
}
