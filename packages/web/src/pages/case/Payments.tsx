import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** Month by month: what was due and what became of it. */
export function Payments(): ReactNode {
  const t = useT();
  const { view } = useCase();
  if (view.status !== 'granted' && view.payments.length === 0) return null;
  return (
    <Section title={t('case.payments')}>
      <DataTable caption={t('case.payments')} rows={view.payments} rowKey={(p) => p.month} empty={t('case.noPayments')} columns={[
        { key: 'month', title: t('case.month'), render: (p) => p.month },
        { key: 'fen', title: t('case.amount'), align: 'right', render: (p) => <Money fen={p.fen} /> },
        { key: 'status', title: t('case.state'), render: (p) => p.text },
      ]} />
    </Section>
  );
}
