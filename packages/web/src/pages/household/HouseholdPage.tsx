import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { householdView } from '@doudi/core/api/cases';
import { useMemo, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { HouseholdTables } from '../case/Household.tsx';
import { caseColumns } from '../worklist/columns.tsx';

const route = getRouteApi('/households/$person');

/** 户页: every case, benefit and payment under one applicant, and the facts as last known. */
export function HouseholdPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const { person } = route.useParams();
  const query = useCall(householdView, { params: { person } });
  const columns = useMemo(() => caseColumns(t, session, locale), [t, session, locale]);
  const programme = (id: string): string => session.programmes.find((p) => p.id === id)?.name ?? id;
  return (
    <View query={query}>
      {(h) => (
        <div className="page">
          <div className="page-head">
            <h1>{t('household.title', { name: h.applicant.name })}</h1>
            <span className="number">{h.applicant.idNumber}</span>
            <button type="button" className="link screen-only" onClick={() => window.print()}>{t('print')}</button>
          </div>
          <Section title={t('household.cases')}>
            <DataTable caption={t('household.cases')} columns={columns} rows={h.cases} rowKey={(r) => `${r.id}${r.nextStep ?? ''}`} onOpen={(r) => void navigate({ to: '/cases/$id', params: { id: r.id } })} empty={t('household.noCases')} />
          </Section>
          <Section title={t('case.payments')}>
            <DataTable caption={t('case.payments')} rows={h.payments.map((p, i) => ({ ...p, key: String(i) }))} rowKey={(p) => p.key} empty={t('case.noPayments')} columns={[
              { key: 'month', title: t('case.month'), render: (p) => monthText(p.month, locale) },
              { key: 'programme', title: t('work.programme'), render: (p) => programme(p.programme) },
              { key: 'fen', title: t('case.amount'), align: 'right', render: (p) => <Money fen={p.fen} /> },
              { key: 'status', title: t('case.state'), render: (p) => p.text },
            ]} />
          </Section>
          {h.facts ? <HouseholdTables facts={h.facts} persons={h.persons} name={(id) => h.persons.find((p) => p.id === id)?.name ?? t('case.someone')} open={() => null} /> : null}
        </div>
      )}
    </View>
  );
}
