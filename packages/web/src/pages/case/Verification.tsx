import type { ReactNode } from 'react';
import { hasText, useT, type TextKey } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFillNames } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Facts, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

const SHAPE: Readonly<Record<string, string>> = { covered: '✓', 'not-covered': '○', error: '■' };

/** What each source said, about whom, as of when. Not covered is said aloud: it is never the same as nothing found. */
export function Verification(): ReactNode {
  const t = useT();
  const { view, name } = useCase();
  const fill = useFillNames();
  const v = view.verification;
  const word = (key: string, fallback: string): string => (hasText(key) ? t(key as TextKey) : fallback);
  return (
    <Section title={t('case.verification')} aside={<span>{word(`verification.${v.at}`, v.at)}{v.round > 0 ? ` · ${t('case.round', { n: v.round })}` : ''}</span>}>
      <p>
        {t('case.authorised', { n: view.authorised.length, of: view.persons.length })}
        {view.authorised.length > 0 ? `：${view.authorised.map((a) => `${name(a.person)}（${a.number}）`).join('、')}` : ''}
      </p>
      {v.troubles.map((x) => <p key={`${x.on}${x.text}`} className="light light-yellow">▲ <DateText date={x.on} short /> {word(`trouble.${x.kind}`, x.kind)}：{x.text}</p>)}
      {v.report ? (
        <Facts items={[
          [t('case.report'), `${v.report.number} ${v.report.issuer}`], [t('case.issued'), <DateText key="i" date={v.report.issuedOn} />], v.report.validTo ? [t('case.validTo'), <DateText key="v" date={v.report.validTo} />] : null,
          [t('case.contradictions'), v.report.contradictions.length === 0 ? t('case.none') : <ul>{v.report.contradictions.map((c) => <li key={c.text} className="light light-red">■ {c.item} {c.person}：{fill(c.text)}</li>)}</ul>],
          v.report.uncovered.length > 0 ? [t('case.uncovered'), <span key="u">{v.report.uncovered.join('、')} <b>{t('case.uncoveredWhy')}</b></span>] : null,
          v.report.errors.length > 0 ? [t('case.errors'), v.report.errors.join('、')] : null,
        ]} />
      ) : null}
      {v.discrepancy ? (
        <p className="notice">
          {t('case.discrepancy')} <span className="number">{v.discrepancy.number}</span>，{t('case.deliveredOn')} <DateText date={v.discrepancy.deliveredOn} />：{v.discrepancy.text}　<b>{t(v.discrepancy.explained ? 'case.explained' : v.discrepancy.missed ? 'case.missed' : 'case.unexplained')}</b>
        </p>
      ) : null}
      {v.items.length === 0 ? (v.report ? null : <Empty>{t('case.noVerification')}</Empty>) : (
        <DataTable caption={t('case.verification')} rows={v.items.map((x, i) => ({ ...x, key: String(i) }))} rowKey={(x) => x.key} empty={null} columns={[
          { key: 'item', title: t('case.item'), render: (x) => x.item },
          { key: 'person', title: t('case.person'), render: (x) => x.person },
          { key: 'coverage', title: t('case.coverage'), render: (x) => <span className={x.coverage === 'covered' ? '' : 'light light-yellow'}>{SHAPE[x.coverage] ?? '?'} {word(`coverage.${x.coverage}`, x.coverage)}</span> },
          { key: 'text', title: t('case.finding'), render: (x) => (x.text === '' ? (x.coverage === 'covered' ? t('case.nothingFound') : t('case.unknown')) : fill(x.text)) },
          { key: 'source', title: t('case.source'), render: (x) => x.source },
          { key: 'asOf', title: t('case.asOf'), render: (x) => <DateText date={x.asOf} short /> },
        ]} />
      )}
    </Section>
  );
}
