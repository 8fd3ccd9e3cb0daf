import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '@doudi/core/api/contract';
import { getDraw } from '@doudi/core/api/draws';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { sayDates, shortDate } from '../../lib/dates.ts';
import { View } from '../../ui/View.tsx';
import { when } from './forms.tsx';
import { useSourceWords } from './parts.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

const route = getRouteApi('/draws/$id/print');
const LABEL = { random: 'draw.random', must: 'draw.mustDrawn', risk: 'draw.risk' } as const;

/** The commitment to be signed before the seed exists, the random list after the draw, and for the county alone what is checked besides, each on A4 of its own. */
export function DrawPrintPage(): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const words = useSourceWords();
  const { id } = route.useParams();
  const query = useCall(getDraw, { params: { id } });
  return (
    <div className="page sheet">
      <View query={query}>
        {(d) => {
          const count = (part: string): number => d.members.filter((m) => m.part === part).length;
          return (
            <>
              <p className="screen-only buttons"><Link to="/draws/$id" params={{ id }}>← {t('office.back')}</Link><Button type="primary" onClick={() => window.print()}>{t('print')}</Button></p>
              <h1 className="sheet-title">{t('draw.sheet')}</h1>
              <p className="sheet-line"><span>{session.county.bureau}</span><span>{d.head.number}</span></p>
              <p className="sheet-words">{t('draw.sheetText', { at: when(d.frozenAt, locale), label: d.head.title.split(' ')[0] ?? '', from: shortDate(d.from, locale), to: shortDate(d.to, locale), n: d.size, seed: [d.seed.kindText, d.seed.text, ...d.seed.sources.map((s) => `${s.name}：${words(s)}`)].filter((x) => x !== '').join('；'), after: when(d.seed.after, locale) })}</p>
              <p>{t('draw.ratio', { n: d.percent })}</p>
              <code className="seal">{d.commitment}</code>
              {d.sealed && d.must.length > 0 ? <p>{t('draw.sheetSealed', { n: d.sealed.size })} <code className="hash">{d.sealed.commitment}</code></p> : null}
              <p className="sheet-sign">{t('draw.sheetSign')}</p>
              {d.members.length === 0 ? null : (
                <>
                  <div className="sheet-break" />
                  <h1 className="sheet-title">{t('draw.sheetList')}</h1>
                  <p className="sheet-line"><span>{sayDates(d.head.title, locale)}</span><span>{d.head.number}</span></p>
                  {d.revealed ? <p>{t('draw.seedSource')}：<span className="mono">{d.revealed.parts.map((p) => `${p.source}=${p.value}`).join('　')}</span>{d.revealed.witnesses.length > 0 ? `；${t('draw.witnesses')}：${d.revealed.witnesses.join('、')}` : ''}</p> : null}
                  <p>{t('draw.sheetRandom', { n: count('random') })}</p>
                  <Cases members={d.members.filter((m) => m.part === 'random')} />
                  <p className="sheet-sign">{t('draw.sheetSign')}</p>
                  <p className="muted">{t('draw.sheetSecret')}</p>
                </>
              )}
              {d.members.every((m) => m.part === 'random' && m.classes.length === 0) ? null : (
                <>
                  <div className="sheet-break" />
                  <h1 className="sheet-title">{t('draw.sheetOthers')}</h1>
                  <p className="sheet-line"><span>{sayDates(d.head.title, locale)}</span><span>{d.head.number}</span></p>
                  <p>{t('draw.sheetCount', { must: count('must'), risk: count('risk') })}</p>
                  <Cases members={d.members.filter((m) => m.part !== 'random' || m.classes.length > 0)} why />
                  <p className="muted">{t('draw.sheetInner')}</p>
                </>
              )}
            </>
          );
        }}
      </View>
    </div>
  );
}

/** Cases of a list. Why each is on it (whom somebody reported, a doubt) stands only on the sheet that stays in the county. */
function Cases({ members, why = false }: { readonly members: Output<typeof getDraw>['members']; readonly why?: boolean }): ReactNode {
  const t = useT();
  return (
    <table className="table sheet-table">
      <thead><tr>{(['draw.row', 'draw.case', 'office.unit', 'draw.programme', 'draw.outcome', ...(why ? (['draw.why'] as const) : []), 'draw.pair'] as const).map((k) => <th key={k} scope="col">{t(k)}</th>)}</tr></thead>
      <tbody>
        {members.map((m, i) => <tr key={`${m.number}${m.part}`}><td>{i + 1}</td><td>{m.number}</td><td>{m.unitName}</td><td>{m.programmeName}</td><td>{m.outcome === null ? t('draw.afterCheck') : t(`outcome.${m.outcome}`)}</td>{why ? <td>{t(LABEL[m.part])}{m.classes.length > 0 ? `（${m.classes.join('、')}）` : ''}{m.ground ? `：${m.ground}` : ''}</td> : null}<td>{m.checkers.join('、')}</td></tr>)}
      </tbody>
    </table>
  );
}
