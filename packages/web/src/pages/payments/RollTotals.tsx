import { formatFen } from '@doudi/core/money/fen';
import type { RollView } from '@doudi/core/api/payments';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import type { Roll } from './RollPage.tsx';

type Sums = RollView['money'];
const PARTS = ['paid', 'recovered', 'waived', 'ready', 'held', 'sent', 'rejected', 'returned', 'excluded'] as const;
/** Of these the county sees nothing until they exist. */
const RARE: ReadonlySet<string> = new Set(['recovered', 'waived']);
/** Lines that stand in a part; what was paid back is a part of lines that count as paid. */
const linesOf = (m: Sums, part: (typeof PARTS)[number]): number => (part === 'recovered' || part === 'waived' ? 0 : m.counts[part]);
const fenOf = (m: Sums, part: (typeof PARTS)[number]): number => m[`${part}Fen`];
const sumOf = (m: Sums): number => PARTS.reduce((n, p) => n + fenOf(m, p), 0);

/** Due = paid + recovered + waived + ready + held + in transit + not paid + returned + excluded, as a whole and unit by unit; a sum that does not foot is said loudly. */
export function RollTotals({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const m = roll.money;
  const sum = sumOf(m);
  const units = roll.units.reduce((n, u) => n + u.money.dueFen, 0);
  const foots = sum === m.dueFen && (roll.units.length === 0 || units === m.dueFen) && roll.units.every((u) => sumOf(u.money) === u.money.dueFen);
  const parts = PARTS.filter((p) => !RARE.has(p) || fenOf(m, p) > 0);
  const countyWide = session.unit.kind === 'county';
  return (
    <Section title={t('pay.totals')} aside={<span className={foots ? 'good' : 'bad'} role={foots ? undefined : 'alert'}>{foots ? `✓ ${t('pay.foots')}` : `✗ ${t('pay.footsNot', { due: formatFen(m.dueFen), sum: formatFen(sum) })}`}</span>}>
      {countyWide ? null : <p className="muted">{t('pay.areaOnly')}</p>}
      <div className="sums" role="list">
        <Sum label={t('pay.due')} fen={m.dueFen} lines={m.lines} sign="" />
        {parts.map((p, i) => <Sum key={p} label={t(`pay.${p}`)} fen={fenOf(m, p)} lines={linesOf(m, p)} sign={i === 0 ? '=' : '+'} />)}
      </div>
      {roll.units.length > 1 ? (
        <details className="more" open={roll.units.length < 12 && window.innerWidth > 700}>
          <summary>{t('pay.units')}</summary>
          <DataTable caption={t('pay.units')} rows={roll.units} rowKey={(u) => u.unit} empty={<p>{t('pay.noUnits')}</p>} columns={[
            { key: 'unit', title: t('office.unit'), render: (u) => u.unitName },
            { key: 'lines', title: t('pay.lines'), align: 'right', render: (u) => u.money.lines },
            { key: 'due', title: t('pay.due'), align: 'right', render: (u) => <Money fen={u.money.dueFen} bare /> },
            ...parts.map((p) => ({ key: p, title: t(`pay.${p}`), align: 'right' as const, render: (u: Roll['units'][number]) => (fenOf(u.money, p) === 0 ? <span className="muted">0</span> : <Money fen={fenOf(u.money, p)} bare />) })),
          ]} foot={
            <tr>
              <th scope="row">{t('office.total')}</th>
              <td className="right" data-label={t('pay.lines')}>{m.lines}</td>
              <td className="right" data-label={t('pay.due')}><Money fen={m.dueFen} bare /></td>
              {parts.map((p) => <td key={p} className="right" data-label={t(`pay.${p}`)}><Money fen={fenOf(m, p)} bare /></td>)}
            </tr>
          } />
        </details>
      ) : null}
    </Section>
  );
}

function Sum({ label, fen, lines, sign }: { readonly label: string; readonly fen: number; readonly lines: number; readonly sign: string }): ReactNode {
  const t = useT();
  return (
    <span className={fen === 0 && lines === 0 ? 'sum sum-none' : 'sum'} role="listitem">
      {sign === '' ? null : <i aria-hidden="true">{sign}</i>}
      <span>
        <small>{label} {lines > 0 || fen === 0 ? t('pay.lineCount', { n: lines }) : null}</small>
        <b>{formatFen(fen)}</b>
      </span>
    </span>
  );
}
