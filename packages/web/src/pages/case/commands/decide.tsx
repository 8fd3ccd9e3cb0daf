import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { inside } from '../../../forms/form.ts';
import { CheckField, MoneyField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { useLocale, useT } from '../../../i18n/index.tsx';
import { SourceChips } from '../../../ui/Chips.tsx';
import { Money } from '../../../ui/Text.tsx';
import { stepWord } from '../Head.tsx';
import type { CommandForm, FieldsProps } from './spec.ts';

/** Steps at which a body has to do with a sum above the table. */
const BODIES: ReadonlySet<string> = new Set(['jointMeeting', 'leadership', 'consult']);

const outcome = (eligible: boolean | undefined) => (eligible === undefined ? {} : { outcome: eligible ? ('grant' as const) : ('refuse' as const) });

/** Temporary assistance may go above the table in special circumstances: then bodies fix and pass the sum. */
function Special({ form, view }: Pick<FieldsProps<'giveOpinion'>, 'form' | 'view'>): ReactNode {
  const { locale, t } = useLocale();
  const special = form.bind('special');
  const ground = inside(special)('ground');
  const a = view.assessment;
  if (!view.aid || !a || form.values.outcome !== 'grant') return null;
  const least = a.aid?.minFen ?? a.monthlyFen;
  const { limit } = view.procedure;
  // Which bodies those are, and their names, is the procedure's: a street's two meetings here, one case meeting or a consultation there.
  const bodies = view.steps.filter((s) => BODIES.has(s.step)).map((s) => stepWord(s.step, s.label, locale, t));
  return (
    <>
      {limit ? <p className="hint">{t('aid.limitHint', { limit: formatFen(limit.fen) })} <SourceChips source={limit.source} /></p> : null}
      {form.values.special || least >= a.monthlyFen ? null : <MoneyField label={t('aid.sumWithin')} bind={form.bind('monthlyFen')} hint={t('aid.sumWithinHint', { min: formatFen(least), max: formatFen(a.monthlyFen) })} optional />}
      <CheckField label={t('aid.goBeyond')} bind={{ ...special, path: 'beyond', value: form.values.special !== undefined, set: (v) => form.update((x) => ({ ...x, special: v ? { ground: '' } : undefined, monthlyFen: undefined })), update: () => undefined }} hint={bodies.length > 0 ? t('aid.goBeyondHint', { steps: bodies.join(' → ') }) : undefined} />
      {form.values.special ? (
        <>
          <MoneyField label={t('aid.proposedFen')} bind={form.bind('monthlyFen')} />
          <TextField label={t('aid.special')} bind={ground} rows={3} maxLength={500} />
        </>
      ) : null}
    </>
  );
}

export const giveOpinionForm: CommandForm<'giveOpinion'> = {
  initial: ({ view }) => outcome(view.assessment?.eligible),
  tidy: (v) => (v.outcome === 'refuse' ? { ...v, special: undefined, monthlyFen: undefined } : v),
  Fields: function GiveOpinion({ form, view }) {
    const t = useT();
    const a = view.assessment;
    return (
      <>
        {a ? <p className="notice">{t('f.assessed')}{t(a.eligible ? 'case.eligible' : 'case.notEligible')}，{t(view.aid ? 'aid.wholeSum' : 'case.monthly')} <b><Money fen={a.monthlyFen} /></b></p> : null}
        <RadioField label={t('f.outcome')} bind={form.bind('outcome')} options={[{ value: 'grant', label: t('f.opinionGrant') }, { value: 'refuse', label: t('f.opinionRefuse') }]} first />
        <Special form={form} view={view} />
        <TextField label={t('f.opinionText')} bind={form.bind('text')} rows={5} maxLength={1000} phrases="opinion" />
      </>
    );
  },
};

export const decideForm: CommandForm<'decide'> = {
  initial: ({ view }) => outcome(view.verification.discrepancy?.missed ? false : view.opinion ? view.opinion.outcome === 'grant' : undefined),
  Fields: function Decide({ form, view }) {
    const t = useT();
    const o = view.opinion;
    return (
      <>
        {o ? <p className="notice">{t('f.opinionWas', { who: o.by })}{t(o.outcome === 'grant' ? 'f.opinionGrant' : 'f.opinionRefuse')}{o.outcome === 'grant' ? <>，<b><Money fen={view.aid?.fixedFen ?? o.monthlyFen} /> {t(view.aid ? 'aid.once' : 'case.perMonth')}</b></> : null}。{o.text}</p> : null}
        {view.aid && view.aid.givenFen > 0 ? <p className="notice">{t('aid.givenSoFar')} <b><Money fen={view.aid.givenFen} /></b></p> : null}
        <p>{t('f.confirmedBy', { accepted: view.responsible.accepted ?? '—', investigated: view.responsible.investigated.join('、') || '—' })}</p>
        <RadioField label={t('f.decision')} bind={form.bind('outcome')} options={[{ value: 'grant', label: t('outcome.grant'), hint: t(view.aid ? 'aid.grantHint' : 'f.grantHint') }, { value: 'refuse', label: t('outcome.refuse'), hint: t('f.refuseHint') }]} first />
        <TextField label={t('f.reason')} bind={form.bind('reason')} rows={4} maxLength={2000} optional={form.values.outcome !== 'refuse'} phrases="refusal" />
      </>
    );
  },
};
