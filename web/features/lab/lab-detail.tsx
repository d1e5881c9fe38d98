import { useLab } from "../../bridge/hooks.ts";
import { connectDraftOf } from "../../lib/connect-draft.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ClientPane } from "./client-pane.tsx";
import { LabForm } from "./lab-form.tsx";
import { newDraft } from "./presets.ts";
import { randomName, useLabTarget, useStartClient } from "./use-lab-clients.ts";

export interface LabDetailProps {
  readonly chosen: string | undefined;
  /** Key of the client whose form is open, or none that exists: a new one. */
  readonly edited: string | undefined;
  readonly onEdit: (key: string | undefined) => void;
  readonly onOpen: (key: string) => void;
  readonly onClose: () => void;
  readonly isNarrow: boolean;
}

/** Beside the list: a client, or the form for one. */
export function LabDetail(props: LabDetailProps) {
  const { chosen, edited, onOpen, onClose } = props;
  const texts = useTexts().lab;
  const clients = useLab((view) => view.clients);
  const client = clients.find(({ key }) => key === chosen);
  if (edited !== undefined) return <ClientForm key={edited} {...props} edited={edited} />;
  if (client) {
    return (
      <ClientPane
        key={client.key}
        client={client}
        onBack={props.isNarrow ? onClose : undefined}
        onRemoved={onClose}
        onChange={() => props.onEdit(client.key)}
      />
    );
  }
  const first = clients[0];
  return (
    <EmptyState
      title={chosen === undefined ? texts.clients : texts.noSuchClient}
      text={chosen === undefined ? texts.startText : texts.noSuchClientText}
    >
      <div className="flex gap-2">
        {first && <Button onClick={() => onOpen(first.key)}>{texts.showFirst}</Button>}
        {props.isNarrow && <Button onClick={onClose}>{texts.backToList}</Button>}
      </div>
    </EmptyState>
  );
}

function ClientForm({ edited, onEdit, onOpen }: LabDetailProps & { readonly edited: string }) {
  const texts = useTexts().lab;
  const target = useLabTarget();
  const start = useStartClient();
  const client = useLab((view) => view.clients.find(({ key }) => key === edited));
  const initial = client
    ? connectDraftOf(client.options)
    : { ...newDraft(target), clientId: `lab-${randomName()}` };
  return (
    <LabForm
      title={client ? texts.form.change(client.clientId) : texts.form.new}
      url={target.url}
      initial={initial}
      onStart={(draft) => onOpen(start(draft, target.url, undefined, client?.key))}
      onCancel={() => onEdit(undefined)}
    />
  );
}
