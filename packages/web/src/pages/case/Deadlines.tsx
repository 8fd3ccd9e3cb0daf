import type { ReactNode } from 'react';
import { useLocale } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { AidClock } from './Aid.tsx';
import { wordFor } from '../../lib/said.ts';
import { useCase } from './context.tsx';

/** Every statutory limit that has started: until when, by which clause, kept or not. */
export function Deadlines(): ReactNode {
  const { locale, t } = useLocale();
  const { view } = useCase();
  if (view.deadlines.length === 0) return null;
  return (
    <Section title={t('case.deadlines')}>
      <ul className="deadlines">
        {view.deadlines.map((d) => (
          <li key={d.id}>
            <b>{wordFor(d.id.startsWith('step.') ? d.id : `deadline.${d.id}`, d.label, locale, t)}</b>
            <DateText date={d.due} provisional={d.provisional} />
            <span>{d.unit === 'hour' && view.aid?.clock ? <AidClock clock={view.aid.clock} /> : d.light ? <Light light={d.light.light} text={d.light.text} /> : d.finishedOn ? <span className={d.finishedOn > d.due ? 'light light-red' : 'muted'}>{d.finishedOn > d.due ? '■ ' : '✓ '}{t('case.finishedOn')} <DateText date={d.finishedOn} short /></span> : null}</span>
            <small>
              <DateText date={d.from} short /> + {d.days} {t(d.unit === 'wd' ? 'unit.wd' : d.unit === 'hour' ? 'unit.hour' : 'unit.day')} <SourceChips source={d.source} />
            </small>
          </li>
        ))}
      </ul>
    </Section>
  );
}
