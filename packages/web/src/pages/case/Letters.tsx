import type { ReactNode } from 'react';
import { letterAddress } from '../../api/files.ts';
import { useT } from '../../i18n/index.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** Papers the case has produced, to be printed. */
export function Letters(): ReactNode {
  const t = useT();
  const { view } = useCase();
  return (
    <Section title={t('case.letters')}>
      {view.letters.length === 0 ? <Empty>{t('case.noLetters')}</Empty> : (
        <ul className="letters">
          {view.letters.map((l) => (
            <li key={l.id}>
              <a href={letterAddress(l.id)} target="_blank" rel="noreferrer">{l.title}</a> <span className="number">{l.number}</span> <DateText date={l.on} short />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
