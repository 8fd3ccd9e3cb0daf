import type { CaseView } from '@doudi/core/api/cases';
import type { ReactNode } from 'react';
import { hasText, useT, type TextKey } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFillNames } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Facts, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

const SHAPE: Readonly<Record<string, string>> = { covered: '✓', 'not-covered': '○', error: '■' };

type Item = CaseView['verification']['items'][number];
interface Group extends Item {
  readonly people: readonly string[];
}

/** The same answer about several persons is one line. */
function grouped(items: readonly Item[]): Group[] {
  const groups = new Map<string, { readonly first: Item; readonly people: string[] }>();
  for (const i of items) {
    const key = JSON.stringify([i.item, i.coverage, i.text, i.source, i.asOf]);
    const g = groups.get(key);
    if (g) g.people.push(i.person);
    else groups.set(key, { first: i, people: [i.person] });
  }
  return [...groups.values()].map((g) => ({ ...g.first, people: g.people }));
}

/** What each source said, about whom, as of when. Not covered is said aloud: it is never the same as nothing found. */
export function Verification(): ReactNode {
  const t = useT();
  const { view, name } = useCase();
  const fill = useFillNames();
  const v = view.verification;
  // Help that cannot wait asks no platform.
  if (view.aid && v.at === 'none' && !view.steps.some((s) => s.step === 'verify' && s.state !== 'skipped')) return null;
  const word = (key: string, fallback: string): string => (hasText(key) ? t(key as TextKey) : fallback);
  const groups = grouped(v.items);
  const notable = groups.filter((g) => g.text !== '' || g.coverage !== 'covered');
  const clean = groups.filter((g) => !notable.includes(g));
  const table = (rows: readonly Group[]): ReactNode => (
    <DataTable caption={t('case.verification')} rows={rows} rowKey={(x) => `${x.item}${x.people.join()}${x.text}${x.coverage}`} empty={null} columns={[
      { key: 'item', title: t('case.item'), render: (x) => x.item },
      { key: 'person', title: t('case.person'), width: '6rem', render: (x) => x.people.join('、') },
      { key: 'coverage', title: t('case.coverage'), width: '5.5rem', render: (x) => <span className={x.coverage === 'covered' ? 'nobreak' : 'light light-yellow'}>{SHAPE[x.coverage] ?? '?'} {word(`coverage.${x.coverage}`, x.coverage)}</span> },
      { key: 'text', title: t('case.finding'), render: (x) => (x.text === '' ? (x.coverage === 'covered' ? t('case.nothingFound') : t('case.unknown')) : fill(x.text)) },
      { key: 'source', title: t('case.source'), render: (x) => x.source },
      { key: 'asOf', title: t('case.asOf'), width: '7.5rem', render: (x) => <DateText date={x.asOf} short /> },
    ]} />
  );
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
          [t('case.contradictions'), v.report.contradictions.length === 0 ? t('case.none') : <ul key="c">{v.report.contradictions.map((c) => <li key={c.text} className="light light-red">■ {c.item} {c.person}：{fill(c.text)}</li>)}</ul>],
          v.report.uncovered.length > 0 ? [t('case.uncovered'), <span key="u">{v.report.uncovered.join('、')} <b>{t('case.uncoveredWhy')}</b></span>] : null,
          v.report.errors.length > 0 ? [t('case.errors'), v.report.errors.join('、')] : null,
        ]} />
      ) : null}
      {v.discrepancy ? (
        <p className="notice">
          {t('case.discrepancy')} <span className="number">{v.discrepancy.number}</span>，{v.discrepancy.deliveredOn === null ? t('case.notDelivered') : <>{t('case.deliveredOn')} <DateText date={v.discrepancy.deliveredOn} /></>}：{v.discrepancy.text}　<b>{t(v.discrepancy.explained ? 'case.explained' : v.discrepancy.missed ? 'case.missed' : 'case.unexplained')}</b>
        </p>
      ) : null}
      {v.items.length === 0 && !v.report ? <Empty>{t('case.noVerification')}</Empty> : null}
      {notable.length > 0 ? table(notable) : null}
      {clean.length > 0 ? (
        <details>
          <summary>{t('case.cleanItems', { n: clean.length, items: clean.map((g) => g.item).join('、') })}</summary>
          {table(clean)}
        </details>
      ) : null}
    </Section>
  );
}
