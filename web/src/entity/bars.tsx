import type { JSX } from "preact";

export interface Bar {
  label: string;
  value: number;
  text: string;
  planned: boolean;
}

const ROW = 40;

/** Figures of one unit as horizontal bars from zero, so that lengths compare. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }): JSX.Element {
  // Words keep their size: a narrow screen gets a narrower picture, not a smaller one.
  const width = innerWidth < 700 ? 340 : 640;
  const most = Math.max(0, ...bars.map((bar) => bar.value));
  const least = Math.min(0, ...bars.map((bar) => bar.value));
  const x = (value: number): number => ((value - least) / (most - least || 1)) * width;
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${String(width)} ${String(bars.length * ROW)}`}
      role="img"
      aria-label={title}
      data-export="chart"
    >
      {bars.map((bar, at) => (
        <g key={at} transform={`translate(0 ${String(at * ROW)})`}>
          <title>{`${bar.label}: ${bar.text}`}</title>
          <text x="0" y="14" class="bar-label">
            {bar.label}
          </text>
          <text x={width} y="14" text-anchor="end" class="bar-value">
            {bar.text}
          </text>
          <rect x={0} y={20} width={width} height={9} rx={4.5} class="bar-track" />
          <rect
            x={Math.min(x(0), x(bar.value))}
            y={20}
            width={Math.max(2, Math.abs(x(bar.value) - x(0)))}
            height={9}
            rx={4.5}
            class={bar.planned ? "bar bar-planned" : "bar"}
          />
        </g>
      ))}
    </svg>
  );
}
