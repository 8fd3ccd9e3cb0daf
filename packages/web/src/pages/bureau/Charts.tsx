import type { ReactNode } from 'react';
import { useLocale } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';

export interface Point {
  readonly month: string;
  readonly value: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [560, 150, 8, 18];

/** A rounded number not below a value, so that the scale ends on something readable. */
function ceiling(value: number): number {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))));
  return Math.max(1, Math.ceil(value / size) * size);
}

/** Thirteen months as a line from zero; the last is marked and written out. The table beside it says the same in numbers. */
export function MonthLine({ label, points, say }: { readonly label: string; readonly points: readonly Point[]; readonly say: (value: number) => string }): ReactNode {
  const { locale } = useLocale();
  const top = ceiling(Math.max(...points.map((p) => p.value), 0));
  const x = (i: number): number => LEFT + (i * (WIDTH - 2 * LEFT)) / Math.max(1, points.length - 1);
  const y = (v: number): number => HEIGHT - BOTTOM - (v / top) * (HEIGHT - BOTTOM - 16);
  const last = points.at(-1);
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}：${points.map((p) => `${monthText(p.month, locale)} ${say(p.value)}`).join('，')}`}>
      <line x1={LEFT} x2={WIDTH - LEFT} y1={y(0)} y2={y(0)} className="chart-axis" />
      <polyline className="chart-line" points={points.map((p, i) => `${x(i)},${y(p.value)}`).join(' ')} />
      {points.map((p, i) => <circle key={p.month} className="chart-dot" cx={x(i)} cy={y(p.value)} r={i === points.length - 1 ? 4 : 2}><title>{`${monthText(p.month, locale)} ${say(p.value)}`}</title></circle>)}
      {[0, 6, 12].map((i) => { const p = points[i]; return p ? <text key={i} x={x(i)} y={HEIGHT - 4} textAnchor={i === 0 ? 'start' : i === 12 ? 'end' : 'middle'} className="chart-word">{monthText(p.month, locale)}</text> : null; })}
      {last ? <text x={x(points.length - 1)} y={Math.max(12, y(last.value) - 8)} textAnchor="end" className="chart-value">{say(last.value)}</text> : null}
    </svg>
  );
}

/** Two bars a month: who came and who went. Told apart by filling, not by colour alone. */
export function MonthBars({ label, up, down, words }: { readonly label: string; readonly up: readonly Point[]; readonly down: readonly Point[]; readonly words: readonly [string, string] }): ReactNode {
  const { locale } = useLocale();
  const top = ceiling(Math.max(...up.map((p) => p.value), ...down.map((p) => p.value), 0));
  const slot = (WIDTH - 2 * LEFT) / Math.max(1, up.length);
  const h = (v: number): number => (v / top) * (HEIGHT - BOTTOM - 22);
  const bar = (list: readonly Point[], side: 0 | 1): ReactNode => list.map((p, i) => (
    <g key={p.month}>
      <rect className={side === 0 ? 'chart-up' : 'chart-down'} x={LEFT + i * slot + slot * (side === 0 ? 0.14 : 0.52)} width={slot * 0.34} y={HEIGHT - BOTTOM - h(p.value)} height={h(p.value)}><title>{`${monthText(p.month, locale)} ${words[side]} ${p.value}`}</title></rect>
      {p.value > 0 ? <text className="chart-small" x={LEFT + i * slot + slot * (side === 0 ? 0.31 : 0.69)} y={HEIGHT - BOTTOM - h(p.value) - 3} textAnchor="middle">{p.value}</text> : null}
    </g>
  ));
  return (
    <figure className="chart-figure">
      <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}：${up.map((p, i) => `${monthText(p.month, locale)} ${words[0]} ${p.value} ${words[1]} ${down[i]?.value ?? 0}`).join('，')}`}>
        <line x1={LEFT} x2={WIDTH - LEFT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className="chart-axis" />
        {bar(up, 0)}
        {bar(down, 1)}
        {up.map((p, i) => (i % 3 === 0 ? <text key={p.month} x={LEFT + i * slot + slot / 2} y={HEIGHT - 4} textAnchor="middle" className="chart-word">{monthText(p.month, locale)}</text> : null))}
      </svg>
      <figcaption className="muted"><span className="key key-up" aria-hidden="true" /> {words[0]}　<span className="key key-down" aria-hidden="true" /> {words[1]}</figcaption>
    </figure>
  );
}
