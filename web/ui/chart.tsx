import { lazy, Suspense } from "react";
import { useTexts } from "../texts/use-texts.ts";
import type { ChartProps } from "./chart-view.tsx";

const View = lazy(() => import("./chart-view.tsx").then((module) => ({ default: module.ChartView })));

/** Lines over time (uPlot, loaded when first needed). */
export function Chart(props: ChartProps) {
  const texts = useTexts().kit;
  return (
    <Suspense fallback={<div className="p-2 text-sm text-muted">{texts.chartLoading}</div>}>
      <View {...props} />
    </Suspense>
  );
}
