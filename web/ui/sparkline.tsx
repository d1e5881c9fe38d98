export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** What it shows; said by screen readers. */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  readonly className?: string;
}

const WIDTH_PIXELS = 64;
const HEIGHT_PIXELS = 16;

/** The points of a line through the values, zero at the bottom. */
export function sparklinePoints(values: readonly number[], width: number, height: number): string {
  const highest = Math.max(...values, Number.MIN_VALUE);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const y = height - 1 - (value / highest) * (height - 2);
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** A small line without axes: whether it rises or falls. */
export function Sparkline({
  values,
  label,
  width = WIDTH_PIXELS,
  height = HEIGHT_PIXELS,
  className,
}: SparklineProps) {
  const points = sparklinePoints(values, width, height);
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={className}
    >
      <polygon points={`0,${height} ${points} ${width},${height}`} className="fill-accent" opacity={0.15} />
      <polyline
        points={points}
        fill="none"
        strokeWidth={1.25}
        className="stroke-accent"
        strokeLinejoin="round"
      />
    </svg>
  );
}
