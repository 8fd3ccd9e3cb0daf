import { DELIVERY_LABELS, type DeliveryMethod } from '@doudi/core/case/delivery/payloads';
import type { CaseView } from '@doudi/core/api/cases';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { fileAddress, formAddress, letterAddress } from '../../api/files.ts';
import { useSession } from '../../app/session.tsx';
import { hasText, useLocale, useT, type TextKey } from '../../i18n/index.tsx';
import { QueueButton } from '../../ui/QueueButton.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

type Letter = CaseView['letters'][number];

/** Forms to be printed before the act: names and numbers filled in, the rest for the pen. Some only where the procedure has their step. */
const FORMS: readonly { readonly kind: LetterKind; readonly step?: string }[] = [{ kind: 'authorisation' }, { kind: 'investigationForm' }, { kind: 'noticeSheet' }, { kind: 'selfCareForm', step: 'selfCare' }, { kind: 'careAgreement', step: 'care' }];
/** The applicant's code, printed where the case was taken in. */
const SLIP: LetterKind = 'accessSlip';

/** Papers the case has produced, to be printed, and how those that must reach someone did. */
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
              <span className="screen-only letter-tools">
                {may('case.act') ? <a href={letterAddress(l.id, 'docx')} aria-label={t('letters.wordOf', { title: l.title, number: l.number })}>Word</a> : null}
                <QueueButton letters={[l.id]} />
              </span>
              <Delivery letter={l} />
            </li>
          ))}
        </ul>
      )}
      {may('case.act') ? <p className="screen-only blank-forms">
        {t('case.blankForms')}
        {FORMS.filter((f) => f.step === undefined || view.steps.some((s) => s.step === f.step)).map(({ kind }) => <a key={kind} href={formAddress(view.id, kind)} target="_blank" rel="noreferrer">{LETTER_TITLES[kind]}</a>)}
        {may('case.apply') && view.letters.some((l) => l.kind === 'receipt') ? <a href={formAddress(view.id, SLIP)} target="_blank" rel="noreferrer">{LETTER_TITLES[SLIP]}</a> : null}
      </p> : null}
    </Section>
  );
}

/** Whether a letter has arrived, how and when; or by when it must, with the way to record it. */
function Delivery({ letter: l }: { readonly letter: Letter }): ReactNode {
  const { t, locale } = useLocale();
  const { view, start } = useCase();
  if (!l.serve) return null;
  const { delivered, command, due } = l.serve;
  const open = view.commands.some((c) => c.command === command && c.allowed);
  if (delivered) {
    const method = locale === 'zh' ? DELIVERY_LABELS[delivered.method as DeliveryMethod] : hasText(`delivery.${delivered.method}`) ? t(`delivery.${delivered.method}` as TextKey) : delivered.method;
    return (
      <small className="served">
        ✓ <DateText date={delivered.on} short /> {method}{delivered.receiver ? `，${delivered.receiver}` : ''}{delivered.proof.map((p) => `，${p}`)}
        {delivered.photos.map((p, i) => <a key={p} href={fileAddress(p)} target="_blank" rel="noreferrer">{t('letters.proof', { n: i + 1 })}</a>)}
      </small>
    );
  }
  return (
    <small className="served">
      <span className="bad">{t('letters.notDelivered')}</span>{due ? <>，{t('letters.dueBy')} <DateText date={due} short /></> : null}
      {open ? <Button size="small" className="screen-only" aria-label={`${t('letters.record')}：${l.title} ${l.number}`} onClick={() => start(command, l.id)}>{t('letters.record')}</Button> : null}
    </small>
  );
}
