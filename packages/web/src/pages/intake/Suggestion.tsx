import { judgeFacts } from '@doudi/core/api/judgement';
import { householdFactsSchema } from '@doudi/core/case/facts';
import { Button } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { tidyFacts } from '../../facts/model.ts';
import { Verdicts } from '../../facts/Verdicts.tsx';
import { useT } from '../../i18n/index.tsx';
import { Section } from '../../ui/View.tsx';
import type { PartProps } from './parts.ts';

const PAUSE_MS = 900;

/** What the facts typed so far would come to under every programme, a moment after the last key. Choosing another programme keeps everything typed. */
export function Suggestion({ values, bind }: Pick<PartProps, 'values' | 'bind'>): ReactNode {
  const t = useT();
  const typed = useMemo(() => {
    // The words of the hardship decide nothing; the preview does not wait for them.
    const f = householdFactsSchema.safeParse({ hardship: 'other', ...tidyFacts(values.facts ?? {}), statement: values.facts?.statement || '—', address: values.facts?.address || '—' });
    return f.success ? JSON.stringify(f.data) : null;
  }, [values.facts]);
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const query = useCall(judgeFacts, { body: { facts: JSON.parse(settled ?? 'null') as never, ...(values.programme ? { programme: values.programme } : {}) } }, { enabled: settled !== null, keep: true, staleTime: 60_000 });
  const j = settled === null ? undefined : query.data;
  return (
    <Section title={t('judge.suggest')} aside={<span className="muted">{t('judge.suggestSays')}</span>}>
      {j ? <Verdicts verdicts={j.verdicts} act={(v) => (v.outcome === 'eligible' && !v.applied ? <Button size="small" type={v.better ? 'primary' : 'default'} onClick={() => bind('programme').set(v.programme)}>{t('judge.choose')}</Button> : null)} /> : <p className="muted">{t('judge.notYet')}</p>}
    </Section>
  );
}
