const SIZE = 36;
const STROKE = 3;
const RADIUS = (SIZE - STROKE) / 2;
const AROUND = 2 * Math.PI * RADIUS;

/** What is left of a time, as a ring that empties, with its seconds. Not for screen readers: they hear when it ends. */
export function Countdown({ leftMs, totalMs }: { leftMs: number; totalMs: number }) {
  const part = Math.min(1, Math.max(0, leftMs / totalMs));
  const isLate = leftMs < 10_000;
  const minutes = Math.ceil(leftMs / 60_000);
  return (
    <span aria-hidden className="relative grid size-9 shrink-0 place-items-center">
      <svg aria-hidden viewBox={`0 0 ${SIZE} ${SIZE}`} className="absolute inset-0 -rotate-90">
        <circle cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} fill="none" strokeWidth={STROKE} className="stroke-line" />
        <circle
          cx={SIZE / 2}
          cy={SIZE / 2}
          r={RADIUS}
          fill="none"
          strokeWidth={STROKE}
          strokeLinecap="round"
          strokeDasharray={AROUND}
          strokeDashoffset={AROUND * (1 - part)}
          className={`transition-[stroke-dashoffset] duration-1000 ease-linear ${isLate ? "stroke-danger" : "stroke-accent"}`}
        />
      </svg>
      <span className={`text-2xs font-semibold tabular-nums ${isLate ? "text-danger-text" : ""}`}>
        {leftMs > 99_000 ? `${minutes}m` : Math.max(0, Math.ceil(leftMs / 1000))}
      </span>
    </span>
  );
}
