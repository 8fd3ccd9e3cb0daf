import { getGoals, type GoalFigure } from '@doudi/core/api/goals';
import type { Output } from '@doudi/core/api/contract';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { DateField } from '../../forms/inputs.tsx';
import { useForm } from '../../forms/form.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { AssumptionChip, ClauseChip } from '../../ui/Chips.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

const route = getRouteApi('/bureau/goals');
type Page = Output<typeof getGoals>;

/** 方案目标的衡量: the plan's words about what the delegation is for, each with the figures that stand for it. Prints as a report. */
export function GoalsPage(): ReactNode {
  const { t, locale } = useLocale();
  const search = route.useSearch();
  const query = useCall(getGoals, { query: { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) } }, { keep: true });
  return (
    <div className="page bureau goals">
      <p className="screen-only"><Link to="/bureau">← {t('bureau.title')}</Link></p>
      <View query={query}>
        {(page) => (
          <>
            <div className="page-head"><h1>{t('goals.title')}</h1><span className="muted">{page.county} {page.plan ? `《${page.plan}》` : ''}</span><span className="screen-only"><Button onClick={() => print()}>{t('goals.print')}</Button></span></div>
            <p className="says">{t('goals.says')} {page.source?.assumption ? <AssumptionChip reason={page.source.assumption} /> : null}</p>
            <p>{t('goals.period', { from: longDate(page.from, locale), to: longDate(page.to, locale) })}</p>
            <Period key={`${page.from}|${page.to}`} page={page} />
            {page.panels.length === 0 ? <p className="empty">{t('goals.none')}</p> : null}
            {page.panels.map((p) => (
              <Section key={p.id} title={p.title} aside={<span className="chips">{p.clauses.map((c) => <ClauseChip key={c.id} source={{ label: c.clause, clause: c.clause, quote: c.phrase }} />)}</span>}>
                <table className="table goals-table" id={p.id}>
                  <caption className="visually-hidden">{p.title}</caption>
                  <thead><tr><th scope="col">{t('goals.word')}</th><th scope="col">{t('goals.figure')}</th></tr></thead>
                  <tbody>{p.words.map((w) => <tr key={w.word}><th scope="row">{w.word}</th><td><ul className="figures figures-row">{w.figures.map((f) => <Figure key={f.id} f={f} page={page} />)}</ul></td></tr>)}</tbody>
                </table>
              </Section>
            ))}
          </>
        )}
      </View>
    </div>
  );
}

function Period({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const form = useForm<{ from: string; to: string }>(`goals:${page.from}:${page.to}`, () => ({ from: page.from, to: page.to }));
  return (
    <form className="row-line screen-only" onSubmit={(e) => { e.preventDefault(); form.forget(); void navigate({ to: '/bureau/goals', search: { from: form.values.from, to: form.values.to } }); }}>
      <DateField label={t('goals.from')} bind={form.bind('from')} max={page.today} />
      <DateField label={t('goals.to')} bind={form.bind('to')} max={page.today} />
      <Button htmlType="submit">{t('goals.show')}</Button>
    </form>
  );
}

/** One figure: its number, of how many, before, and how it was computed; it opens its cases. */
function Figure({ f, page }: { readonly f: GoalFigure; readonly page: Page }): ReactNode {
  const t = useT();
  const say = (v: number): string => (f.kind === 'share' ? `${v}%` : f.kind === 'days' ? t('goals.days', { n: v }) : v.toLocaleString('zh-CN'));
  const body = <><span>{f.label}</span> <b className="number">{f.value === null ? '—' : say(f.value)}</b></>;
  return (
    <li className={`figure${f.value === null ? ' figure-none' : ''}`}>
      {f.href ? <a className="figure-main" href={f.href}>{body}</a> : <Link className="figure-main" to="/bureau/goals/$measure" params={{ measure: f.id }} search={{ from: page.from, to: page.to }}>{body}</Link>}
      <p className="muted figure-note">
        {f.value === null ? t('goals.nothing') : f.kind === 'share' ? t('goals.of', { good: f.good.toLocaleString('zh-CN'), n: f.n.toLocaleString('zh-CN') }) : f.kind === 'days' ? t('goals.ofCases', { n: f.n.toLocaleString('zh-CN') }) : f.parts.map((x) => `${x.label} ${x.value.toLocaleString('zh-CN')}`).join('、')}
        {f.before === null ? '' : ` ${t('goals.before', { value: say(f.before) })}`}
      </p>
      <details><summary title={f.how}>{t('bureau.how')}</summary><p>{f.how}</p></details>
    </li>
  );
}
