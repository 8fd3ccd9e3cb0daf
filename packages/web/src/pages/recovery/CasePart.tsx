import { changeBenefit } from '@doudi/core/api/payments';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { useCase } from '../case/context.tsx';
import { SumLine } from './Detail.tsx';
import { debtorText } from './words.ts';

interface Death {
  on: string;
  reason: string;
}

/** 追回 on the case page: what was overpaid in short, the way to its page, a death to be reported and a recovery to be proposed. */
export function RecoveryPart(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const why = useWhoMay();
  const { view, start } = useCase();
  const [reporting, setReporting] = useState(false);
  const [reported, setReported] = useState(false);
  const may = view.commands.find((c) => c.command === 'proposeRecovery');
  const paid = view.status === 'granted' && !view.recognition;
  if (!paid && view.recoveries.length === 0) return null;
  return (
    <Section title={t('recovery.title')} aside={paid ? (
      <>
        <ExplainedButton size="small" why={why('payment.account')} onClick={() => { setReported(false); setReporting(true); }}>{t('pay.death')}</ExplainedButton>
        {may?.allowed ? <Button size="small" data-command="proposeRecovery" onClick={() => start('proposeRecovery')}>{t('recovery.propose')}</Button> : null}
      </>
    ) : null}>
      {reported ? <p className="outcome" role="status">✓ {t('pay.deathDone')}{view.recoveries.some((r) => r.status === 'proposed') ? `。${t('pay.deathOwed')}` : ''}</p> : null}
      {view.recoveries.length === 0 ? <p className="muted">{t('recovery.noneHere')}</p> : view.recoveries.map((r) => (
        <div key={r.id} className="recovery-short">
          <p><b>{r.groundText}</b> <span className="tag">{r.statusText}</span> {debtorText(r.debtor)}{r.next ? <span className={r.next.late ? 'bad' : 'muted'}> {t('recovery.next')} <DateText date={r.next.due} short /> <Money fen={r.next.fen} /></span> : null} <Link to="/recovery/$id" params={{ id: view.id }}>{t('recovery.open1')}</Link></p>
          <SumLine r={r} />
        </div>
      ))}
      {reporting ? (
        <FormDrawer<typeof changeBenefit, Death> title={t('pay.death')} says={t('pay.deathSays')} submit={t('pay.death')} contract={changeBenefit} draft={`death:${view.id}`} params={{ id: view.id }} body={(v) => ({ kind: 'dead', ...v })}
          fields={(form) => (
            <>
              <DateField label={t('pay.deathOn')} bind={form.bind('on')} max={session.today} first />
              <TextField label={t('pay.deathReason')} bind={form.bind('reason')} rows={3} maxLength={500} />
            </>
          )} onClose={() => setReporting(false)} onDone={() => { setReporting(false); setReported(true); }} />
      ) : null}
    </Section>
  );
}
