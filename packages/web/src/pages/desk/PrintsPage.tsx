import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { dropPrint, listPrints, startPrint } from '@doudi/core/api/desk';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { letterAddress } from '../../api/files.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Empty, Section, View } from '../../ui/View.tsx';

const route = getRouteApi('/desk/prints');
type Item = Output<typeof listPrints>['waiting'][number];

/** 打印队列: what was produced through the day, printed in one go. */
export function PrintsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const scope = route.useSearch().scope ?? 'mine';
  const query = useCall(listPrints, { query: { scope } });
  const run = useSend(startPrint);
  const drop = useSend(dropPrint);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [duplex, setDuplex] = useState(true);
  const [opened, setOpened] = useState<{ address: string; n: number } | null>(null);
  const print = (items: readonly string[]): void => {
    // Opened with the click, before the answer: a window opened later is taken for an advertisement.
    const sheet = window.open('', '_blank');
    run.mutate({ body: { items: [...items] } }, {
      onSuccess: (r) => {
        const address = `/api/v1/desk/prints/runs/${r.run}${duplex ? '?duplex=1' : ''}`;
        setOpened({ address, n: r.prints + r.reprints });
        if (sheet) sheet.location.href = address;
      },
      onError: () => sheet?.close(),
    });
  };
  const paper: Column<Item> = { key: 'paper', title: t('print.paper'), render: (i) => <>{i.letter ? <a href={letterAddress(i.letter)} target="_blank" rel="noreferrer">{i.title}</a> : i.title} <span className="number muted">{i.number}</span></> };
  const which: Column<Item> = { key: 'case', title: t('print.case'), render: (i) => <Link to="/cases/$id" params={{ id: i.case }}>{i.applicant} <span className="number">{i.caseNumber}</span></Link> };
  const added: Column<Item> = { key: 'by', title: t('print.by'), width: '16rem', render: (i) => `${i.addedBy}　${clockTime(i.addedAt)}` };
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('print.title')}</h1>
        <Tabs label={t('print.scope')} items={[{ key: 'mine', label: t('print.mine') }, { key: 'unit', label: `${t('print.unit')}：${session.unit.name}` }]} value={scope} onChange={(s) => void navigate({ to: '/desk/prints', search: { scope: s }, replace: true })} />
      </div>
      {opened ? <p className="outcome" role="status"><b>✓ {t('print.opened', { n: opened.n })}</b> <a href={opened.address} target="_blank" rel="noreferrer">{t('print.open')}</a></p> : null}
      {run.isError ? <RefusalPanel problem={problemOf(run.error)} /> : null}
      <View query={query}>
        {(page) => {
          const ticked = page.waiting.filter((i) => !unticked.has(i.id)).map((i) => i.id);
          const tick: Column<Item> = { key: 'tick', title: t('batch.pick'), width: '3.5rem', render: (i) => <input type="checkbox" className="tick" aria-label={t('print.pick', { what: `${i.title} ${i.number}` })} checked={!unticked.has(i.id)} onChange={() => setUnticked((u) => (u.has(i.id) ? new Set([...u].filter((x) => x !== i.id)) : new Set(u).add(i.id)))} /> };
          const out: Column<Item> = { key: 'drop', title: '', width: '4rem', render: (i) => <button type="button" className="link" aria-label={`${t('print.drop')} ${i.title} ${i.number}`} onClick={() => drop.mutate({ params: { id: i.id } })}>{t('print.drop')}</button> };
          const marks: Column<Item> = {
            key: 'marks', title: t('print.who'), width: '20rem',
            render: (i) => i.prints.map((p) => <span key={p.nth} className={`print-mark${p.nth > 1 ? ' print-mark-again' : ''}`}>{p.nth > 1 ? `${t('print.reprint')}（${t('print.nth', { n: p.nth })}）` : t('print.first')} {p.by} {clockTime(p.at)}</span>),
          };
          const again: Column<Item> = { key: 'again', title: '', width: '4rem', render: (i) => <button type="button" className="link" aria-label={`${t('print.again')} ${i.title} ${i.number}`} onClick={() => print([i.id])}>{t('print.again')}</button> };
          return (
            <>
              <Section title={t('print.waiting')}>
                <DataTable caption={t('print.waiting')} columns={[tick, paper, which, added, out]} rows={page.waiting} rowKey={(i) => i.id} empty={<p>{t('print.empty')}</p>} />
                {page.waiting.length > 0 ? (
                  <div className="batch-bar screen-only">
                    <Button type="primary" disabled={ticked.length === 0} loading={run.isPending} onClick={() => print(ticked)}>{t('print.go', { n: ticked.length })}</Button>
                    <label className="choice"><input type="checkbox" checked={duplex} onChange={(e) => setDuplex(e.target.checked)} /> <span>{t('print.duplex')}</span></label>
                    <button type="button" className="link" onClick={() => setUnticked(ticked.length === page.waiting.length ? new Set(page.waiting.map((i) => i.id)) : new Set())}>{t(ticked.length === page.waiting.length ? 'batch.pickNone' : 'print.all')}</button>
                    {ticked.length === 0 ? <span className="muted">{t('print.nothing')}</span> : null}
                  </div>
                ) : null}
                {scope === 'mine' && page.others > 0 ? <p className="muted">{t('print.others', { n: page.others })}</p> : null}
              </Section>
              <Section title={t('print.printed')}>
                {page.printed.length === 0 ? <Empty>{t('print.emptyPrinted')}</Empty> : <DataTable caption={t('print.printed')} columns={[paper, which, marks, again]} rows={page.printed} rowKey={(i) => i.id} empty={null} />}
              </Section>
            </>
          );
        }}
      </View>
    </div>
  );
}
