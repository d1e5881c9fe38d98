import { useTexts } from "../../texts/use-texts.ts";
import { ErrorNote } from "../../ui/error-note.tsx";
import { Changes } from "./changes.tsx";
import type { AskedPreview, Candidate } from "./use-candidate.ts";

/** What the text would do, as far as the broker has been asked. */
export function PreviewResult({ candidate }: { candidate: Candidate }) {
  const texts = useTexts().access;
  const { asked, text, isAsking, failure } = candidate;
  const isCurrent = asked?.text === text;
  return (
    <div aria-live="polite" className="flex flex-col gap-3 pb-4">
      {failure !== undefined && <ErrorNote what={texts.preview.failed} why={failure} />}
      {isAsking && <p className="text-muted">{texts.file.asking}</p>}
      {!isAsking && asked !== undefined && !isCurrent && <p className="text-muted">{texts.file.edited}</p>}
      {!isAsking && asked !== undefined && isCurrent && <Told asked={asked} />}
    </div>
  );
}

function Told({ asked: { preview } }: { asked: AskedPreview }) {
  const texts = useTexts().access.preview;
  const { isSame, problems, changes } = preview;
  if (changes === undefined) {
    return (
      <div className="flex flex-col gap-2">
        <ErrorNote what={texts.problems(problems.total)} why={texts.problemsWhat} />
        <ul className="flex flex-col gap-1">
          {problems.items.map(({ line, detail }) => (
            <li key={line} className="wrap-anywhere">
              <span className="text-muted">{texts.lineIs(line)}</span> {detail}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-lg font-semibold">{texts.title}</h2>
      {isSame ? <p>{texts.same}</p> : <Changes changes={changes} />}
    </section>
  );
}
