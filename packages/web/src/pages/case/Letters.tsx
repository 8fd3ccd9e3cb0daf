import { LETTER_TITLES } from '@doudi/core/letters/model';
import type { ReactNode } from 'react';
import { formAddress, letterAddress } from '../../api/files.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

/** Forms to be printed before the visit: names and numbers filled in, the rest for the pen. */
const FORMS = ['authorisation', 'investigationForm', 'noticeSheet'] as const;

/** Papers the case has produced, to be printed. */
export function Letters(): ReactNode {
  const t = useT();
  const { view } = useCase();
  const { may } = useSession();
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
      {may('case.act') ? <p className="screen-only blank-forms">
        {t('case.blankForms')}
        {FORMS.map((kind) => <a key={kind} href={formAddress(view.id, kind)} target="_blank" rel="noreferrer">{LETTER_TITLES[kind]}</a>)}
      </p> : null}
    </Section>
  );
}
