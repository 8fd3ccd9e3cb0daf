import { moneyDesk } from '@doudi/core/api/money-desk';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Go } from '../../ui/Go.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Task = Output<typeof moneyDesk>['items'][number];
const POLL_MS = 60_000;

/** 资金待办: what of the money waits for the one at the desk, late first, and what others have in hand. */
export function MoneyPage(): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(moneyDesk, {}, { keep: true, poll: () => POLL_MS });
  const columns: Column<Task>[] = [
    { key: 'what', title: t('money.what'), width: '21rem', render: (x) => <><Go href={x.href}><b>{x.label}</b></Go><br /><small className="muted">{x.says}</small></> },
    { key: 'n', title: t('money.count'), align: 'right', width: '7rem', render: (x) => <span className="nobreak">{x.n.toLocaleString('zh-CN')} {x.unit}</span> },
    { key: 'late', title: t('money.late'), align: 'right', width: '6rem', render: (x) => (x.late > 0 ? <b className="bad">■ {x.late.toLocaleString('zh-CN')}</b> : '—') },
    { key: 'fen', title: t('money.sum'), align: 'right', width: '10rem', render: (x) => (x.fen === null || x.fen === 0 ? '—' : <Money fen={x.fen} bare />) },
    { key: 'since', title: t('money.since'), width: '8rem', render: (x) => (x.since ? <DateText date={x.since} short /> : x.due ? <>{t('money.due')} <DateText date={x.due} short /></> : '—') },
    { key: 'at', title: t('money.where'), render: (x) => (x.at.length === 0 ? <Go href={x.href}>{t('money.open')}</Go> : <span className="row-line">{x.at.map((a) => <Go key={a.href + a.text} href={a.href}>{a.text}</Go>)}</span>) },
  ];
  const who: Column<Task> = { key: 'who', title: t('money.who'), render: (x) => x.who || t('money.another') };
  return (
    <div className="page">
      <View query={query}>
        {(page) => {
          const mine = page.items.filter((x) => x.mine);
          const others = page.items.filter((x) => !x.mine);
          return (
            <>
              <div className="page-head"><h1>{t('nav.money')}</h1><span className="muted">{longDate(page.today, locale)}</span></div>
              <Section title={t('money.mine')}>
                <DataTable caption={t('money.mine')} rows={mine} rowKey={(x) => x.id} columns={columns} empty={<p>● {t('money.none')}</p>} />
              </Section>
              {others.length === 0 ? null : (
                <Section title={t('money.others')}>
                  <DataTable caption={t('money.others')} rows={others} rowKey={(x) => x.id} columns={[...columns.slice(0, 5), who, ...columns.slice(5)]} empty={null} />
                </Section>
              )}
            </>
          );
        }}
      </View>
    </div>
  );
}
