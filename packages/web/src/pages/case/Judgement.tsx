import { caseJudgement, carryOver, type JudgementView } from '@doudi/core/api/judgement';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { Verdicts } from '../../facts/Verdicts.tsx';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section, View } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** One application, all programmes: which fit, why not the others, which fits better; and the way over without typing again. */
export function Judgement(): ReactNode {
  const t = useT();
  const { view } = useCase();
  const { may } = useSession();
  const navigate = useNavigate();
  const query = useCall(caseJudgement, { params: { id: view.id } });
  const carry = useSend(carryOver, { refresh: false });
  const go = (programme: string): void => carry.mutate({ params: { id: view.id }, body: { programme } }, { onSuccess: (d) => void navigate({ to: '/intake', search: { draft: d.draft } }) });
  const offer = (v: JudgementView['verdicts'][number], j: { carriedTo: unknown }): ReactNode =>
    may('case.apply') && !v.applied && v.outcome === 'eligible' && j.carriedTo === null ? <Button size="small" type={v.better ? 'primary' : 'default'} loading={carry.isPending} onClick={() => go(v.programme)}>{t('judge.carry')}</Button> : null;
  return (
    <View query={query}>
      {(j) => (
        <Section title={t('judge.title')} aside={<span className={j.state === 'changed' ? 'mark' : 'muted'}>{t(`judge.${j.state}`)}</span>}>
          {j.carriedFrom ? <p>{t('judge.from', { number: '' })}<Link to="/cases/$id" params={{ id: j.carriedFrom.id }}>{j.carriedFrom.number}</Link></p> : null}
          {j.carriedTo ? <p className="notice">{t('judge.to', { number: '' })}<Link to="/cases/$id" params={{ id: j.carriedTo.id }}>{j.carriedTo.number}</Link></p> : null}
          <Verdicts verdicts={j.verdicts} act={(v) => offer(v, j)} {...(view.assessment ? { without: view.programme } : {})} />
          {j.verdicts.some((v) => !v.applied && v.outcome === 'eligible') && j.carriedTo === null && may('case.apply') ? <p className="muted screen-only">{t('judge.carrySays')}</p> : null}
          {carry.isError ? <RefusalPanel problem={problemOf(carry.error)} /> : null}
        </Section>
      )}
    </View>
  );
}
