import { RadioField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { Money } from '../../../ui/Text.tsx';
import type { CommandForm } from './spec.ts';

const outcome = (eligible: boolean | undefined) => (eligible === undefined ? {} : { outcome: eligible ? ('grant' as const) : ('refuse' as const) });

export const giveOpinionForm: CommandForm<'giveOpinion'> = {
  initial: ({ view }) => outcome(view.assessment?.eligible),
  Fields: function GiveOpinion({ form, view }) {
    const t = useT();
    const a = view.assessment;
    return (
      <>
        {a ? <p className="notice">{t('f.assessed')}{t(a.eligible ? 'case.eligible' : 'case.notEligible')}，{t('case.monthly')} <b><Money fen={a.monthlyFen} /></b></p> : null}
        <RadioField label={t('f.outcome')} bind={form.bind('outcome')} options={[{ value: 'grant', label: t('f.opinionGrant') }, { value: 'refuse', label: t('f.opinionRefuse') }]} first />
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
        {o ? <p className="notice">{t('f.opinionWas', { who: o.by })}{t(o.outcome === 'grant' ? 'f.opinionGrant' : 'f.opinionRefuse')}{o.outcome === 'grant' ? <>，<b><Money fen={o.monthlyFen} /> {t('case.perMonth')}</b></> : null}。{o.text}</p> : null}
        <p>{t('f.confirmedBy', { accepted: view.responsible.accepted ?? '—', investigated: view.responsible.investigated.join('、') || '—' })}</p>
        <RadioField label={t('f.decision')} bind={form.bind('outcome')} options={[{ value: 'grant', label: t('outcome.grant'), hint: t('f.grantHint') }, { value: 'refuse', label: t('outcome.refuse'), hint: t('f.refuseHint') }]} first />
        <TextField label={t('f.reason')} bind={form.bind('reason')} rows={4} maxLength={2000} optional={form.values.outcome !== 'refuse'} phrases="refusal" />
      </>
    );
  },
};
