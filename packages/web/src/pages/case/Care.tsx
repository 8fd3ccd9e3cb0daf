import { SELF_CARE_ITEMS } from '@doudi/core/case/care/payloads';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { FileLinks } from './Evidence.tsx';
import { useCase } from './context.tsx';

/** Support of the destitute: grades of self-care, the wish, and the five things arranged with the confirmation. */
export function Care(): ReactNode {
  const t = useT();
  const { view, name } = useCase();
  const care = view.care;
  if (!care || (care.assessments.length === 0 && !care.wish && !care.arrangement)) return null;
  const a = care.arrangement;
  return (
    <Section title={t('care.title')}>
      {care.assessments.toReversed().map((x) => (
        <Facts key={`${x.on}${x.unable}${x.grade}`} items={[
          [t('care.grade'), <span key="g"><b>{x.grade}</b>{x.inForce ? '' : ` ${t('care.notInForce')}`}</span>],
          [t('care.six'), <ul key="s" className="six-seen">{SELF_CARE_ITEMS.map((i) => <li key={i}>{x.items[i] === 'unable' ? '×' : '✓'} {t(`selfCare.${i}`)}{x.items[i] === 'unable' ? `：${t('care.unable')}` : ''}</li>)}</ul>],
          [t('care.assessedOn'), <span key="o"><DateText date={x.on} /> {x.place}</span>], [t('care.assessors'), `${x.assessors.join('、')}${x.organisation ? `（${x.organisation}）` : ''}`],
          [t('case.signed'), x.personSigned ? '✓' : (x.noSignature ?? t('case.notSigned'))], x.note ? [t('case.note'), x.note] : null, x.photos.length > 0 ? [t('case.photos'), <FileLinks key="p" ids={x.photos} />] : null,
        ]} />
      ))}
      {care.wish ? <Facts items={[[t('care.wish'), <span key="w"><b>{t(`supportForm.${care.wish.form}`)}</b> {t(`signer.${care.wish.signedBy}`)}{care.wish.guardian ? `（${name(care.wish.guardian)}）` : ''} <DateText date={care.wish.signedOn} /></span>], care.wish.photos.length > 0 ? [t('care.wishPaper'), <FileLinks key="p" ids={care.wish.photos} />] : null]} /> : null}
      {a ? (
        <Facts items={[
          [t('care.mode'), <span key="m"><b>{t(`supportForm.${a.form}`)}</b>，{a.mode}{a.confirmed ? '' : ` ${t('care.notConfirmed')}`}</span>],
          [t('care.carer'), a.carer.person ? name(a.carer.person) : `${t(`carerKind.${a.carer.kind as 'village'}`)}${a.carer.name && a.carer.name !== t(`carerKind.${a.carer.kind as 'village'}`) ? `（${a.carer.name}）` : ''}`],
          [t('care.guardianship'), `${a.guardianship.mode}${a.guardianship.guardian ? `（${name(a.guardianship.guardian)}）` : ''}`], [t('care.duty'), a.guardianship.duty],
          [t('care.agreement'), <span key="a"><DateText date={a.agreement.signedOn} /> — <DateText date={a.agreement.until} /> {a.agreement.expired ? <b>▲ {t('care.expired')}</b> : null} {a.agreement.signers.join('、')} <FileLinks ids={a.agreement.photos} /></span>],
          [t('care.payee'), a.payee], a.reason ? [t('care.why'), a.reason] : null,
        ]} />
      ) : null}
    </Section>
  );
}
