import type { Output } from '@doudi/core/api/contract';
import { appointHelper, dismissHelper, listHelpers } from '@doudi/core/api/training';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';

type Page = Output<typeof listHelpers>;
type Person = Page['items'][number];

/** Information officers, assistants and specialists: who is in office, how chosen, what is vacant. */
export function Helpers(): ReactNode {
  const t = useT();
  const query = useCall(listHelpers, {}, { keep: true });
  return <View query={query}>{(page) => (page.roles.length === 0 ? <p className="empty">{t('helpers.noRoles')}</p> : <Shown page={page} />)}</View>;
}

function Shown({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Person | null>(null);
  const label = (role: string): string => page.roles.find((r) => r.id === role)?.label ?? role;
  return (
    <>
      {may('training.keep') ? <div className="row-line"><Button type="primary" onClick={() => setAdding(true)}>{t('helpers.add')}</Button></div> : null}
      {page.roles.map((r) => <p key={r.id} className="tight">{t('helpers.vacantOf', { label: r.label, n: page.vacancies.filter((v) => v.role === r.id).length })} <span className="muted">{t('helpers.min', { n: r.min })}</span> <SourceChips source={r.source} /></p>)}
      <DataTable caption={t('training.helpers')} rows={page.items} rowKey={(p) => p.id} empty={<p>{t('helpers.none')}</p>} columns={[
        { key: 'name', title: t('helpers.name'), render: (p) => p.name }, { key: 'role', title: t('helpers.role'), render: (p) => label(p.role) }, { key: 'unit', title: t('helpers.unit'), render: (p) => <>{p.unitName} <span className="muted">{p.office === p.unitName ? '' : p.office}</span></> },
        { key: 'phone', title: t('helpers.phone'), render: (p) => p.phone }, { key: 'from', title: t('helpers.from'), render: (p) => <DateText date={p.from} short /> },
        { key: 'to', title: t('helpers.to'), render: (p) => (p.to ? <DateText date={p.to} short /> : <>● {t('helpers.inOffice')} {may('training.keep') ? <button type="button" className="link" onClick={() => setEnding(p)}>{t('helpers.end')}</button> : null}</>) },
        { key: 'selected', title: t('helpers.selected'), wide: true, render: (p) => p.selected },
      ]} />
      <Section title={t('helpers.vacancies')}>
        <DataTable caption={t('helpers.vacancies')} rows={[...Map.groupBy(page.vacancies, (v) => `${v.role}|${v.office}`)].map(([key, of]) => ({ key, of, office: of[0]?.office ?? '', role: of[0]?.role ?? '' }))} rowKey={(v) => v.key} empty={<p>● {t('helpers.full')}</p>} columns={[
          { key: 'office', title: t('matter.unit'), render: (v) => v.office }, { key: 'role', title: t('helpers.role'), render: (v) => label(v.role) }, { key: 'missing', title: t('helpers.vacancies'), render: (v) => <b className="bad">■ {t('helpers.missing', { n: v.of.reduce((n, x) => n + x.missing, 0) })}</b> }, { key: 'where', title: t('helpers.where'), render: (v) => v.of.map((x) => x.unitName).join('、') },
        ]} />
      </Section>
      {adding ? (
        <FormDrawer<typeof appointHelper, { role: string; unit: string; name: string; phone: string; from: string; selected: string }> title={t('helpers.add')} submit={t('helpers.add')} contract={appointHelper} draft="helper" initial={() => ({ from: session.today, ...(page.roles.length === 1 && page.roles[0] ? { role: page.roles[0].id } : {}) })} fields={(form) => (
          <>
            <SelectField label={t('helpers.role')} bind={form.bind('role')} options={page.roles.map((r) => ({ value: r.id, label: r.label }))} first />
            <SelectField label={t('helpers.unit')} bind={form.bind('unit')} options={page.places.filter((p) => p.kind === (page.roles.find((r) => r.id === form.values.role)?.each ?? 'village')).map((p) => ({ value: p.key, label: p.name }))} />
            <TextField label={t('helpers.name')} bind={form.bind('name')} maxLength={50} />
            <TextField label={t('helpers.phone')} bind={form.bind('phone')} maxLength={20} inputMode="tel" />
            <DateField label={t('helpers.from')} bind={form.bind('from')} max={session.today} />
            <TextField label={t('helpers.selected')} hint={t('helpers.selectedHint')} bind={form.bind('selected')} rows={3} maxLength={300} />
          </>
        )} onClose={() => setAdding(false)} onDone={() => setAdding(false)} />
      ) : null}
      {ending ? <FormDrawer<typeof dismissHelper, { to: string }> title={t('helpers.end')} says={`${ending.name} ${label(ending.role)} ${ending.unitName}`} submit={t('helpers.end')} contract={dismissHelper} draft={`helper-end:${ending.id}`} params={{ id: ending.id }} initial={() => ({ to: session.today })} fields={(form) => <DateField label={t('helpers.to')} bind={form.bind('to')} max={session.today} first />} onClose={() => setEnding(null)} onDone={() => setEnding(null)} /> : null}
    </>
  );
}
