import { activateTemplate, withdrawTemplate, type getTemplates, type TemplateVersion } from '@doudi/core/api/letters';
import type { Output } from '@doudi/core/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime, shortDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Section } from '../../ui/View.tsx';
import { Upload } from './Upload.tsx';

type Data = Output<typeof getTemplates>;

const address = (path: string): string => `/api/v1/letter-templates/${path}`;

/** The versions of one kind, the latest first: to look at on a real letter, to put in force, to withdraw. */
export function Versions({ data }: { readonly data: Data }): ReactNode {
  const { t, locale } = useLocale();
  const client = useQueryClient();
  const whoMay = useWhoMay();
  const [sample, setSample] = useState(data.samples[0]?.id ?? '');
  const [done, setDone] = useState<string | null>(null);
  const [acting, setActing] = useState<{ readonly what: 'activate' | 'withdraw'; readonly version: TemplateVersion } | null>(null);
  const finish = (text: string): void => {
    setActing(null);
    setDone(text);
    void client.invalidateQueries();
  };
  const start = (what: 'activate' | 'withdraw', version: TemplateVersion) => (): void => {
    setDone(null);
    setActing({ what, version });
  };
  const whyNot = (v: TemplateVersion): string | undefined =>
    v.activatedAt !== null ? t('tpl.whyDone') : (whoMay('template.activate') ?? (v.mine ? t('tpl.whySame') : v.state === 'uploaded' ? t('tpl.whyPreview') : undefined));
  return (
    <Section title={data.title} aside={<><a href={address(`${data.kind}/start.docx`)}>{t('tpl.start')}</a>　<a href={address(`${data.kind}/fields.txt`)}>{t('tpl.guide')}</a></>}>
      {done ? <p className="outcome" role="status">✓ {done}</p> : null}
      {data.samples.length === 0 ? <p className="muted">{t('tpl.noSamples')}</p> : (
        <label className="field tight">{t('tpl.sample')}　
          <select className="input" value={sample} onChange={(e) => setSample(e.target.value)}>
            {data.samples.map((s) => <option key={s.id} value={s.id}>{`${s.number}（${s.caseNumber}，${shortDate(s.on, locale)}）`}</option>)}
          </select>
        </label>
      )}
      <DataTable caption={t('tpl.versions')} rows={data.versions} rowKey={(v) => v.id} empty={<p>{t('tpl.none')}</p>} columns={[
        { key: 'version', title: t('tpl.versions'), render: (v) => <span><b>{t('tpl.version', { n: v.version })}</b>　<a href={address(`${v.id}/file`)}>{v.name}</a>{v.note ? <><br /><small className="muted">{v.note}</small></> : null}</span> },
        { key: 'by', title: t('tpl.by'), render: (v) => <span>{v.uploadedBy}<br /><small className="muted">{clockTime(v.uploadedAt)}</small></span> },
        { key: 'state', title: t('tpl.state'), render: (v) => <span><span className={v.state === 'inForce' ? 'state-inForce' : v.state === 'withdrawn' || v.state === 'replaced' ? 'muted' : 'state-notYet'}>{v.stateText}</span>{v.withdrawnBy ? <><br /><small className="muted">{t('tpl.withdrawnBy', { by: v.withdrawnBy, reason: v.withdrawnReason ?? '' })}</small></> : v.activatedBy ? <><br /><small className="muted">{t('tpl.activatedBy', { by: v.activatedBy })}</small></> : null}</span> },
        { key: 'from', title: t('tpl.validFrom'), render: (v) => (v.validFrom ? shortDate(v.validFrom, locale) : '—') },
        { key: 'do', title: t('tpl.do'), render: (v) => (
          <span className="row-line">
            {sample === '' ? null : <>
              {/* What was looked at may be put in force: the page asks anew once it has been opened. */}
              <a href={address(`${v.id}/preview.pdf?letter=${sample}`)} target="_blank" rel="noreferrer" onClick={() => setTimeout(() => void client.invalidateQueries(), 2500)}>{t('tpl.preview')}</a>
              <a href={address(`${v.id}/preview.docx?letter=${sample}`)}>{t('tpl.previewWord')}</a>
            </>}
            {v.activatedAt === null ? <ExplainedButton size="small" type="primary" why={whyNot(v)} onClick={start('activate', v)}>{t('tpl.activate')}</ExplainedButton>
              : v.withdrawnAt === null ? <ExplainedButton size="small" why={whoMay('template.activate')} onClick={start('withdraw', v)}>{t('tpl.withdraw')}</ExplainedButton> : null}
          </span>
        ) },
      ]} />
      <Upload kind={data.kind} onDone={(n) => finish(t('tpl.uploaded', { n }))} />
      {acting?.what === 'activate' ? <Activate title={data.title} version={acting.version} onClose={() => setActing(null)} onDone={(on) => finish(t('tpl.activated', { n: acting.version.version, on: shortDate(on, locale) }))} /> : null}
      {acting?.what === 'withdraw' ? <Withdraw title={data.title} version={acting.version} onClose={() => setActing(null)} onDone={() => finish(t('tpl.withdrawn', { n: acting.version.version }))} /> : null}
    </Section>
  );
}

interface Acting {
  readonly title: string;
  readonly version: TemplateVersion;
  readonly onClose: () => void;
}

function Activate({ title, version, onClose, onDone }: Acting & { readonly onDone: (from: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [from, setFrom] = useState(session.today);
  return (
    <FormDrawer<typeof activateTemplate, { from: string }> title={t('tpl.activateTitle', { title, n: version.version })} says={t('tpl.activateSays')} submit={t('tpl.activate')} contract={activateTemplate} draft={`activateTemplate:${version.id}`}
      params={{ id: version.id }} initial={() => ({ from: session.today })} fields={(form) => {
        const bind = form.bind('from');
        return <DateField label={t('tpl.validFrom')} bind={{ ...bind, set: (v) => { bind.set(v); setFrom(v ?? session.today); } }} min={session.today} first />;
      }} onClose={onClose} onDone={() => onDone(from)} />
  );
}

function Withdraw({ title, version, onClose, onDone }: Acting & { readonly onDone: () => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof withdrawTemplate, { reason: string }> title={t('tpl.withdrawTitle', { title, n: version.version })} says={t('tpl.withdrawSays')} submit={t('tpl.withdraw')} contract={withdrawTemplate} draft={`withdrawTemplate:${version.id}`}
      params={{ id: version.id }} fields={(form) => <TextField label={t('tpl.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={onClose} onDone={onDone} />
  );
}
