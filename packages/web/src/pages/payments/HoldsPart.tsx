import { Link } from '@tanstack/react-router';
import { carryHolds } from '@doudi/core/api/payment-lines';
import { useState, type ReactNode } from 'react';
import { useWhoMay } from '../../app/who.ts';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import type { Roll } from './RollPage.tsx';

type Hold = Roll['holds'][number];

/** Holds of a roll by reason: what is answered, what nobody has answered yet, what went past its day. A group is carried here; letting pass is done line by line. */
export function HoldsPart({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const why = useWhoMay();
  const [carrying, setCarrying] = useState<Hold | null>(null);
  if (roll.status !== 'drafted' || (roll.holds.length === 0 && roll.money.lines === 0)) return null;
  const open = roll.holds.reduce((n, h) => n + h.open, 0);
  return (
    <Section title={t('hold.title')} aside={roll.holds.length === 0 ? null : open > 0 ? <span className="bad">{t('hold.mustAnswer', { n: open })}</span> : <span className="good">✓ {t('hold.allAnswered')}</span>}>
      <DataTable caption={t('hold.title')} rows={roll.holds} rowKey={(h) => h.hold} empty={<p>{t('hold.none')}</p>} columns={[
        { key: 'reason', title: t('hold.reason'), render: (h) => <>{h.text} <span className="muted">{t('pay.cure', { cure: h.cure })}</span></> },
        { key: 'lines', title: t('pay.lines'), align: 'right', width: '5rem', render: (h) => h.lines },
        { key: 'fen', title: t('pay.sum'), align: 'right', width: '9rem', render: (h) => <Money fen={h.fen} bare /> },
        { key: 'open', title: t('hold.open'), align: 'right', width: '5rem', render: (h) => (h.open > 0 ? <b>{h.open}</b> : <span className="muted">0</span>) },
        { key: 'late', title: t('hold.late'), width: '11rem', render: (h) => (h.late > 0 ? <Light light="red" text={t('hold.lateN', { n: h.late })} /> : <span className="muted">—</span>) },
        {
          key: 'do', title: t('pay.answer'), width: '15rem', render: (h) => (
            <span className="row-line">
              <Link to="/payments/$id" params={{ id: roll.id }} search={{ hold: h.hold, status: 'held' }} hash="lines">{t('hold.see')}</Link>
              {h.open > 0 && why('payment.make') === undefined ? <ExplainedButton size="small" why={undefined} onClick={() => setCarrying(h)}>{t('hold.carry')}</ExplainedButton> : null}
            </span>
          ),
        },
      ]} />
      {carrying ? (
        <FormDrawer<typeof carryHolds, { reason: string }> title={t('hold.carry.title', { what: carrying.text })} says={t('hold.carry.says', { n: carrying.open })} submit={t('hold.carry')} contract={carryHolds} draft={`carry:${roll.id}:${carrying.hold}`} params={{ id: roll.id }} body={(v) => ({ ...v, hold: carrying.hold })}
          fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setCarrying(null)} onDone={() => setCarrying(null)} />
      ) : null}
    </Section>
  );
}
