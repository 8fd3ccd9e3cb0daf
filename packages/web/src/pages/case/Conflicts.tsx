import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** Where the plan falls short of the nation's floor: both values and which one this case follows. Never hidden. */
export function Conflicts(): ReactNode {
  const t = useT();
  const { view } = useCase();
  if (view.conflicts.length === 0) return null;
  return (
    <Section title={t('case.conflicts')}>
      <ul className="conflicts">
        {view.conflicts.map((c) => (
          <li key={c.key}>
            <b>{c.label}</b>
            <span>{t('case.plan')} {c.plan}</span>
            <span>{t('case.floor')} {c.floor}</span>
            <span>{t('case.chosen')} <b>{t(c.chosen === 'floor' ? 'case.floor' : 'case.plan')}</b>{c.decided ? '' : `（${t('case.undecided')}）`}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
