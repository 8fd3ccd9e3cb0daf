import { getRouteApi, Link } from '@tanstack/react-router';
import { getCheck } from '@doudi/core/api/checks';
import { CHECK_MEANS, MEANS_LABELS } from '@doudi/core/check/model';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/checks/$id/print');
const ROWS = 4;

/** 核查表 on A4, blank: what one of the pair fills in at the door, before anything is known of the other's or of the sum. */
export function CheckPrintPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getCheck, { params: { id } });
  return (
    <div className="page sheet">
      <View query={query}>
        {(c) => (
          <>
            <p className="screen-only buttons"><Link to="/checks/$id" params={{ id }}>← {t('check.back')}</Link><Button type="primary" onClick={() => window.print()}>{t('print')}</Button></p>
            <h1 className="sheet-title">{t('check.sheet')}</h1>
            <p className="sheet-line"><span>{c.head.number}</span><span>{c.caseNumber}</span><span>{c.unitName}</span><span>{c.programmeName}</span></p>
            <table className="table sheet-table">
              <tbody>
                <tr><th scope="row">{t('check.address')}</th><td colSpan={3}>{c.address}</td></tr>
                <tr><th scope="row">{t('check.means')}</th><td colSpan={3}>{CHECK_MEANS.map((m) => `□ ${MEANS_LABELS[m]}`).join('　')}{c.home ? `（${t('check.homeSays')}）` : ''}</td></tr>
                <tr><th scope="row">{t('check.at')}</th><td>{t('check.blankDate')}</td><th scope="row" style={{ width: '6em' }}>{t('check.met')}</th><td style={{ width: '32%' }} /></tr>
              </tbody>
            </table>
            <table className="table sheet-table">
              <thead><tr><th scope="col">{t('check.aspect')}</th><th scope="col">{t('check.point')}</th><th scope="col">{t('check.answer')}</th><th scope="col">{t('check.words')}</th></tr></thead>
              <tbody>{c.points.map((p) => <tr key={p.id}><td>{p.aspectText}</td><td>{p.text}</td><td className="nobreak">□{t('check.yes')} □{t('check.no')} □{t('check.na')}</td><td style={{ width: '28%' }} /></tr>)}</tbody>
            </table>
            <table className="table sheet-table">
              <thead><tr><th scope="col">{t('check.livesHere')}</th><th scope="col">{t('check.incomeKind')}</th><th scope="col">{t('check.perMonth')}</th><th scope="col">{t('check.properties')}</th></tr></thead>
              <tbody>
                {c.household.map((m) => <tr key={m.person}><td>□ {m.relation} {m.name}（{m.age}）</td><td /><td /><td /></tr>)}
                {Array.from({ length: ROWS }, (_, i) => <tr key={i}><td>　</td><td /><td /><td /></tr>)}
              </tbody>
            </table>
            <p className="sheet-sign">{t('check.sheetSign')}</p>
            <p className="muted">{t('check.sheetNot')}</p>
          </>
        )}
      </View>
    </div>
  );
}
