import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** Month by month: what was due and what became of it. */
export function Payments(): ReactNode {
  const { t, locale } = useLocale();
  const { view } = useCase();
  const { may } = useSession();
  if (view.status !== 'granted' && view.payments.length === 0) return null;
  return (
    <Section title={t('case.payments')}>
      <DataTable caption={t('case.payments')} rows={view.payments} rowKey={(p) => p.id} empty={t('case.noPayments')} columns={[
        { key: 'month', title: t('case.month'), render: (p) => (may('payment.read') ? <Link to="/payment-lines/$id" params={{ id: p.id }}>{monthText(p.month, locale)}</Link> : monthText(p.month, locale)) },
        { key: 'what', title: t('office.note'), render: (p) => p.reason ?? '' },
        { key: 'fen', title: t('case.amount'), align: 'right', render: (p) => <Money fen={p.fen} /> },
        { key: 'status', title: t('case.state'), render: (p) => p.text },
      ]} />
    </Section>
  );
}
