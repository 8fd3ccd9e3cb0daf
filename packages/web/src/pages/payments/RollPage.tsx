import { getRouteApi, Link } from '@tanstack/react-router';
import { getRoll } from '@doudi/core/api/payments';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { BankPart } from './BankPart.tsx';
import { ChangePart } from './ChangePart.tsx';
import { HoldsPart } from './HoldsPart.tsx';
import { RollLines } from './RollLines.tsx';
import { RollSteps } from './RollSteps.tsx';
import { RollTotals } from './RollTotals.tsx';
import { Settlements } from './Settle.tsx';
import '../../styles/office.css';

const route = getRouteApi('/payments/$id');
export type Roll = Output<typeof getRoll>;

/** One roll: where it stands, what it sums to, every line, and what the bank said. */
export function RollPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getRoll, { params: { id } });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/payments">← {t('office.back')}</Link></p>
      <View query={query}>{(roll) => <RollView key={roll.id} roll={roll} />}</View>
    </div>
  );
}

function RollView({ roll }: { readonly roll: Roll }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <>
      <div className="page-head">
        <h1>{t('pay.roll', { programme: roll.programmeName, month: monthText(roll.month, locale) })}</h1>
        {roll.run > 1 ? <span className="tag">{t('pay.run', { n: roll.run })}</span> : null}
        <span className="tag">{roll.statusText}</span>
      </div>
      <Facts items={[
        [t('pay.item'), roll.item],
        roll.payBy && roll.payBySource ? [t('pay.payBy'), <><DateText date={roll.payBy} /> {roll.light ? <Light light={roll.light.light} text={roll.light.text} /> : null} <SourceChips source={byClause(roll.payBySource)} /></>] : null,
      ]} />
      <RollSteps roll={roll} />
      <HoldsPart roll={roll} />
      {roll.settlements.length > 0 ? <Section title={t('pay.settlements')} aside={<span className="bad">{t('pay.settlementsN', { n: roll.settlements.length })}</span>}><Settlements rows={roll.settlements} withPayee /></Section> : null}
      <RollTotals roll={roll} />
      <ChangePart roll={roll} />
      <BankPart roll={roll} />
      <RollLines roll={roll} />
      <Section title={t('pay.history')}>
        <DataTable caption={t('pay.history')} rows={roll.events.map((e, i) => ({ ...e, key: String(i) }))} rowKey={(e) => e.key} empty={null} columns={[
          { key: 'at', title: t('office.at'), width: '11rem', render: (e) => clockTime(e.at) },
          { key: 'by', title: t('office.by'), width: '8rem', render: (e) => e.by },
          { key: 'text', title: t('office.note'), render: (e) => e.text },
        ]} />
      </Section>
    </>
  );
}
