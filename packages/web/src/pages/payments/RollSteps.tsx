import { freezeRoll, makeRoll, releaseRoll, sendBackRoll, sendRoll } from '@doudi/core/api/payments';
import { formatFen } from '@doudi/core/money/fen';
import { stepsFrom } from '@doudi/core/payment/line';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section } from '../../ui/View.tsx';
import type { Roll } from './RollPage.tsx';

const ORDER = ['drafted', 'frozen', 'released', 'sent', 'reconciled'] as const;
const STAGES = ['made', 'frozen', 'released', 'sent', 'reconciled'] as const;
/** Steps that bring the roll on its way. */
const FORWARD: ReadonlySet<string> = new Set(['freeze', 'release', 'send']);
type Asked = 'make' | 'freeze' | 'release' | 'send';

/** The five stages with who and when, and the steps open now; what is closed says why. Each step is asked once more before it is done. */
export function RollSteps({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const [ask, setAsk] = useState<Asked | null>(null);
  const [back, setBack] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const at = ORDER.indexOf(roll.status);
  // Only what the roll's state leaves open: what is somebody else's turn says whose. The return is read in the bank's own part of the page.
  const open = new Set<string>(stepsFrom(roll.status));
  const mine = roll.steps.flatMap((s) => (s.allowed && s.step !== 'read' ? [s.step] : []));
  const waits = mine.some((s) => FORWARD.has(s)) ? [] : roll.steps.filter((s) => !s.allowed && open.has(s.step) && FORWARD.has(s.step));
  const when = [roll.made, roll.frozen, roll.released, roll.batch?.sentOn ? { name: '', at: roll.batch.sentOn } : null, null];
  return (
    <Section title={t('pay.steps')}>
      <ol className="stages">
        {STAGES.map((s, i) => {
          const who = i <= at ? when[i] : null;
          return (
            <li key={s} className={i <= at ? 'stage stage-done' : i === at + 1 ? 'stage stage-next' : 'stage'} aria-current={i === at ? 'step' : undefined}>
              <b>{i <= at ? '✓ ' : ''}{t(`pay.step.${s}`)}</b>
              <small>{who ? `${who.name} ${who.at.length > 10 ? clockTime(who.at) : who.at}` : ' '}</small>
            </li>
          );
        })}
      </ol>
      {done ? <p className="outcome" role="status">✓ {done}</p> : null}
      {mine.length + waits.length > 0 ? (
        <div className="buttons">
          {mine.map((step) => (
            <Button key={step} type={FORWARD.has(step) ? 'primary' : 'default'} onClick={() => {
              setDone(null);
              if (step === 'back') setBack(true);
              else setAsk(step);
            }}>
              {t(`pay.do.${step}`)}
            </Button>
          ))}
          {waits.map((s) => <ExplainedButton key={s.step} why={s.why ?? ''}>{t(`pay.do.${s.step}`)}</ExplainedButton>)}
        </div>
      ) : null}
      {ask ? <Ask key={ask} roll={roll} step={ask} onClose={() => setAsk(null)} onDone={(text) => { setAsk(null); setDone(text); }} /> : null}
      {back ? (
        <FormDrawer<typeof sendBackRoll, { reason: string }> title={t('pay.do.back')} says={t('pay.backSays')} submit={t('pay.do.back')} contract={sendBackRoll} draft={`back:${roll.id}`} params={{ id: roll.id }}
          fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setBack(false)} onDone={() => { setBack(false); setDone(t('office.done', { what: t('pay.do.back') })); }} />
      ) : null}
    </Section>
  );
}

function Ask({ roll, step, onClose, onDone }: { readonly roll: Roll; readonly step: Asked; readonly onClose: () => void; readonly onDone: (text: string) => void }): ReactNode {
  const t = useT();
  const make = useSend(makeRoll);
  const freeze = useSend(freezeRoll);
  const release = useSend(releaseRoll);
  const send = useSend(sendRoll);
  const on = { make, freeze, release, send }[step];
  const finish = (): void => onDone(t('office.done', { what: t(`pay.do.${step}`) }));
  const go = (): void => {
    if (on.isPending) return;
    const input = { params: { id: roll.id }, body: {} };
    if (step === 'make') make.mutate({ body: { programme: roll.programme, month: roll.month } }, { onSuccess: (m) => onDone(t('pay.made', { added: m.added, carried: m.carried, held: m.held, excluded: m.excluded })) });
    else if (step === 'freeze') freeze.mutate(input, { onSuccess: finish });
    else if (step === 'release') release.mutate(input, { onSuccess: finish });
    else send.mutate(input, { onSuccess: finish });
  };
  return (
    <div className="confirm-box" role="group" aria-label={t(`pay.do.${step}`)} onKeyDown={(e) => { if (e.key === 'Escape') onClose(); }}>
      <p>{t(`pay.ask.${step}`, { n: roll.money.counts.ready, sum: formatFen(roll.money.readyFen) })}</p>
      {on.isError ? <RefusalPanel problem={problemOf(on.error)} /> : null}
      <p className="buttons">
        <Button type="primary" autoFocus loading={on.isPending} onClick={go}>{t(`pay.do.${step}`)}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </p>
    </div>
  );
}
