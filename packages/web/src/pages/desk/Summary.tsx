import type { CaseView } from '@doudi/core/api/cases';
import { formatFen } from '@doudi/core/money/fen';
import type { ReactNode } from 'react';
import { fileAddress } from '../../api/files.ts';
import { hasText, useLocale, type TextKey } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { VisitTimeText } from '../../ui/VisitTime.tsx';

const Line = ({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode => <p className="summary-line"><b>{label}</b>{children}</p>;

/** One case on one page, as whoever signs must have seen it: facts, sum, what was found, photographs, who did what. */
export function Summary({ view }: { readonly view: CaseView }): ReactNode {
  const { locale, t } = useLocale();
  const word = (key: string): string => (hasText(key) ? t(key as TextKey) : key);
  const name = (id: string): string => view.persons.find((p) => p.id === id)?.name ?? t('case.someone');
  const f = view.facts;
  const whole = view.deadlines.find((d) => d.id === 'case');
  const report = view.verification.report;
  const year = view.applicationDate.slice(0, 4);
  return (
    <>
      <header className="summary-head">
        <b>{name(f.applicant)}</b> <span>{view.programmeName}</span> <span className="number">{view.number}</span> <span>{view.unit}{view.village ? ` · ${view.village}` : ''}</span>
        {whole ? <span>{whole.label} <DateText date={whole.due} short provisional={whole.provisional} /> {whole.light ? <Light light={whole.light.light} text={whole.light.text} /> : null}</span> : null}
        {view.opinion ? <span className="summary-sum"><Money fen={view.opinion.monthlyFen} /> {t('case.perMonth')}</span> : null}
      </header>
      <div className="summary">
        <div>
          <Section title={t('sum.household')}>
            <table className="table">
              <tbody>
                {f.members.map((m) => {
                  const p = view.persons.find((x) => x.id === m.person);
                  return (
                    <tr key={m.person}>
                      <td>{p?.name ?? ''}</td><td>{word(`relation.${m.relation}`)}</td><td className="nobreak">{p ? `${word(`sex.${p.sex}`)} ${t('f.age', { n: p.age })}` : ''}</td><td>{word(`health.${m.health}`)}{m.disability ? `，${word(`disability.${m.disability.kind}`)}${word(`grade.${m.disability.grade}`)}` : ''}</td><td>{word(`labour.${m.labour}`)}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            <Line label={t('sum.income')}>{f.incomes.length === 0 ? t('sum.none') : f.incomes.map((i) => `${name(i.person)} ${word(`income.${i.kind}`)} ${formatFen(i.monthly)}`).join('；')}</Line>
            <Line label={t('sum.property')}>{f.properties.length === 0 ? t('sum.none') : f.properties.map((p) => `${word(`property.${p.kind}`)} ${formatFen(p.value)}`).join('；')}</Line>
            <Line label={word(`hardship.${f.hardship}`)}>{f.statement}</Line>
          </Section>
          <Section title={t('sum.found')}>
            <Line label={t('sum.hits')}>
              {report === null ? t('sum.none') : report.contradictions.length === 0 ? <span className="yes">{t('sum.noHits')}</span> : <span className="no">{report.contradictions.map((x) => `${x.item} ${x.text}`).join('；')}</span>}
              {report && report.uncovered.length > 0 ? <span className="muted">（{t('sum.uncovered', { what: report.uncovered.join('、') })}）</span> : null}
            </Line>
            {view.verification.items.filter((i) => i.text !== '').map((i) => <Line key={`${i.item}${i.person}${i.source}`} label={`${i.item} ${i.person}`}>{i.text}</Line>)}
            {view.investigations.map((i) => (
              <div key={i.on + i.findings}>
                <Line label={t('sum.visit')}><DateText date={i.on} short year={year} /> {i.time ? <VisitTimeText time={i.time} /> : null} {i.investigators.join('、')}：{i.findings}</Line>
                {i.photos.length === 0 ? <Line label={t('sum.photos')}>{t('sum.noPhotos')}</Line> : (
                  <p className="thumbs">{i.photos.map((id, n) => <a key={id} href={fileAddress(id)} target="_blank" rel="noreferrer"><img src={fileAddress(id)} alt={t('sum.photo', { n: n + 1 })} /></a>)}</p>
                )}
              </div>
            ))}
            {view.meetings.map((m) => <Line key={m.on + m.kind} label={t('sum.meeting')}><DateText date={m.on} short year={year} /> {t('sum.votes', { yes: m.votesFor, no: m.votesAgainst, none: m.abstained })}</Line>)}
            {view.notices.map((n) => <Line key={n.on + n.level} label={t('sum.notice')}><DateText date={n.on} short year={year} />—<DateText date={n.until} short year={year} /> {n.place}，{n.objections.length === 0 ? t('sum.noObjection') : n.objections.map((o) => o.text).join('；')}</Line>)}
          </Section>
        </div>
        <div>
          <Section title={t('sum.money')}>
            {view.assessment ? <ol className="aloud">{view.assessment.readAloud.map((s) => <li key={s}>{s}</li>)}</ol> : <p className="no">{t('case.noArithmetic')}</p>}
          </Section>
          <Section title={t('sum.who')}>
            <table className="table">
              <tbody>
                {view.steps.filter((s) => s.state === 'done').map((s) => <tr key={s.step}><td className="nobreak">{s.on ? shortDate(s.on, locale, year) : ''}</td><td>{s.label}</td><td>{s.by}</td></tr>)}
              </tbody>
            </table>
            {view.opinion ? <Line label={t('sum.opinion')}>{view.opinion.by}：{view.opinion.text}</Line> : null}
          </Section>
        </div>
      </div>
    </>
  );
}
