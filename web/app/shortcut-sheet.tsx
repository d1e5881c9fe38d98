import { type Command, useCommandList } from "../lib/commands.ts";
import { describeKeys } from "../lib/keys.ts";
import { useTexts } from "../texts/use-texts.ts";
import { Dialog } from "../ui/dialog.tsx";

/** The keys that work now, by section. */
export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useTexts().shell;
  const commands = useCommandList((state) => state.commands);
  const sections = bySection(commands.filter((command) => command.keys !== undefined));
  return (
    <Dialog title={texts.shortcuts} isOpen={isOpen} onOpenChange={onClose}>
      <div className="gap-8 sm:columns-2">
        {sections.map(([section, list]) => (
          <section key={section} className="mb-4 break-inside-avoid">
            <h3 className="label-caps mb-1">{section}</h3>
            <dl>
              {list.map((command) => (
                <div key={command.id} className="flex h-6 items-center justify-between gap-4">
                  <dt className="truncate">{command.title}</dt>
                  <dd>
                    <kbd className="rounded-sm border border-line-strong bg-panel px-1.5 font-sans text-sm">
                      {describeKeys(command.keys ?? "")}
                    </kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Commands under their headings, in the order of their first appearance. */
export function bySection(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const sections = new Map<string, Command[]>();
  for (const command of commands) {
    const list = sections.get(command.section);
    if (list) list.push(command);
    else sections.set(command.section, [command]);
  }
  return [...sections];
}
