import { classNames } from "../../lib/class-names.ts";
import { useTexts } from "../../texts/use-texts.ts";
import { Section } from "../../ui/section.tsx";
import { WillBell } from "../../ui/will-bell.tsx";
import { WILL_STATES, type WillState } from "./will-params.ts";

/** What can become of a will (MQTT 5.0 §3.1.2.5), with the place where one is now. */
export function WillLife({ current }: { current?: WillState }) {
  const texts = useTexts();
  const { life } = texts.wills;
  return (
    <Section title={life.title} className="px-0!">
      <ol className="grid gap-2 sm:grid-cols-2">
        {WILL_STATES.map((state) => (
          <li
            key={state}
            aria-current={state === current ? "step" : undefined}
            className={classNames(
              "flex flex-col gap-0.5 rounded-md border p-2",
              state === current && "border-accent bg-selected",
            )}
          >
            <span className="font-medium">
              <WillBell state={state} hasWord />
            </span>
            <span className="text-sm text-muted">{life[state]}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
