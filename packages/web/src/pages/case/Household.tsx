import type { HouseholdFacts } from '@doudi/core/case/facts';
import type { CaseView } from '@doudi/core/api/cases';
import type { ReactNode } from 'react';
import { useT, type Translate } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';
import { OpenPerson } from './OpenPerson.tsx';

const keyed = <T,>(rows: readonly T[]): (T & { key: string })[] => rows.map((r, i) => ({ ...r, key: String(i) }));

/** The household as it stands: who, who owes, what comes in, what is owned, what must be spent. */
export function Household(): ReactNode {
  const { view, name } = useCase();
  return <HouseholdTables facts={view.facts} persons={view.persons} name={name} open={(id) => <OpenPerson person={id} />} />;
}

/** What was found of an obligor's ability to perform the duty. */
const abilityText = (t: Translate, a: NonNullable<HouseholdFacts['obligors'][number]['ability']>): string =>
  [a.assistance ? t(`assistance.${a.assistance}`) : '', a.state ? t(`obligorState.${a.state}`) : '', a.disability ? `${t(`disability.${a.disability.kind}`)} ${t(`grade.${String(a.disability.grade) as '1'}`)}` : '', a.propertyWithin ? t('support.propertyWithin') : ''].filter(Boolean).join('；');

export function HouseholdTables({ facts, persons, name, open }: { readonly facts: HouseholdFacts; readonly persons: CaseView['persons']; readonly name: (id: string) => string; readonly open: (id: string) => ReactNode }): ReactNode {
  const t = useT();
  const person = (id: string) => persons.find((p) => p.id === id);
  const total = facts.incomes.reduce((n, i) => n + i.monthly, 0);
  const spent = facts.expenses.reduce((n, i) => n + i.monthly, 0);
  return (
    <>
      <Section title={t('case.members', { n: facts.members.length })}>
        <DataTable caption={t('case.members', { n: facts.members.length })} rows={facts.members} rowKey={(m) => m.person} empty={null} columns={[
          { key: 'name', title: t('case.name'), render: (m) => <>{name(m.person)} {open(m.person)}</> },
          { key: 'relation', title: t('case.relation'), render: (m) => t(`relation.${m.relation}`) },
          { key: 'age', title: t('case.age'), render: (m) => `${t(`sex.${m.sex}`)} ${person(m.person)?.age ?? ''}` },
          { key: 'health', title: t('case.health'), render: (m) => [t(`health.${m.health}`), m.disability ? `${t(`disability.${m.disability.kind}`)} ${t(`grade.${String(m.disability.grade) as '1'}`)}` : '', m.pregnant ? t('facts.pregnant') : ''].filter(Boolean).join(' · ') },
          { key: 'labour', title: t('case.labour'), render: (m) => `${t(`labour.${m.labour}`)} · ${t(`occupation.${m.occupation}`)}` },
          { key: 'excluded', title: t('case.note'), render: (m) => (m.excluded ? t('case.excluded', { why: t(`excluded.${m.excluded}`) }) : '') },
        ]} />
        <Facts items={[[t('facts.address'), `${facts.address}（${t(`area.${facts.area}`)}）`], [t('facts.hardship'), t(`hardship.${facts.hardship}`)], [t('facts.statement'), facts.statement], facts.single ? [t('facts.single'), '✓'] : null, facts.categories ? [t('facts.categories'), facts.categories.map((c) => t(`category.${c}`)).join('、')] : null, facts.lastYear ? [t('facts.lastYear'), <><Money key="i" fen={facts.lastYear.income} />；{facts.lastYear.expenses.map((e, i) => <span key={i}>{t(`rigid.${e.kind}`)} <Money fen={e.total} /> </span>)}</>] : null]} />
      </Section>
      {facts.obligors.length > 0 ? (
        <Section title={t('case.obligors', { n: facts.obligors.length })}>
          <DataTable caption={t('case.obligors', { n: facts.obligors.length })} rows={facts.obligors.map((o) => ({ ...o, key: `${o.person}${o.supports}` }))} rowKey={(o) => o.key} empty={null} columns={[
            { key: 'name', title: t('case.name'), render: (o) => <>{name(o.person)} {open(o.person)}</> },
            { key: 'relation', title: t('facts.supports'), render: (o) => t('case.of', { who: name(o.supports), relation: t(`obligor.${o.relation}`) }) },
            { key: 'size', title: t('facts.householdSize'), align: 'right', render: (o) => o.householdSize },
            { key: 'income', title: t('facts.obligorIncome'), align: 'right', render: (o) => <Money fen={o.monthlyIncome} /> },
            { key: 'count', title: t('facts.supportedCount'), align: 'right', render: (o) => `${o.supportedCount} / ${o.sharers}` },
            { key: 'note', title: t('case.note'), render: (o) => o.ability ? abilityText(t, o.ability) : o.unable ?? (o.agreed === undefined ? '' : <>{t('facts.agreed')} <Money fen={o.agreed} /></>) },
          ]} />
        </Section>
      ) : null}
      <Section title={t('case.incomes')} aside={<span>{t('case.sum')} <Money fen={total} /> {t('case.perMonth')}</span>}>
        <DataTable caption={t('case.incomes')} rows={keyed(facts.incomes)} rowKey={(i) => i.key} empty={t('case.noIncome')} columns={[
          { key: 'person', title: t('case.person'), render: (i) => name(i.person) },
          { key: 'kind', title: t('case.kind'), render: (i) => t(`income.${i.kind}`) },
          { key: 'monthly', title: t('case.perMonth'), align: 'right', render: (i) => <Money fen={i.monthly} /> },
          { key: 'proof', title: t('case.proof'), render: (i) => i.proof ?? '' },
        ]} />
      </Section>
      {facts.expenses.length > 0 ? (
        <Section title={t('case.expenses')} aside={<span>{t('case.sum')} <Money fen={spent} /> {t('case.perMonth')}</span>}>
          <DataTable caption={t('case.expenses')} rows={keyed(facts.expenses)} rowKey={(i) => i.key} empty={null} columns={[
            { key: 'person', title: t('case.person'), render: (i) => (i.person ? name(i.person) : t('case.wholeHousehold')) },
            { key: 'kind', title: t('case.kind'), render: (i) => t(`expense.${i.kind}`) },
            { key: 'monthly', title: t('case.perMonth'), align: 'right', render: (i) => <Money fen={i.monthly} /> },
            { key: 'proof', title: t('case.proof'), render: (i) => i.proof ?? '' },
          ]} />
        </Section>
      ) : null}
      {facts.properties.length > 0 ? (
        <Section title={t('case.properties')}>
          <DataTable caption={t('case.properties')} rows={keyed(facts.properties)} rowKey={(i) => i.key} empty={null} columns={[
            { key: 'person', title: t('case.person'), render: (i) => (i.person ? name(i.person) : t('case.wholeHousehold')) },
            { key: 'kind', title: t('case.kind'), render: (i) => `${t(`property.${i.kind}`)}${i.count > 1 ? ` × ${i.count}` : ''}` },
            { key: 'value', title: t('facts.value'), align: 'right', render: (i) => <Money fen={i.value} /> },
            { key: 'note', title: t('case.note'), render: (i) => [i.exempt ? t('case.exempt', { why: i.exempt }) : '', i.note ?? ''].filter(Boolean).join('；') },
          ]} />
        </Section>
      ) : null}
    </>
  );
}
