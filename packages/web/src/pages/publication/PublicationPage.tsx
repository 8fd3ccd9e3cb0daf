import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listNotices, listPublished, listSubmissions, type NoticeRow, type SubmissionRow } from '@doudi/core/api/public';
import type { Output } from '@doudi/core/api/contract';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/publication.css';

const route = getRouteApi('/publication');
const TABS = ['notices', 'lists', 'inbox'] as const;
const STATES = ['open', 'taken', 'declined'] as const;

/** 公示公布: what is up, what the public sees of it, what should come down, and what people sent in about it. */
export function PublicationPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const search = route.useSearch();
  const tab = search.tab ?? 'notices';
  return (
    <div className="page">
      <div className="page-head screen-only">
        <h1>{t('pub.title')}</h1>
        <Tabs label={t('pub.title')} value={tab} onChange={(k) => void navigate({ to: '/publication', search: { tab: k }, replace: true })} items={TABS.map((k) => ({ key: k, label: t(`pub.tab.${k}`) }))} />
      </div>
      {tab === 'notices' ? <Notices /> : tab === 'lists' ? <Lists /> : <Inbox />}
    </div>
  );
}

const outcome = (t: ReturnType<typeof useT>, n: NoticeRow): ReactNode => (n.outcome === 'refuse' ? t('pub.refuse') : n.fen === null ? t('pub.recognised') : <Money fen={n.fen} />);

function Notices(): ReactNode {
  const t = useT();
  const query = useCall(listNotices);
  const [shown, setShown] = useState<string | null>(null);
  const columns: Column<NoticeRow>[] = [
    { key: 'village', title: t('pub.village'), render: (n) => <>{n.village} <span className="muted">{n.unit}</span></> },
    { key: 'name', title: t('pub.name'), render: (n) => <><Link to="/cases/$id" params={{ id: n.case }}>{n.name}</Link> <span className="muted">{n.programmeName}</span></> },
    { key: 'sum', title: t('pub.sum'), render: (n) => <>{outcome(t, n)}{n.persons === null ? null : <span className="muted"> {n.persons} 人</span>}</> },
    { key: 'period', title: t('pub.period'), render: (n) => <><DateText date={n.from} short /> — <DateText date={n.until} short provisional={n.provisional} /></> },
    { key: 'state', title: t('pub.state'), render: (n) => <span className="due">{n.shown ? t('pub.shown') : <><Light light={n.light.light} text={n.light.text} /> {t('pub.gone')}</>}</span> },
    { key: 'open', title: t('pub.open'), align: 'right', render: (n) => (n.open > 0 ? <Link to="/publication" search={{ tab: 'inbox' }} className="bad">{n.open}</Link> : '0') },
    { key: 'preview', title: t('pub.public'), render: (n) => <span className="buttons"><button type="button" className="link" aria-expanded={shown === n.id} onClick={() => setShown(shown === n.id ? null : n.id)}>{t('pub.preview')}</button>{n.shown ? <a href={n.url} target="_blank" rel="noreferrer">{t('pub.public')}</a> : null}</span> },
  ];
  return (
    <View query={query}>
      {({ items }) => {
        const one = items.find((n) => n.id === shown);
        return (
          <>
            <DataTable caption={t('pub.tab.notices')} columns={columns} rows={items} rowKey={(n) => n.id} empty={<p>{t('pub.noNotices')}</p>} />
            {one ? (
              <section className="preview" aria-label={t('pub.previewOf')}>
                <h2>{t('pub.previewOf')}</h2>
                <Facts items={[[t('pub.name'), one.name], [t('pub.village'), one.village], [t('pub.sum'), outcome(t, one)], [t('pub.persons'), one.persons ?? undefined], [t('pub.period'), <span key="p"><DateText date={one.from} /> — <DateText date={one.until} provisional={one.provisional} /></span>], [t('pub.place'), one.place], [t('f.remark'), one.remark]]} />
              </section>
            ) : null}
          </>
        );
      }}
    </View>
  );
}

type Published = Output<typeof listPublished>;

function Lists(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const search = route.useSearch();
  const month = search.month ?? session.today.slice(0, 7);
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/publication', search: { tab: 'lists', village: search.village, month: search.month, ...change }, replace: true });
  const query = useCall(listPublished, { query: { village: search.village, month } }, { keep: true });
  return (
    <View query={query}>
      {(p) => (
        <>
          <div className="filters screen-only">
            <button type="button" className="link" onClick={() => go({ month: shiftMonth(month, -1) })}>← {t('office.monthBack')}</button>
            <b className="nobreak">{monthText(month, locale)}</b>
            <button type="button" className="link" disabled={month >= session.today.slice(0, 7)} onClick={() => go({ month: shiftMonth(month, 1) })}>{t('office.monthNext')} →</button>
            <select className="input village" aria-label={t('pub.village')} value={search.village ?? ''} onChange={(e) => go({ village: e.target.value || undefined })}>
              <option value="">{t('pub.village')}…</option>
              {p.villages.map((v) => <option key={v.key} value={v.key}>{v.unit === v.name ? v.name : `${v.unit} ${v.name}`}（{t('pub.counts', v)}）</option>)}
            </select>
            {p.village ? <><Button type="primary" disabled={p.programmes.length === 0} onClick={() => window.print()}>{t('pub.printList')}</Button><a href={p.village.url} target="_blank" rel="noreferrer">{t('pub.public')}</a></> : null}
          </div>
          {p.village ? <Sheets p={p} month={month} /> : p.villages.length === 0 ? <p className="empty">{t('pub.noLists')}</p> : <p className="empty">{t('pub.pick')}</p>}
        </>
      )}
    </View>
  );
}

/** The list as it hangs on the board: A4, one programme after the other. */
function Sheets({ p, month }: { readonly p: Published; readonly month: string }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const { village } = p;
  if (!village) return null;
  if (p.programmes.length === 0) return <p className="empty">{t('pub.noLists')}</p>;
  return (
    <div className="sheet board">
      {p.programmes.map((g) => (
        <section key={g.id} aria-label={g.name}>
          <h2>{t('pub.listTitle', { village: village.name, programme: g.name, month: monthText(month, locale) })}</h2>
          <p>{g.text}{t('pub.total', { households: g.households, persons: g.persons })}。</p>
          <table className="table">
            <caption className="visually-hidden">{g.name}</caption>
            <thead><tr><th scope="col" className="right">{t('pub.no')}</th><th scope="col">{t('pub.who')}</th><th scope="col" className="right">{t('pub.number')}</th><th scope="col" className="right">{t('pub.money')}</th></tr></thead>
            <tbody>{g.lines.map((l, i) => <tr key={i}><td className="right">{i + 1}</td><td>{l.name}</td><td className="right">{l.persons}</td><td className="right">{l.fen === null ? '—' : formatFen(l.fen)}{l.payment === 'once' ? `（${t('pub.once')}）` : ''}</td></tr>)}</tbody>
          </table>
          <p>{t('pub.phone', { phones: village.telephones })}</p>
          <p className="sheet-sign">{village.unit} {t('pub.seal')}　<DateText date={session.today} short /></p>
        </section>
      ))}
    </div>
  );
}

function Inbox(): ReactNode {
  const t = useT();
  const [state, setState] = useState<(typeof STATES)[number]>('open');
  const query = useCall(listSubmissions, { query: { state } }, { keep: true });
  const columns: Column<SubmissionRow>[] = [
    { key: 'due', title: t('pub.due'), width: '10rem', render: (x) => (x.answered ? <DateText date={x.answered.on} short /> : <span className="due">{x.due ? <DateText date={x.due} short /> : null}{x.light ? <Light light={x.light.light} text={x.light.text} /> : null}</span>) },
    { key: 'kind', title: t('pub.kind'), render: (x) => <><span className="tag">{x.kindText}</span> {t(x.by === 'applicant' ? 'pub.applicant' : x.named ? 'pub.named' : 'pub.anonymous')}</> },
    { key: 'text', title: t('pub.text'), render: (x) => <>{x.text}{x.files > 0 ? <span className="muted"> {t('pub.files', { n: x.files })}</span> : null}</> },
    { key: 'case', title: t('pub.case'), render: (x) => <><Link to="/cases/$id" params={{ id: x.case }}>{x.number}</Link> <span className="muted">{x.programmeName}</span></> },
    { key: 'unit', title: t('pub.unit'), render: (x) => x.unit },
    { key: 'on', title: t('pub.on'), render: (x) => <DateText date={x.on} short /> },
    ...(state === 'open' ? [] : [{ key: 'answer', title: t('pub.answer'), render: (x: SubmissionRow) => (x.answered ? <>{x.answered.text} <span className="muted">{x.answered.by}</span></> : null) }]),
  ];
  return (
    <>
      <div className="filters">
        <select className="input" aria-label={t('office.state')} value={state} onChange={(e) => setState(STATES.find((s) => s === e.target.value) ?? 'open')}>{STATES.map((s) => <option key={s} value={s}>{t(`pub.inbox.${s}`)}</option>)}</select>
      </div>
      <View query={query}>{({ items }) => <DataTable caption={t('pub.tab.inbox')} columns={columns} rows={items} rowKey={(x) => x.id} empty={<p>{t('pub.noInbox')}</p>} />}</View>
    </>
  );
}
