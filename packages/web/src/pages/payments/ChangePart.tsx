import { Link } from '@tanstack/react-router';
import { rollChange, type ChangeView } from '@doudi/core/api/payment-lines';
import { CHANGE_KINDS, CHANGE_LABELS, type ChangeKind } from '@doudi/core/payment/change';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import type { Roll } from './RollPage.tsx';

const signed = (fen: number): string => (fen > 0 ? `+${formatFen(fen)}` : formatFen(fen));

/** Why this month's sum is not last month's: kinds that foot, and every line with its reason. */
export function ChangePart({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const [kind, setKind] = useState<ChangeKind | undefined>(undefined);
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(rollChange, { params: { id: roll.id }, query: { kind, cursor: cursors.at(-1) } }, { keep: true });
  const file = (format: string): string => `/api/v1/rolls/${encodeURIComponent(roll.id)}/change-file?format=${format}`;
  return (
    <Section title={t('change.title')} aside={<span className="filters"><a href={file('xlsx')} download>{t('change.xlsx')}</a> <a href={file('csv')} download>{t('change.csv')}</a></span>}>
      <View query={query}>
        {(c) => (
          <>
            <Kinds change={c} />
            <details className="more">
              <summary>{t('change.items')}</summary>
              <div className="filters">
                <select className="input" aria-label={t('change.kind')} value={kind ?? ''} onChange={(e) => { setCursors([]); setKind(CHANGE_KINDS.find((k) => k === e.target.value)); }}>
                  <option value="">{t('change.all')}</option>
                  {c.kinds.map((k) => <option key={k.kind} value={k.kind}>{CHANGE_LABELS[k.kind]}（{k.lines}）</option>)}
                </select>
              </div>
              <Items change={c} />
              <Pager cursors={cursors} next={c.next} onGo={setCursors} />
            </details>
          </>
        )}
      </View>
    </Section>
  );
}

function Kinds({ change: c }: { readonly change: ChangeView }): ReactNode {
  const t = useT();
  const total = (label: string, lines: number, fen: number): ReactNode => (
    <tr>
      <th scope="row">{label}</th>
      <td className="right" data-label={t('change.lines')}>{lines}</td>
      <td className="right" data-label={t('change.delta')}><Money fen={fen} bare /></td>
    </tr>
  );
  return (
    <>
      {c.last ? null : <p className="muted">{t('change.first')}</p>}
      <DataTable caption={t('change.title')} rows={[{ key: 'last', text: c.last ? `${t('change.lastSum')}（${c.last.name}）` : t('change.lastSum'), lines: c.last?.lines ?? 0, value: formatFen(c.last?.fen ?? 0) }, ...c.kinds.map((k) => ({ key: k.kind, text: k.text, lines: k.lines, value: k.kind === 'same' ? '0.00' : signed(k.changeFen) }))]} rowKey={(r) => r.key} empty={null} columns={[
        { key: 'text', title: t('change.kind'), render: (r) => r.text },
        { key: 'lines', title: t('change.lines'), align: 'right', width: '6rem', render: (r) => r.lines },
        { key: 'fen', title: t('change.delta'), align: 'right', width: '12rem', render: (r) => <span className="number">{r.value}</span> },
      ]} foot={total(t('change.nowSum'), c.lines, c.fen)} />
      <p className={c.foots ? 'good' : 'bad'} role={c.foots ? undefined : 'alert'}>{c.foots ? `✓ ${t('change.foots')}` : `✗ ${t('change.footsNot')}`}</p>
    </>
  );
}

function Items({ change: c }: { readonly change: ChangeView }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <DataTable caption={t('change.items')} rows={c.items.map((i) => ({ ...i, key: `${i.line}:${i.kind}` }))} rowKey={(i) => i.key} empty={<p>{t('change.none')}</p>} columns={[
      { key: 'kind', title: t('change.kind'), width: '8rem', render: (i) => i.kindText },
      { key: 'payee', title: t('pay.payee'), width: '6rem', render: (i) => <Link to="/payment-lines/$id" params={{ id: i.line }}>{i.payee}</Link> },
      { key: 'case', title: t('pay.caseNumber'), render: (i) => <Link to="/cases/$id" params={{ id: i.case }} className="number">{i.caseNumber}</Link> },
      { key: 'unit', title: t('office.unit'), render: (i) => i.unitName },
      { key: 'month', title: t('office.month'), width: '7rem', render: (i) => monthText(i.month, locale) },
      { key: 'last', title: t('change.last'), align: 'right', render: (i) => <Money fen={i.lastFen} bare /> },
      { key: 'now', title: t('change.now'), align: 'right', render: (i) => <Money fen={i.nowFen} bare /> },
      { key: 'delta', title: t('change.delta'), align: 'right', render: (i) => <span className="number">{signed(i.changeFen)}</span> },
      { key: 'why', title: t('change.why'), render: (i) => i.reason },
    ]} />
  );
}
