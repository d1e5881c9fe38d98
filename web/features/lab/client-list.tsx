import { useLab } from "../../bridge/hooks.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { ClientCard } from "./client-card.tsx";
import { NewClientMenu } from "./new-client-menu.tsx";

export interface ClientListProps {
  readonly openKey: string | undefined;
  readonly onOpen: (key: string) => void;
  readonly onNew: () => void;
}

/** The test clients, each with what it received last. */
export function ClientList({ openKey, onOpen, onNew }: ClientListProps) {
  const texts = useTexts().lab;
  const clients = useLab((view) => view.clients);
  return (
    <section aria-label={texts.clients} className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-2">
        <h2 className="flex-1 font-semibold">{texts.clients}</h2>
        <NewClientMenu onStarted={onOpen} onNew={onNew} />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {clients.map((client) => (
          <ClientCard
            key={client.key}
            client={client}
            isOpen={client.key === openKey}
            onOpen={() => onOpen(client.key)}
          />
        ))}
      </ul>
    </section>
  );
}
