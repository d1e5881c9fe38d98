import { ArrowUp } from "lucide-react";
import { useTexts } from "../../texts/use-texts.ts";
import { Button } from "../../ui/button.tsx";

/** How much is newer than the top of a list that stands still, and the way there. */
export function NewerBar({ count, onShow }: { count: number; onShow: () => void }) {
  const texts = useTexts().topics.history;
  if (count <= 0) return null;
  return (
    <Button
      kind="quiet"
      icon={<ArrowUp />}
      explanation={texts.toNewest}
      onClick={onShow}
      className="text-accent!"
    >
      {texts.newer(count)}
    </Button>
  );
}
