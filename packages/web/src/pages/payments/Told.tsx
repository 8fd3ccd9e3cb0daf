import { caseMessages } from '@doudi/core/api/bank';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';

/** What the person was told of each payment. */
export function Told({ caseId }: { readonly caseId: string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const query = useCall(caseMessages, { params: { id: caseId } }, { enabled: may('payment.read') });
  if (!may('payment.read')) return null;
  return (
    <Section title={t('told.title')}>
      <View query={query}>
        {({ on, items }) => (
          <DataTable caption={t('told.title')} rows={items} rowKey={(m) => m.id} empty={<p>{t(on ? 'told.none' : 'told.off')}</p>} columns={[
            { key: 'at', title: t('told.at'), width: '11rem', render: (m) => clockTime(m.sentAt ?? m.madeAt) },
            { key: 'fen', title: t('office.total'), align: 'right', width: '7rem', render: (m) => <Money fen={m.fen} bare /> },
            { key: 'text', title: t('told.text'), render: (m) => m.text },
            { key: 'state', title: t('office.state'), width: '8rem', render: (m) => m.stateText },
          ]} />
        )}
      </View>
    </Section>
  );
}
