import { RadioField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { DateText } from '../../../ui/Text.tsx';
import type { CommandForm } from './spec.ts';

/** The leader reads the combined opinion report here and signs it, or sends it back. */
export const signReportForm: CommandForm<'signReport'> = {
  Fields: function SignReport({ form, view }) {
    const t = useT();
    const m = view.meetings.findLast((x) => x.report !== '');
    return (
      <>
        {m ? (
          <blockquote className="report-text">
            <small>{m.reportName} · {m.name} <DateText date={m.on} short /></small>
            <p>{m.report}</p>
            <p>{t('case.votesText', { yes: m.votesFor, no: m.votesAgainst, none: m.abstained })} · <b>{t(m.passed ? 'case.supports' : 'case.opposes')}</b></p>
          </blockquote>
        ) : null}
        <RadioField label={t('f.signOutcome')} bind={form.bind('outcome')} options={[{ value: 'agree', label: t('outcome.agree') }, { value: 'return', label: t('outcome.return') }]} first />
        <TextField label={t('f.signText')} bind={form.bind('text')} rows={4} maxLength={1000} optional={form.values.outcome !== 'return'} phrases="review" />
      </>
    );
  },
};
