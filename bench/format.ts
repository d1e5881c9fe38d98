const THOUSAND = 1000;
const MILLION = 1_000_000;
const THREE_DIGITS = 100;
const KIB = 1024;

/** 1234567 as 1.23M: three digits tell what a noisy machine can. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= MILLION) return `${threeDigits(value / MILLION)}M`;
  if (value >= THOUSAND) return `${threeDigits(value / THOUSAND)}k`;
  return value.toFixed(0);
}

export function formatMicroseconds(value: number): string {
  return value >= 10 * THOUSAND ? `${threeDigits(value / THOUSAND)} ms` : `${value.toFixed(0)} µs`;
}

export function formatPercent(value: number): string {
  return `${value.toFixed(0)} %`;
}

export function formatBytes(value: number): string {
  return `${(value / KIB).toFixed(1)} KiB`;
}

function threeDigits(value: number): string {
  if (value >= THREE_DIGITS) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
