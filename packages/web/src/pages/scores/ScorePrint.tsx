import { getRouteApi, Link } from '@tanstack/react-router';
import { getScore } from '@doudi/core/api/scores';
import { scoreText } from '@doudi/core/score/compute';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/scores/$month/print');

/** The ranking of a month for A4 paper: units, scores, ranks, and how sure the ranks are. */
export function ScorePrint(): ReactNode {
  const { t, locale } = useLocale();
  const { month } = route.useParams();
  const query = useCall(getScore, { params: { month } });
  return (
    <div className="page sheet">
      <View query={query}>
        {(s) => (
          <>
            <p className="screen-only buttons"><Link to="/scores/$month" params={{ month }}>← {t('score.back')}</Link> <Button type="primary" onClick={() => window.print()}>{t('print')}</Button></p>
            <h1 className="sheet-title">{t('score.noticeTitle', { month: monthText(month, locale), label: s.label })}</h1>
            <p className="sheet-line"><span>{s.methodText}</span><span>{s.statusText} {s.publishedOn ? longDate(s.publishedOn, locale) : ''}</span></p>
            <table className="table sheet-table">
              <thead><tr><th scope="col">{t('score.rank')}</th><th scope="col">{t('score.unit')}</th><th scope="col" className="right">{t('score.score')}</th><th scope="col">{t('score.range')}</th></tr></thead>
              <tbody>{s.rows.map((r) => <tr key={r.unit}><td>{r.rank ?? '—'}</td><td>{r.unitName}</td><td className="right">{r.rank === null ? '—' : scoreText(r.score)}</td><td>{r.rank === null ? t('score.unranked') : r.rankFrom === r.rankTo ? t('score.sure') : t('score.band', { from: r.rankFrom ?? '', to: r.rankTo ?? '' })}</td></tr>)}</tbody>
            </table>
            <p className="muted">{t('score.how')}</p>
            <p className="sheet-sign">{t('score.noticeSign')}</p>
          </>
        )}
      </View>
    </div>
  );
}
