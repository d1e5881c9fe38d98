import { useMemo } from "react";
import { useFormat, useTexts } from "../../texts/use-texts.ts";
import type { ChartSeries } from "../../ui/chart-view.tsx";
import { ratesOf, sizesOf, type Timeline } from "./samples.ts";

/** What one chart of the broker draws. */
export interface ChartPlan {
  readonly id: string;
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly formatValue: (value: number) => string;
}

/** The charts of the broker. */
export function useChartPlans(line: Timeline): readonly ChartPlan[] {
  const texts = useTexts().broker.charts;
  const format = useFormat();
  return useMemo(() => {
    const whole = (value: number) => format.count(Math.round(value));
    const perSecond = (value: number) => format.rate(value) || texts.perSecond(format.exact(0));
    const bytesPerSecond = (value: number) => format.byteRate(value) || texts.perSecond(format.bytes(0));
    return [
      {
        id: "messages",
        title: texts.messages,
        series: [
          { label: texts.received, values: ratesOf(line, "publishReceived") },
          { label: texts.sent, values: ratesOf(line, "publishSent") },
        ],
        formatValue: perSecond,
      },
      {
        id: "bytes",
        title: texts.bytes,
        series: [
          { label: texts.received, values: ratesOf(line, "bytesReceived") },
          { label: texts.sent, values: ratesOf(line, "bytesSent") },
        ],
        formatValue: bytesPerSecond,
      },
      {
        id: "drops",
        title: texts.drops,
        series: [{ label: texts.dropped, values: ratesOf(line, "dropped") }],
        formatValue: perSecond,
      },
      {
        id: "connections",
        title: texts.connections,
        series: [
          { label: texts.clients, values: sizesOf(line, "clientsConnected") },
          { label: texts.opened, values: ratesOf(line, "connectionsAccepted") },
        ],
        formatValue: whole,
      },
    ];
  }, [line, texts, format]);
}
