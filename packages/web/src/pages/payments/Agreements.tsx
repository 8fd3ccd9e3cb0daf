import { Link } from '@tanstack/react-router';
import { AGREEMENT_STATE_LABELS, AGREEMENT_STATES, endAgreement, listAgreements, registerAgreement, type AgreementView } from '@doudi/core/api/payment-lines';
import { useState, type ReactNode } from 'react';
import { fileAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

const TAG = { live: 'tag tag-on', expiring: 'tag tag-warn', expired: 'bad', ended: 'tag tag-off' } as const;

function Table({ rows, withCase }: { readonly rows: readonly AgreementView[]; readonly withCase: boolean }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const why = useWhoMay();
  const [ending, setEnding] = useState<AgreementView | null>(null);
  const columns: Column<AgreementView>[] = [
    { key: 'person', title: t('agr.person'), render: (a) => a.personName },
    ...(withCase ? [{ key: 'case', title: t('pay.caseNumber'), render: (a: AgreementView) => <Link to="/cases/$id" params={{ id: a.case }} className="number">{a.caseNumber}</Link> }, { key: 'unit', title: t('office.unit'), render: (a: AgreementView) => a.unitName }] : []),
    { key: 'payee', title: t('agr.payee'), render: (a) => <>{a.payee}（{a.relation}） <span className="number muted">{a.telephone}</span> {a.accountFits || a.state === 'ended' ? null : <span className="tag tag-warn">{t('agr.noFit')}</span>}</> },
    { key: 'paper', title: t('agr.paper'), render: (a) => <>{a.paper} {a.file ? <a href={fileAddress(a.file)} target="_blank" rel="noreferrer">{t('agr.scan')}</a> : null}</> },
    { key: 'from', title: t('agr.from'), render: (a) => <DateText date={a.from} short /> }, { key: 'expires', title: t('agr.expires'), render: (a) => <DateText date={a.expires} short /> },
    { key: 'state', title: t('agr.state'), render: (a) => <><span className={TAG[a.state]}>{a.stateText}</span> {a.ended ? <span className="muted">{t('agr.ended', { date: a.ended, reason: a.endedReason ?? '' })}</span> : null}</> },
    { key: 'do', title: t('pay.answer'), width: '6rem', render: (a) => (a.ended ? null : <ExplainedButton size="small" why={why('payment.account')} onClick={() => setEnding(a)}>{t('agr.end')}</ExplainedButton>) },
  ];
  return (
    <>
      <DataTable caption={t('agr.title')} rows={rows} rowKey={(a) => a.id} columns={columns} empty={<p>{t('agr.none')}</p>} />
      {ending ? (
        <FormDrawer<typeof endAgreement, { on: string; reason: string }> title={t('agr.end.title', { who: ending.payee })} says={t('agr.endSays')} submit={t('agr.end')} contract={endAgreement} draft={`agr-end:${ending.id}`} params={{ id: ending.id }} initial={() => ({ on: session.today })}
          fields={(form) => (
            <>
              <DateField label={t('agr.endOn')} bind={form.bind('on')} max={session.today} min={ending.from} />
              <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />
            </>
          )} onClose={() => setEnding(null)} onDone={() => setEnding(null)} />
      ) : null}
    </>
  );
}

/** 代领协议 of the area, those running out first. */
export function AgreementsPage(): ReactNode {
  const t = useT();
  const [state, setState] = useState<AgreementView['state'] | undefined>(undefined);
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listAgreements, { query: { state, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('agr.title')}</h1>
        <div className="filters">
          <select className="input" aria-label={t('agr.state')} value={state ?? ''} onChange={(e) => { setCursors([]); setState(AGREEMENT_STATES.find((s) => s === e.target.value)); }}>
            <option value="">{t('agr.all')}</option>
            {AGREEMENT_STATES.map((s) => <option key={s} value={s}>{AGREEMENT_STATE_LABELS[s]}</option>)}
          </select>
        </div>
      </div>
      <p className="muted">{t('agr.says')}</p>
      <View query={query}>
        {(page) => (
          <>
            <p className="row-line">{page.expired > 0 ? <button type="button" className="link bad" onClick={() => setState('expired')}>{t('agr.expired', { n: page.expired })}</button> : null}{page.expiring > 0 ? <button type="button" className="link" onClick={() => setState('expiring')}>{t('agr.expiring', { n: page.expiring, days: page.remindDays })}</button> : null}</p>
            <Table rows={page.items} withCase />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </div>
  );
}

interface Typed {
  person?: string;
  payee: string;
  relation: string;
  telephone: string;
  paper: string;
  reason: string;
  signedOn: string;
  from?: string;
  expires: string;
  file?: string;
}

/** Agreements of one case, with the form to register one. */
export function AgreementPanel({ caseId, members, files }: { readonly caseId: string; readonly members: readonly { readonly id: string; readonly name: string }[]; readonly files: readonly { readonly id: string; readonly name: string }[] }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const why = useWhoMay();
  const query = useCall(listAgreements, { query: { case: caseId } }, { enabled: why('payment.read') === undefined });
  const [open, setOpen] = useState(false);
  if (why('payment.read') !== undefined) return null;
  return (
    <Section title={t('agr.title')} aside={<ExplainedButton size="small" why={why('payment.account')} onClick={() => setOpen(true)}>{t('agr.register')}</ExplainedButton>}>
      <View query={query}>{(page) => (
        <>
          <Table rows={page.items} withCase={false} />
          {open ? (
            <FormDrawer<typeof registerAgreement, Typed> title={t('agr.register')} says={t('agr.registerSays', { n: page.maxMonths })} submit={t('agr.register')} contract={registerAgreement} draft={`agreement:${caseId}`} params={{ id: caseId }} initial={() => ({ signedOn: session.today })}
              fields={(form) => (
                <>
                  {members.length > 1 ? <SelectField label={t('agr.person')} bind={form.bind('person')} optional blank={t('acc.applicant')} options={members.map((m) => ({ value: m.id, label: m.name }))} /> : null}
                  <TextField label={t('agr.payee')} bind={form.bind('payee')} maxLength={50} first />
                  <TextField label={t('agr.relation')} bind={form.bind('relation')} maxLength={40} />
                  <TextField label={t('agr.telephone')} bind={form.bind('telephone')} maxLength={20} inputMode="tel" />
                  <TextField label={t('agr.reason')} bind={form.bind('reason')} rows={2} maxLength={500} />
                  <TextField label={t('agr.paper')} bind={form.bind('paper')} maxLength={100} />
                  <DateField label={t('agr.signedOn')} bind={form.bind('signedOn')} max={session.today} />
                  <DateField label={t('agr.from')} bind={form.bind('from')} optional hint={t('agr.default')} />
                  <DateField label={t('agr.expires')} bind={form.bind('expires')} />
                  {files.length > 0 ? <SelectField label={t('agr.scan')} bind={form.bind('file')} optional blank="" options={files.map((f) => ({ value: f.id, label: f.name }))} /> : null}
                </>
              )} onClose={() => setOpen(false)} onDone={() => setOpen(false)} />
          ) : null}
        </>
      )}</View>
    </Section>
  );
}
