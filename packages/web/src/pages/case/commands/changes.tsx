import { CHANGE_GROUNDS } from '@doudi/core/case/changes/payloads';
import type { ReactNode } from 'react';
import { CorrectFacts, tidyCorrection } from '../../../facts/CorrectFacts.tsx';
import { DateField, RadioField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { DateText, Money } from '../../../ui/Text.tsx';
import type { CommandForm, FormContext } from './spec.ts';

export const proposeChangeForm: CommandForm<'proposeChange'> = {
  wide: true,
  tidy: tidyCorrection,
  Fields: function ProposeChange({ form, view, name, today }) {
    const t = useT();
    return (
      <>
        <p className="notice">{t('f.changeFrom')} <b><Money fen={view.monthlyNow} /></b></p>
        <RadioField label={t('f.changeKind')} bind={form.bind('kind')} options={[{ value: 'adjust', label: t('f.changeAdjust'), hint: t('f.changeAdjustHint') }, { value: 'stop', label: t('f.changeStop'), hint: t('f.changeStopHint') }]} first />
        <SelectField label={t('f.changeGround')} bind={form.bind('ground')} options={CHANGE_GROUNDS.map((value) => ({ value, label: t(`changeGround.${value}`) }))} />
        <TextField label={t('f.changeText')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <DateField label={t('f.changeSince')} bind={form.bind('since')} max={today} hint={t('f.changeSinceHint')} optional />
        <CorrectFacts bind={form.bind('facts')} view={view} name={name} />
      </>
    );
  },
};

function Proposal({ view }: Pick<FormContext, 'view'>): ReactNode {
  const t = useT();
  const c = view.change;
  if (!c) return null;
  return (
    <p className="notice">
      {t('f.changeProposedBy', { who: c.by, on: '' })}<DateText date={c.on} short />：<b>{t(c.kind === 'stop' ? 'f.changeStop' : 'f.changeAdjust')}</b>，{t(`changeGround.${c.ground}`)}，<Money fen={c.fromFen} /> → <b><Money fen={c.toFen} /></b>。{c.text}
    </p>
  );
}

const useAgree = () => {
  const t = useT();
  return [{ value: 'agree' as const, label: t('outcome.agree') }, { value: 'return' as const, label: t('outcome.return'), hint: t('f.returnHint') }];
};

export const reviewChangeForm: CommandForm<'reviewChange'> = {
  Fields: function ReviewChange({ form, view }) {
    const t = useT();
    return (
      <>
        <Proposal view={view} />
        <RadioField label={t('f.reviewOutcome')} bind={form.bind('outcome')} options={useAgree()} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    );
  },
};

export const decideChangeForm: CommandForm<'decideChange'> = {
  Fields: function DecideChange({ form, view }) {
    const t = useT();
    return (
      <>
        <Proposal view={view} />
        <RadioField label={t('f.decision')} bind={form.bind('outcome')} options={useAgree()} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    );
  },
};
