import { handOnDesk, type registerComplaint } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { openLead } from '@doudi/core/api/leads';
import { SIDES, type Side } from '@doudi/core/warning/rules';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import { Slip } from './Slip.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

type HandOn = Output<typeof handOnDesk>;

/** 代为登记: a village's assistant takes what people bring, explains what can be explained, and hands on the rest. */
export function HandOnPage(): ReactNode {
  const t = useT();
  const query = useCall(handOnDesk, {}, { keep: true });
  return (
    <div className="page">
      <h1>{t('handon.title')}</h1>
      <View query={query}>{(desk) => <Counter desk={desk} />}</View>
    </div>
  );
}

function Counter({ desk }: { readonly desk: HandOn }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState<'complaint' | 'lead' | null>(null);
  const [done, setDone] = useState<Output<typeof registerComplaint> | 'lead' | null>(null);
  const office = desk.office ?? '';
  const close = (): void => setOpen(null);
  return (
    <>
      <p className="says">{t('handon.says', { office })}</p>
      <div className="row-line screen-only"><Button type="primary" onClick={() => setOpen('complaint')}>{t('handon.complaint')}</Button><Button onClick={() => setOpen('lead')}>{t('handon.lead')}</Button></div>
      {done === 'lead' ? <p className="notice" role="status">{t('handon.leadDone', { office })}</p> : done ? <Slip done={done} onClear={() => setDone(null)} /> : null}
      <Section title={t('handon.mine')}>
        <DataTable caption={t('handon.mine')} rows={desk.items} rowKey={(i) => `${i.kind}${i.number}`} empty={<p>{t('handon.none')}</p>} columns={[
          { key: 'kind', title: t('complaint.kind'), render: (i) => t(`handon.kind.${i.kind}`) }, { key: 'number', title: t('handon.number'), render: (i) => i.number }, { key: 'on', title: t('handon.on'), render: (i) => <DateText date={i.on} short /> },
          { key: 'who', title: t('complaint.holder'), render: (i) => (i.up ? t('handon.up') : office) }, { key: 'stage', title: t('office.state'), render: (i) => t(`handon.stage.${i.stage}`) },
        ]} />
      </Section>
      {open === 'complaint' ? <RegisterForm desk={{ own: null, today: desk.today, boxes: desk.boxes, units: desk.units, staff: [] }} onClose={close} onDone={(a) => { close(); setDone(a); window.scrollTo({ top: 0 }); }} /> : open === 'lead' ? <LeadForm office={office} onClose={close} onDone={() => { close(); setDone('lead'); }} /> : null}
    </>
  );
}

const filled = (x: string | undefined): string | undefined => (x === undefined || x.trim() === '' ? undefined : x.trim());

function LeadForm({ office, onClose, onDone }: { readonly office: string; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof openLead, { number: string; who: string; side: Side; text: string }> title={t('handon.lead')} says={t('handon.leadSays', { office })} submit={t('handon.lead')} contract={openLead} draft="handon:lead" initial={() => ({ side: 'both' })} body={(v) => ({ number: filled(v.number), who: filled(v.who), source: 'village', side: v.side, text: v.text })}
      fields={(form) => (
        <>
          <TextField label={t('lead.number')} hint={t('lead.numberHint')} bind={form.bind('number')} maxLength={60} optional first />
          {filled(form.values.number) === undefined ? <TextField label={t('lead.name')} bind={form.bind('who')} maxLength={100} /> : null}
          <RadioField label={t('lead.side')} bind={form.bind('side')} options={SIDES.map((value) => ({ value, label: t(`lead.side.${value}`) }))} />
          <TextField label={t('lead.text')} bind={form.bind('text')} rows={4} maxLength={1000} />
        </>
      )} onClose={onClose} onDone={onDone} />
  );
}
