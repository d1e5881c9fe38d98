import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** A file to begin with: one user's house, and a place of their own for every device. */
export const FIRST_FILE = `user ann
topic readwrite house/#

# every client: its own id put in
pattern write devices/%c/state
pattern read devices/%c/set
`;

const WRITE = `cat > rights <<'END'\n${FIRST_FILE}END`;

/** No ACL file counts: how to begin. */
export function NoFile({ onTry }: { onTry?: () => void }) {
  const texts = useTexts().access.start;
  return (
    <EmptyState
      title={texts.title}
      text={texts.text}
      steps={[
        { id: "write", text: texts.write, command: WRITE },
        { id: "serve", text: texts.serve, command: "vitrina --acl-file rights" },
        {
          id: "try",
          text: texts.tryIt,
          ...(onTry && { action: <Button onClick={onTry}>{texts.tryAction}</Button> }),
        },
      ]}
    />
  );
}
