import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { fileReport, fundsOverview, unitFund } from '@doudi/core/api/funds';
import type { Output } from '@doudi/core/api/contract';
import type { OperationKind } from '@doudi/core/ledger/operations';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { Enter, OperationTable } from './Operations.tsx';
import { Uses } from './Uses.tsx';
import '../../styles/office.css';

const route = getRouteApi('/funds/units/$unit');
export type UnitFund = Output<typeof unitFund>;
const FUNDS = ['imprest', 'reliefFund', 'donation'] as const;

/** One unit's cash: what is there, each use with its case, what fills it up, and the month's report to finance. */
export function UnitFundPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { unit } = route.useParams();
  const search = route.useSearch();
  const fund = search.fund ?? 'imprest';
  const query = useCall(unitFund, { params: { unit }, query: { month: search.month, fund } }, { keep: true });
  const overview = useCall(fundsOverview, { query: {} }, { keep: true });
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/funds/units/$unit', params: { unit }, search: { ...search, ...change }, replace: true });
  const has = (f: (typeof FUNDS)[number]): boolean => f === 'imprest' || overview.data?.funds.some((x) => x.flag === (f === 'reliefFund' ? 'fund.relief-fund' : 'fund.donation') && x.has) === true;
  return (
    <div className="page">
      <View query={query}>
        {(f) => (
          <>
            <p className="screen-only tight"><Link to="/funds" search={{ tab: 'units' }}>← {t('fund.imprests')}</Link></p>
            <div className="page-head">
              <h1>{t('fund.imprestOf', { unit: f.unitName, fund: f.fundText })}</h1>
              <Tabs label={f.fundText} value={fund} onChange={(k) => go({ fund: k })} items={FUNDS.filter(has).map((k) => ({ key: k, label: t(`fund.fund.${k}`) }))} />
              <div className="filters">
                <button type="button" className="link" onClick={() => go({ month: shiftMonth(f.month, -1) })}>← {t('office.monthBack')}</button>
                <b className="nobreak">{monthText(f.month, locale)}</b>
                <button type="button" className="link" disabled={f.month >= f.today.slice(0, 7)} onClick={() => go({ month: shiftMonth(f.month, 1) })}>{t('office.monthNext')} →</button>
              </div>
            </div>
            <Facts items={[
              [t('fund.balance'), <b key="b" className={f.low ? 'bad' : undefined}><Money fen={f.balanceFen} />{f.low ? ` ■ ${t('fund.low', { percent: f.lowPercent })}` : ''}</b>],
              f.fund === 'imprest' ? [t('fund.quota'), <span key="q"><Money fen={f.quotaFen} />，{t('fund.lowAt', { percent: f.lowPercent })} <SourceChips source={byClause(f.lowSource)} /></span>] : null,
              f.fund === 'imprest' ? [t('fund.confirmBy'), <span key="c">{f.confirmByText} <SourceChips source={byClause(f.confirmBySource)} /></span>] : null,
            ]} />
            {f.fund === 'imprest' ? <Acts f={f} overview={overview.data} /> : null}
            <Section title={`${monthText(f.month, locale)} ${t('fund.unitPage')}`}><Uses uses={f.uses} /></Section>
            <Section title={t('fund.tab.operations')}><OperationTable rows={f.operations} /></Section>
          </>
        )}
      </View>
    </div>
  );
}

/** Filling up, giving back, and the month's report, each with the reason where it cannot be done. */
function Acts({ f, overview }: { readonly f: UnitFund; readonly overview: Output<typeof fundsOverview> | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const report = useSend(fileReport);
  const [entering, setEntering] = useState<OperationKind | null>(null);
  const gives = overview?.enters.some((e) => e.kind === 'imprestReturned') === true;
  return (
    <>
      <div className="row-line screen-only">
        <ExplainedButton type="primary" why={f.replenishWhy ?? undefined} onClick={() => setEntering('imprestReplenished')}>{t('fund.replenish')}</ExplainedButton>
        {gives && f.balanceFen > 0 ? <ExplainedButton why={undefined} onClick={() => setEntering('imprestReturned')}>{t('fund.giveBack')}</ExplainedButton> : null}
        {f.report ? <ExplainedButton why={f.report.why ?? undefined} loading={report.isPending} onClick={() => report.mutate({ params: { unit: f.unit }, body: { month: f.month } })}>{t('fund.file')}</ExplainedButton> : null}
        <Link to="/funds/units/$unit/print" params={{ unit: f.unit }} search={{ month: f.month }}><Button>{t('fund.print')}</Button></Link>
      </div>
      {report.isError ? <RefusalPanel problem={problemOf(report.error)} /> : null}
      {f.report ? (
        <p className="tight">
          {t('fund.report')} {monthText(f.month, locale)}：{f.report.filed ? <>● {t('fund.filed', { by: f.report.filed.by, at: clockTime(f.report.filed.at) })}；{f.report.filed.receivedBy ? t('fund.receivedBy', { by: f.report.filed.receivedBy, at: clockTime(f.report.filed.receivedAt ?? '') }) : t('fund.notReceived')}</> : <>{f.report.light ? <Light light={f.report.light.light} text={f.report.light.text} /> : null} <DateText date={f.report.due} /> {t('fund.fileSays')}</>} <SourceChips source={byClause(f.report.source)} />
        </p>
      ) : null}
      {entering && overview ? <Enter o={{ ...overview, units: overview.units.filter((u) => u.key === f.unit) }} kind={entering} unit={f.unit} {...(entering === 'imprestReplenished' ? { fen: f.shortFen, says: t('fund.replenishSays', { fen: formatFen(f.shortFen), who: f.confirmByText }) } : {})} onClose={() => setEntering(null)} /> : null}
    </>
  );
}
