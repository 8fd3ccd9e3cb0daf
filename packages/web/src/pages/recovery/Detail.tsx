import type { CaseView } from '@doudi/core/api/cases';
import { RECOVERY_ACTIONS, type RecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { letterAddress } from '../../api/files.ts';
import { hasText, useLocale, useT, type TextKey } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { RefusalBody } from '../../ui/RefusalPanel.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { useCase } from '../case/context.tsx';
import { FileLinks as Links } from '../case/Evidence.tsx';
import { debtorText, numbers } from './words.ts';
import '../../styles/recovery.css';
import '../../styles/office.css';

type Recovery = CaseView['recoveries'][number];

/** Files where there are any. */
const FileLinks = ({ ids }: { readonly ids: readonly string[] }): ReactNode => (ids.length > 0 ? <Links ids={[...ids]} /> : null);

/** The four sums in one line, as they always add up. */
export function SumLine({ r }: { readonly r: Pick<Recovery, 'dueFen' | 'recoveredFen' | 'waivedFen' | 'outstandingFen' | 'pendingFen'> }): ReactNode {
  const t = useT();
  return (
    <p className="sum-line">
      {t('recovery.due')} <b><Money fen={r.dueFen} /></b> ＝ {t('recovery.recovered')} <Money fen={r.recoveredFen} /> ＋ {t('recovery.waived')} <Money fen={r.waivedFen} /> ＋ {t('recovery.outstanding')} <b className={r.outstandingFen > 0 ? 'bad' : undefined}><Money fen={r.outstandingFen} /></b>
      {r.pendingFen > 0 ? <span className="tag">{t('recovery.pending')} <Money fen={r.pendingFen} /></span> : null}
    </p>
  );
}

/** What can be done to this recovery now, and why the rest cannot. */
function Actions({ r }: { readonly r: Recovery }): ReactNode {
  const t = useT();
  const { view, start } = useCase();
  const order: readonly string[] = RECOVERY_ACTIONS[r.status];
  const mine = view.commands.filter((c) => order.includes(c.command) && fits(c.command as RecoveryCommand, r)).toSorted((a, b) => order.indexOf(a.command) - order.indexOf(b.command));
  const open = mine.filter((c) => c.allowed);
  const closed = mine.filter((c) => !c.allowed && c.refusal);
  const unserved = view.letters.find((l) => l.serve?.command === 'deliverLetter' && l.serve.delivered === null && numbers(r).includes(l.number));
  return (
    <div className="screen-only recovery-acts">
      {unserved && view.commands.some((c) => c.command === 'deliverLetter' && c.allowed) ? <Button type="primary" onClick={() => start('deliverLetter', unserved.id)}>{t('cmd.deliverLetter')}</Button> : null}
      {open.map((c, i) => <Button key={c.command} type={i === 0 && !unserved ? 'primary' : 'default'} data-command={c.command} onClick={() => start(c.command, r.id)}>{hasText(`cmd.${c.command}`) ? t(`cmd.${c.command}` as TextKey) : c.label}</Button>)}
      {closed.length > 0 ? (
        <details className="closed">
          <summary>{t('case.closed', { n: closed.length })}</summary>
          <dl>{closed.map((c) => <div key={c.command}><dt>{c.label}</dt><dd>{c.refusal ? <RefusalBody problem={c.refusal} /> : null}</dd></div>)}</dl>
        </details>
      ) : null}
    </div>
  );
}

/** Of the acts that its state allows, those for which there is something to act on. */
function fits(command: RecoveryCommand, r: Recovery): boolean {
  if (command === 'confirmReceipt') return r.receipts.some((x) => x.state === 'recorded');
  if (command === 'decideWaiver') return r.waiver !== null;
  if (command === 'proposeWaiver') return r.waiver === null;
  return command !== 'noteEscalation' || r.escalations.length > 0;
}

/** One recovery whole: sums, working line by line, letters, plan, receipts, and everything said and decided. */
export function Detail({ r }: { readonly r: Recovery }): ReactNode {
  const { t, locale } = useLocale();
  const { view } = useCase();
  const letters = view.letters.filter((l) => numbers(r).includes(l.number));
  const told = letters.some((l) => l.kind === 'recoveryNotice' && l.serve?.delivered);
  return (
    <Section title={`${r.groundText} · ${debtorText(r.debtor)}`} aside={<span className="tag">{r.statusText}</span>}>
      <SumLine r={r} />
      {r.next?.late ? <p className="bad" role="status">▲ <DateText date={r.next.due} short /> {t('recovery.late')} <Money fen={r.next.fen} /></p> : null}
      {r.status === 'established' && !told ? <p className="notice">{t('recovery.tell')}</p> : null}
      <Actions r={r} />
      <Facts items={[
        [t('recovery.debtorIs'), `${debtorText(r.debtor)}${r.debtor.contact ?? ''}`],
        [t('recovery.sinceIs'), <span key="s"><DateText date={r.since} />，{r.prorationText} <small className="muted">{r.source.clause ?? r.source.assumption}</small></span>],
        [t('recovery.found'), r.text],
        [t('recovery.basis'), <span key="b">{r.basis.clause ?? ''} {r.basis.quote ? `“${r.basis.quote}”` : ''} {r.basis.assumption ? <small className="muted">{r.basis.assumption}</small> : null}</span>],
        [t('recovery.proposedBy'), <span key="p"><DateText date={r.proposed.on} short /> {r.proposed.by}{r.proposed.system ? `：${t('recovery.bySystem')}` : ''} <FileLinks ids={r.files} /></span>],
        r.established ? [t('recovery.establishedBy'), <span key="e"><DateText date={r.established.on} short /> {r.established.by}：{r.established.text}</span>] : null,
        // A plan has days of its own.
        r.payBy && !r.plan ? [t('recovery.payBy'), <DateText key="y" date={r.payBy} />] : null,
      ]} />
      <h3>{t('recovery.working')}</h3>
      <DataTable caption={t('recovery.working')} rows={r.claims} rowKey={(l) => String(l.n)} empty={null} columns={[
        { key: 'month', title: t('recovery.monthOf'), render: (l) => monthText(l.month, locale), width: '7rem' },
        { key: 'kind', title: t('recovery.kind'), render: (l) => l.kindText, width: '7rem' },
        { key: 'paid', title: t('recovery.paid'), align: 'right', render: (l) => <Money fen={l.paidFen} bare /> },
        { key: 'due', title: t('recovery.entitledOf'), align: 'right', render: (l) => <Money fen={l.entitledFen} bare /> },
        { key: 'claim', title: t('recovery.claim'), align: 'right', render: (l) => <b><Money fen={l.claimFen} bare /></b> },
        { key: 'back', title: t('recovery.recovered'), align: 'right', render: (l) => <Money fen={l.recoveredFen} bare /> },
        { key: 'waived', title: t('recovery.waived'), align: 'right', render: (l) => <Money fen={l.waivedFen} bare /> },
        { key: 'why', title: t('recovery.why'), render: (l) => l.text },
      ]} />
      {letters.length > 0 ? (
        <>
          <h3>{t('recovery.letters')}</h3>
          <ul className="plain-list">{letters.map((l) => <li key={l.id}><a href={letterAddress(l.id)} target="_blank" rel="noreferrer">{l.title} {l.number}</a> <DateText date={l.on} short /> {l.serve ? (l.serve.delivered ? <span className="good">● {t('recovery.served', { on: l.serve.delivered.on, who: l.serve.delivered.receiver ?? '' })} {l.serve.delivered.proof.join('，')}</span> : <span className="bad">▲ {t('recovery.unserved')}</span>) : null}</li>)}</ul>
        </>
      ) : null}
      {r.plan ? (
        <>
          <h3>{t('recovery.plan')}</h3>
          <DataTable caption={t('recovery.plan')} rows={r.plan.parts.map((p, i) => ({ ...p, n: i + 1 }))} rowKey={(p) => String(p.n)} empty={null} columns={[
            { key: 'n', title: t('recovery.part'), render: (p) => p.n, width: '4rem' },
            { key: 'due', title: t('recovery.dueOn'), render: (p) => <DateText date={p.due} /> },
            { key: 'fen', title: t('recovery.sum'), align: 'right', render: (p) => <Money fen={p.fen} bare /> },
            { key: 'done', title: t('recovery.done'), align: 'right', render: (p) => <Money fen={p.doneFen} bare /> },
            { key: 'late', title: t('recovery.state'), render: (p) => (p.doneFen === p.fen ? <span className="good">● {t('recovery.done')}</span> : p.late ? <b className="bad">▲ {t('recovery.late')}</b> : '') },
          ]} />
        </>
      ) : null}
      {r.receipts.length > 0 ? (
        <>
          <h3>{t('recovery.receipts')}</h3>
          <DataTable caption={t('recovery.receipts')} rows={r.receipts} rowKey={(x) => x.id} empty={null} columns={[
            { key: 'on', title: t('recovery.receivedOn'), render: (x) => <DateText date={x.received} short /> },
            { key: 'fen', title: t('recovery.sum'), align: 'right', render: (x) => <Money fen={x.fen} bare /> },
            { key: 'how', title: t('recovery.method'), render: (x) => `${x.methodText} ${x.voucher}` },
            { key: 'payer', title: t('recovery.payer'), render: (x) => x.payer },
            { key: 'by', title: t('recovery.recordedBy'), render: (x) => <>{x.by} <FileLinks ids={x.files} /></> },
            { key: 'check', title: t('recovery.checkedBy'), render: (x) => (x.checked ? `${x.checked.by} ${x.state === 'rejected' ? `${t('recovery.rejected')}：${x.checked.text}` : ''}` : <b className="warn">{t('recovery.unchecked')}</b>) },
          ]} />
        </>
      ) : null}
      <Facts items={[
        ...r.answers.map((x): [string, ReactNode] => [t('recovery.answers'), <span key={x.said + x.text}><DateText date={x.said} short /> {x.kindText}：{x.text} <FileLinks ids={x.files} /></span>]),
        ...r.corrections.map((x): [string, ReactNode] => [t('recovery.corrected'), <span key={x.on + x.text}><DateText date={x.on} short /> {x.by}：<Money fen={x.fen} />，{x.text} <FileLinks ids={x.files} /></span>]),
        ...r.reminders.map((x): [string, ReactNode] => [t('recovery.reminders'), <span key={x.number}><DateText date={x.on} short /> {x.number}，{t('recovery.payBy')} <DateText date={x.payBy} short /></span>]),
        r.waiver ? [t('recovery.waivers'), <span key="w"><b className="warn">{t('recovery.waiverOpen')}</b> <Money fen={r.waiver.fen} />，{r.waiver.groundText}：{r.waiver.reason}（{r.waiver.by}） <FileLinks ids={r.waiver.files} /></span>] : null,
        ...r.waivers.map((x): [string, ReactNode] => [t('recovery.waivers'), <span key={x.number + x.on + x.text}><DateText date={x.on} short /> {x.by}：{x.agreed ? <><Money fen={x.fen} />，{x.number}，{x.groundText}。{x.reason}</> : `${t('outcome.return')}：${x.text}`}</span>]),
        ...r.escalations.map((x): [string, ReactNode] => [t('recovery.escalations'), <span key={x.id}><DateText date={x.on} short /> {x.organ} {x.number}（{x.by}）：{x.text}{x.results.map((y) => <small key={y.noted + y.text}> → <DateText date={y.noted} short /> {y.text}</small>)}</span>]),
        r.closedOn ? [t('recovery.closed'), <DateText key="c" date={r.closedOn} />] : null,
      ]} />
    </Section>
  );
}
