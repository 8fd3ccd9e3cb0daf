import { Link } from '@tanstack/react-router';
import { listBoxes, openBox, putUpBox, takeDownBox, listComplaints } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { DateField, NumberField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Page = Output<typeof listBoxes>;
type Box = Page['items'][number];
type Open = { readonly form: 'put' } | { readonly form: 'open' | 'end'; readonly box: Box };

/** 社会救助信息箱: where each hangs, when it was opened, and which months it was not. */
export function BoxesPage(): ReactNode {
  const t = useT();
  const query = useCall(listBoxes, {}, { keep: true });
  return (
    <div className="page">
      <p className="crumbs"><Link to="/complaints">{t('complaint.toList')}</Link></p>
      <h1>{t('complaint.boxes')}</h1>
      <p className="says">{t('box.says')}</p>
      <View query={query}>{(page) => <Boxes page={page} />}</View>
    </div>
  );
}

function Boxes({ page }: { readonly page: Page }): ReactNode {
  const { t, locale } = useLocale();
  const { session, may } = useSession();
  const desk = useCall(listComplaints, { query: { tab: 'open' } }, { keep: true });
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const keeps = may('complaint.register');
  return (
    <>
      {keeps ? <div className="row-line"><Button type="primary" onClick={() => setOpen({ form: 'put' })}>{t('box.put')}</Button></div> : null}
      <DataTable caption={t('complaint.boxes')} rows={page.items} rowKey={(b) => b.id} empty={<p>{t('box.none')}</p>} columns={[
        { key: 'village', title: t('box.village'), render: (b) => <>{b.villageName} <span className="muted">{b.unitName}</span></> },
        { key: 'place', title: t('box.place'), render: (b) => <>{b.place} <span className="muted">{t('box.since')} <DateText date={b.since} short /></span></> },
        { key: 'keeper', title: t('box.keeper'), render: (b) => b.keeper },
        { key: 'last', title: t('box.last'), render: (b) => (b.openings[0] ? <><DateText date={b.openings[0].on} short /> {t('box.letters', { n: b.openings[0].count, m: b.openings[0].registered })}</> : t('box.never')) },
        { key: 'missing', title: t('box.missing'), render: (b) => (b.missing.length === 0 ? `● ${t('box.noneMissing')}` : <b className="bad">■ {b.missing.map((m) => monthText(m, locale)).join('、')}</b>) },
        { key: 'act', title: t('complaint.course'), render: (b) => (b.endedOn ? <>{t('box.ended')} <DateText date={b.endedOn} short /></> : keeps ? <span className="buttons"><button type="button" className="link" onClick={() => setOpen({ form: 'open', box: b })}>{t('box.open')}</button><button type="button" className="link" onClick={() => setOpen({ form: 'end', box: b })}>{t('box.end')}</button></span> : null) },
      ]} />
      {page.without.length > 0 ? <Section title={`${t('box.without')}（${page.without.length}）`}><p>{page.without.map((v) => `${v.unitName}${v.name}`).join('、')}</p></Section> : null}
      {open?.form === 'put' ? (
        <FormDrawer<typeof putUpBox, { village: string; place: string; keeper: string; since: string }> title={t('box.put')} submit={t('box.put')} contract={putUpBox} draft="box" initial={() => ({ since: session.today })} fields={(form) => (
          <>
            <SelectField label={t('box.village')} bind={form.bind('village')} options={(desk.data?.villages ?? []).map((v) => ({ value: v.key, label: `${v.unit} ${v.name}` }))} first />
            <TextField label={t('box.place')} bind={form.bind('place')} maxLength={100} />
            <TextField label={t('box.keeper')} bind={form.bind('keeper')} maxLength={30} />
            <DateField label={t('box.since')} bind={form.bind('since')} max={session.today} />
          </>
        )} onClose={close} onDone={close} />
      ) : open?.form === 'open' ? (
        <FormDrawer<typeof openBox, { on: string; count: number; by: string }> title={t('box.open')} says={`${open.box.villageName} ${open.box.place}`} submit={t('box.open')} contract={openBox} draft={`opening:${open.box.id}`} params={{ id: open.box.id }} initial={() => ({ on: session.today, by: open.box.keeper })} fields={(form) => (
          <>
            <DateField label={t('complaint.on')} bind={form.bind('on')} max={session.today} first />
            <NumberField label={t('box.count')} bind={form.bind('count')} />
            <TextField label={t('box.by')} bind={form.bind('by')} maxLength={60} />
          </>
        )} onClose={close} onDone={close} />
      ) : open?.form === 'end' ? (
        <FormDrawer<typeof takeDownBox, { on: string }> title={t('box.end')} says={`${open.box.villageName} ${open.box.place}`} submit={t('box.end')} contract={takeDownBox} draft={`end:${open.box.id}`} params={{ id: open.box.id }} initial={() => ({ on: session.today })} fields={(form) => <DateField label={t('complaint.on')} bind={form.bind('on')} max={session.today} first />} onClose={close} onDone={close} />
      ) : null}
    </>
  );
}
