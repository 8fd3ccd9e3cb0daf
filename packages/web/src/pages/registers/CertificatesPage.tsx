import type { Output } from '@doudi/core/api/contract';
import { CERTIFICATE_FINDINGS, findCertificate, listCertificates, recordCertificate } from '@doudi/core/api/registers';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { DateField, RadioField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { CaseFinder, type CasePeople } from './forms.tsx';
import { RegisterLinks } from './RegistersPage.tsx';
import '../../styles/office.css';

type Item = Output<typeof listCertificates>['items'][number];
const route = getRouteApi('/registers/certificates');

/** 出证登记: who issued each certificate, who accepted it, how it turned out; and the same by issuer. */
export function CertificatesPage(): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const query = useCall(listCertificates, { query: search }, { keep: true });
  const [adding, setAdding] = useState(false);
  const [finding, setFinding] = useState<Item | null>(null);
  const [found, setFound] = useState<CasePeople | null>(null);
  return (
    <div className="page">
      <h1>{t('reg.tab.certificates')}</h1>
      <RegisterLinks />
      <p className="says">{t('cert.says')}</p>
      {may('register.propose') ? <div className="row-line"><Button type="primary" onClick={() => setAdding(true)}>{t('cert.new')}</Button></div> : null}
      <View query={query}>
        {(page) => (
          <>
            {search.issuer ? <p><b>{search.issuer}</b> <Link to="/registers/certificates">{t('cert.all')}</Link></p> : null}
            <DataTable caption={t('reg.tab.certificates')} rows={page.items} rowKey={(c) => c.id} empty={<p>{t('cert.none')}</p>} columns={[
              { key: 'kind', title: t('cert.kind'), render: (c) => <>{c.kind} <span className="muted">{c.number}</span></> },
              { key: 'issuer', title: t('cert.issuer'), render: (c) => <Link to="/registers/certificates" search={{ issuer: c.issuer }}>{c.issuer}</Link> },
              { key: 'by', title: t('cert.issuedBy'), render: (c) => <>{c.issuedBy} <DateText date={c.issuedOn} short /></> },
              { key: 'accepted', title: t('cert.acceptedBy'), render: (c) => <>{c.acceptedBy} <DateText date={c.acceptedOn} short /></> },
              { key: 'case', title: t('reg.case'), render: (c) => <Link to="/cases/$id" params={{ id: c.case }}>{c.caseNumber}</Link> },
              { key: 'finding', title: t('cert.finding'), render: (c) => (c.finding ? <><b className={c.finding === 'true' ? '' : 'bad'}>{c.finding === 'true' ? '●' : '■'} {t(`cert.finding.${c.finding}`)}</b> {c.findingText} <span className="muted">{c.foundBy} {c.foundOn ? <DateText date={c.foundOn} short /> : null}</span></> : !may('register.propose') ? null : c.mine ? <span className="muted">{t('cert.mine')}</span> : <button type="button" className="link" onClick={() => setFinding(c)}>{t('cert.find')}</button>) },
            ]} />
            <Section title={t('cert.issuers')}>
              <DataTable caption={t('cert.issuers')} rows={page.issuers} rowKey={(i) => i.issuer} empty={<p>{t('cert.none')}</p>} onOpen={(i) => void navigate({ to: '/registers/certificates', search: { issuer: i.issuer } })} columns={[
                { key: 'issuer', title: t('cert.issuer'), render: (i) => i.issuer }, { key: 'count', title: t('cert.count'), align: 'right', render: (i) => i.count },
                { key: 'wrong', title: t('cert.finding.wrong'), align: 'right', render: (i) => i.wrong }, { key: 'false', title: t('cert.finding.false'), align: 'right', render: (i) => (i.false > 0 ? <b className="bad">■ {i.false}</b> : 0) },
              ]} />
            </Section>
          </>
        )}
      </View>
      {adding ? (
        <FormDrawer<typeof recordCertificate, { kind: string; number: string; issuer: string; issuedBy: string; issuedOn: string }> title={t('cert.new')} submit={t('cert.new')} contract={recordCertificate} draft="certificate" body={(v) => ({ ...v, case: found?.case })} fields={(form) => (
          <>
            <CaseFinder found={found} onFound={setFound} />
            <TextField label={t('cert.kind')} bind={form.bind('kind')} maxLength={60} />
            <TextField label={t('cert.number')} bind={form.bind('number')} maxLength={60} />
            <TextField label={t('cert.issuer')} bind={form.bind('issuer')} maxLength={80} />
            <TextField label={t('cert.issuedBy')} bind={form.bind('issuedBy')} maxLength={50} />
            <DateField label={t('cert.issuedOn')} bind={form.bind('issuedOn')} max={session.today} />
          </>
        )} onClose={() => setAdding(false)} onDone={() => { setAdding(false); setFound(null); }} />
      ) : null}
      {finding ? (
        <FormDrawer<typeof findCertificate, { finding: (typeof CERTIFICATE_FINDINGS)[number]; text: string }> title={t('cert.find')} says={`${finding.kind} ${finding.issuer} ${finding.issuedBy}`} submit={t('cert.find')} contract={findCertificate} draft={`certificate:${finding.id}`} params={{ id: finding.id }} fields={(form) => (
          <>
            <RadioField label={t('cert.finding')} bind={form.bind('finding')} options={CERTIFICATE_FINDINGS.map((value) => ({ value, label: t(`cert.finding.${value}`) }))} first />
            <TextField label={t('cert.findingText')} bind={form.bind('text')} rows={4} maxLength={500} />
          </>
        )} onClose={() => setFinding(null)} onDone={() => setFinding(null)} />
      ) : null}
    </div>
  );
}
