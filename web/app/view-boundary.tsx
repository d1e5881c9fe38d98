import { Component, type ReactNode, Suspense } from "react";
import { useTexts } from "../texts/use-texts.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote } from "../ui/error-note.tsx";

interface BoundaryProps {
  readonly name: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | undefined;
}

/** Keeps a fault of one view inside that view. */
class FaultBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): BoundaryState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <ViewFault name={this.props.name} error={error} onRetry={() => this.setState({ error: undefined })} />
    );
  }
}

function ViewFault({ name, error, onRetry }: { name: string; error: Error; onRetry: () => void }) {
  const texts = useTexts().shell;
  return (
    <ErrorNote
      className="m-3"
      what={texts.viewFailed(name)}
      why={texts.viewFailedWhy(error.message)}
      todo={texts.viewFailedWhat}
      actions={
        <>
          <Button onClick={onRetry}>{texts.tryAgain}</Button>
          <Button onClick={() => location.reload()}>{texts.reload}</Button>
        </>
      }
    />
  );
}

/** A view while it is loaded, drawn, or has failed. */
export function ViewBoundary({ name, children }: BoundaryProps) {
  const texts = useTexts().shell;
  return (
    <FaultBoundary name={name}>
      <Suspense
        fallback={
          <p role="status" className="p-3 text-muted">
            {texts.loading(name)}
          </p>
        }
      >
        {children}
      </Suspense>
    </FaultBoundary>
  );
}
