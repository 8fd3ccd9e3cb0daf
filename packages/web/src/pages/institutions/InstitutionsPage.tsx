import { Link } from '@tanstack/react-router';
import type { Output } from '@doudi/core/api/contract';
import { admitOther, changeInstitution, endPlace, listInstitutions, PLACE_CATEGORIES, registerInstitution, type Institution } from '@doudi/core/api/institutions';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useOffices } from '../../forms/offices.ts';
import { DateField, NumberField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Place = Output<typeof listInstitutions>['places'][number];
type Doing = { readonly what: 'register' } | { readonly what: 'change' | 'admit'; readonly of: Institution } | { readonly what: 'end'; readonly place: Place };

/** 供养机构: places, who has them, who waits. Places go to destitute persons first. */
export function InstitutionsPage(): ReactNode {
  const t = useT();
  const query = useCall(listInstitutions, {});
  const why = useWhoMay()('institution.keep');
  const [doing, setDoing] = useState<Doing | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const start = (d: Doing): void => {
    setDone(null);
    setDoing(d);
  };
  return (
    <div className="page">
      <div className="page-head"><h1>{t('nav.institutions')}</h1></div>
      <View query={query}>
        {(all) => (
          <>
            <p className="says">{t('inst.says')}</p>
            <p className="notice" role="status">{all.free < all.waiting ? '■' : '●'} <b>{t('inst.waiting', { n: all.waiting })}</b>，{t('inst.free', { n: all.free })}</p>
            <div className="row-line"><ExplainedButton type="primary" why={why} onClick={() => start({ what: 'register' })}>{t('inst.register')}</ExplainedButton></div>
            {done ? <p className="outcome" role="status">✓ {done}</p> : null}
            <DataTable caption={t('nav.institutions')} rows={all.items} rowKey={(i) => i.id} empty={<p>{t('inst.none')}</p>} columns={[
              { key: 'name', title: t('inst.name'), render: (i) => <b>{i.name}</b> }, { key: 'kind', title: t('inst.kind'), render: (i) => t(`inst.kind.${i.kind}`) }, { key: 'unit', title: t('inst.unit'), render: (i) => i.unitName },
              { key: 'places', title: t('inst.places'), align: 'right', render: (i) => i.places }, { key: 'taken', title: t('inst.taken'), align: 'right', render: (i) => i.taken }, { key: 'free', title: t('inst.left'), align: 'right', render: (i) => (i.closedOn ? t('inst.closed') : i.free) },
              { key: 'telephone', title: t('inst.telephone'), render: (i) => i.telephone },
              { key: 'do', title: t('inst.change'), render: (i) => (why ? null : <span className="row-line"><Button size="small" onClick={() => start({ what: 'change', of: i })}>{t('inst.change')}</Button><Button size="small" onClick={() => start({ what: 'admit', of: i })}>{t('inst.admit')}</Button></span>) },
            ]} />
            <Section title={t('inst.people')}>
              <DataTable caption={t('inst.people')} rows={all.places} rowKey={(p) => p.id} empty={<p>{t('inst.nobody')}</p>} columns={[
                { key: 'state', title: t('inst.state'), render: (p) => `${p.state === 'waiting' ? '▲' : '●'} ${t(`inst.state.${p.state}`)}` },
                { key: 'who', title: t('inst.who'), render: (p) => (p.caseId ? <>{t('inst.support')} <Link to="/cases/$id" params={{ id: p.caseId }}>{p.caseNumber}</Link></> : `${p.category ?? ''} ${p.reference ?? ''}`) },
                { key: 'where', title: t('inst.name'), render: (p) => all.items.find((i) => i.id === p.institution)?.name ?? '' }, { key: 'since', title: t('inst.since'), render: (p) => <DateText date={p.since} short /> },
                { key: 'end', title: t('inst.end'), render: (p) => (p.kind === 'other' && !why ? <Button size="small" onClick={() => start({ what: 'end', place: p })}>{t('inst.end')}</Button> : null) },
              ]} />
            </Section>
            {doing ? <Doings doing={doing} onClose={() => setDoing(null)} onDone={() => { setDoing(null); setDone(t('inst.done')); }} /> : null}
          </>
        )}
      </View>
    </div>
  );
}

/** The form of what is being done. */
function Doings({ doing, onClose, onDone }: { readonly doing: Doing; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const offices = useOffices();
  const ends = { onClose, onDone };
  switch (doing.what) {
    case 'register':
      return (
        <FormDrawer<typeof registerInstitution, { name: string; kind: 'public' | 'private'; unit: string; places: number; telephone: string; from: string }> title={t('inst.register')} submit={t('inst.register')} contract={registerInstitution} draft="institution" initial={() => ({ kind: 'public', from: session.today })} fields={(form) => (
          <>
            <TextField label={t('inst.name')} bind={form.bind('name')} maxLength={80} first />
            <RadioField label={t('inst.kind')} bind={form.bind('kind')} options={[{ value: 'public', label: t('inst.kind.public') }, { value: 'private', label: t('inst.kind.private') }]} />
            <SelectField label={t('inst.unit')} bind={form.bind('unit')} options={offices} />
            <NumberField label={t('inst.places')} bind={form.bind('places')} />
            <TextField label={t('inst.telephone')} bind={form.bind('telephone')} maxLength={20} optional />
            <DateField label={t('inst.from')} bind={form.bind('from')} />
          </>
        )} {...ends} />
      );
    case 'change':
      return (
        <FormDrawer<typeof changeInstitution, { places: number; telephone: string; closedOn: string }> title={`${t('inst.change')}：${doing.of.name}`} submit={t('inst.change')} contract={changeInstitution} draft={`institution-change:${doing.of.id}`} params={{ id: doing.of.id }} initial={() => ({ places: doing.of.places, telephone: doing.of.telephone })} fields={(form) => (
          <>
            <NumberField label={t('inst.places')} bind={form.bind('places')} first />
            <TextField label={t('inst.telephone')} bind={form.bind('telephone')} maxLength={20} optional />
            <DateField label={t('inst.closedOn')} bind={form.bind('closedOn')} optional />
          </>
        )} {...ends} />
      );
    case 'admit':
      return (
        <FormDrawer<typeof admitOther, { category: (typeof PLACE_CATEGORIES)[number]; reference: string; since: string; reason: string }> title={`${t('inst.admit')}：${doing.of.name}`} says={t('inst.says')} submit={t('inst.admit')} contract={admitOther} draft={`institution-admit:${doing.of.id}`} params={{ id: doing.of.id }} initial={() => ({ since: session.today })} fields={(form) => (
          <>
            <RadioField label={t('inst.category')} bind={form.bind('category')} options={PLACE_CATEGORIES.map((value) => ({ value, label: t(`inst.category.${value}`) }))} first />
            <TextField label={t('inst.reference')} bind={form.bind('reference')} maxLength={40} hint={t('inst.referenceHint')} />
            <DateField label={t('inst.since')} bind={form.bind('since')} max={session.today} />
            <TextField label={t('inst.reason')} bind={form.bind('reason')} maxLength={200} />
          </>
        )} {...ends} />
      );
    case 'end':
      return (
        <FormDrawer<typeof endPlace, { on: string; reason: string }> title={`${t('inst.end')}：${doing.place.reference ?? ''}`} submit={t('inst.end')} contract={endPlace} draft={`institution-end:${doing.place.id}`} params={{ id: doing.place.id }} initial={() => ({ on: session.today })} fields={(form) => (
          <>
            <DateField label={t('inst.endOn')} bind={form.bind('on')} max={session.today} first />
            <TextField label={t('inst.reason')} bind={form.bind('reason')} maxLength={200} />
          </>
        )} {...ends} />
      );
  }
}
