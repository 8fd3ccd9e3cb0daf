import { Link } from '@tanstack/react-router';
import { ledgerBalances } from '@doudi/core/api/funds';
import { ACCOUNTS } from '@doudi/core/ledger/model';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';

/** Every account with its balance, today or as of a day; a click opens its entries. Accounts without a balance are left out, but for cash that somebody holds. */
export function Balances(): ReactNode {
  const t = useT();
  const { session, may } = useSession();
  const [on, setOn] = useState<string | undefined>(undefined);
  const query = useCall(ledgerBalances, { query: { on } }, { keep: true });
  return (
    <Section title={t('fund.balances')} aside={<label className="filters screen-only">{t('fund.asOf')} <input className="input input-date" type="date" max={session.today} value={on ?? session.today} onChange={(e) => setOn(e.target.value === '' || e.target.value === session.today ? undefined : e.target.value)} /></label>}>
      <View query={query}>
        {(b) => (
          <>
            <DataTable caption={t('fund.balances')} rows={b.items.filter((a) => a.balanceFen !== 0 || ACCOUNTS[a.kind].covered)} rowKey={(a) => String(a.id)} empty={<p>{t('fund.noAccounts')}</p>} columns={[
              { key: 'label', title: t('fund.account'), render: (a) => <Link to="/funds/entries" search={{ account: a.id }}>{a.label}</Link> },
              { key: 'programme', title: t('office.programme'), render: (a) => a.programmeName ?? '' }, { key: 'unit', title: t('office.unit'), render: (a) => a.unitName ?? '' }, { key: 'source', title: t('fund.source'), render: (a) => a.sourceName ?? '' },
              { key: 'debit', title: t('fund.debit'), align: 'right', render: (a) => (a.side === 'debit' ? <Money fen={a.balanceFen} bare /> : '') }, { key: 'credit', title: t('fund.credit'), align: 'right', render: (a) => (a.side === 'credit' ? <Money fen={a.balanceFen} bare /> : '') },
            ]} />
            {may('fund.check') ? <p className={b.trialFen === 0 ? 'muted' : 'bad'}>{b.trialFen === 0 ? t('fund.trial', { debit: formatFen(b.debitFen), credit: formatFen(b.creditFen) }) : t('fund.trialOff', { fen: formatFen(b.trialFen) })}</p> : null}
          </>
        )}
      </View>
    </Section>
  );
}
