import { getRouteApi, Link } from '@tanstack/react-router';
import { makeFiling, previewFiling } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { ReportTable } from './ReportTable.tsx';
import { rosterColumns } from './roster.tsx';
import '../../styles/office.css';

const route = getRouteApi('/filings/draft');
type Preview = Output<typeof previewFiling>;

/** The draft of a month's filing: what the case files give, every equation checked, then filed with one press. */
export function DraftPage(): ReactNode {
  const { t } = useLocale();
  const { programme, month } = route.useSearch();
  const [cursors, setCursors] = useState<string[]>([]);
  const [sent, setSent] = useState<Output<typeof makeFiling> | null>(null);
  const query = useCall(previewFiling, { query: { programme, month, cursor: cursors.at(-1) } }, { keep: true, enabled: sent === null });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/filings" search={{ month }}>← {t('office.back')}</Link></p>
      {sent ? <Sent sent={sent} /> : <View query={query}>{(draft) => <Draft draft={draft} cursors={cursors} setCursors={setCursors} programme={programme} month={month} onSent={setSent} />}</View>}
    </div>
  );
}

function Draft({ draft, cursors, setCursors, programme, month, onSent }: { readonly draft: Preview; readonly cursors: string[]; readonly setCursors: (c: string[]) => void; readonly programme: string; readonly month: string; readonly onSent: (s: Output<typeof makeFiling>) => void }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const send = useSend(makeFiling);
  const [ask, setAsk] = useState(false);
  const name = session.programmes.find((p) => p.id === programme)?.name ?? programme;
  return (
    <>
      <h1>{t('fil.preview', { unit: draft.unitName, programme: name, month: monthText(month, locale) })}</h1>
      <p className="says">{t('fil.previewSays')}</p>
      <Facts items={[[t('fil.due'), <><DateText date={draft.dueOn} /> {draft.light ? <Light light={draft.light.light} text={draft.light.text} /> : null} <SourceChips source={byClause(draft.dueSource)} /></>]]} />
      <Section title={t('fil.report')} aside={draft.faults.length === 0 ? <span className="good">✓ {t('fil.foots')}</span> : null}>
        <ReportTable report={draft.report} />
        {draft.faults.length > 0 ? (
          <div className="refusal" role="alert">
            <b>{t('fil.faults', { n: draft.faults.length })}</b>
            <ul>{draft.faults.map((f) => <li key={f.path + f.message}>{f.message}</li>)}</ul>
          </div>
        ) : null}
        {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
        {ask ? (
          <div className="confirm-box" role="group" aria-label={t('fil.send')} onKeyDown={(e) => { if (e.key === 'Escape') setAsk(false); }}>
            <p>{t('fil.sendAsk', { n: draft.total })}</p>
            <p className="buttons">
              <Button type="primary" autoFocus loading={send.isPending} onClick={() => send.mutate({ body: { programme, month } }, { onSuccess: onSent })}>{t('fil.send')}</Button>
              <Button onClick={() => setAsk(false)}>{t('cancel')}</Button>
            </p>
          </div>
        ) : <p className="buttons"><ExplainedButton type="primary" why={draft.why ?? (draft.faults.length > 0 ? t('fil.sendWhy') : undefined)} onClick={() => setAsk(true)}>{t('fil.send')}</ExplainedButton></p>}
      </Section>
      <Section title={t('fil.roster')} aside={<span>{t('fil.rosterCount', { n: draft.total })}</span>}>
        <DataTable caption={t('fil.roster')} columns={rosterColumns(t)} rows={draft.items} rowKey={(l) => String(l.number)} empty={<p>{t('fil.noLines')}</p>} />
        <Pager cursors={cursors} next={draft.next} onGo={setCursors} />
      </Section>
    </>
  );
}

function Sent({ sent }: { readonly sent: Output<typeof makeFiling> }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <div className="outcome" role="status">
      <p><b>✓ {t('fil.sent', { n: sent.lines, filed: sent.filedCases })}</b> <Link to="/filings/$id" params={{ id: sent.id }}>{t('office.open')}</Link></p>
      {sent.late ? <p className="bad">■ {t('fil.sentLate', { due: longDate(sent.dueOn, locale) })}</p> : null}
      {sent.notFiled.length > 0 ? (
        <>
          <p>{t('fil.notFiled', { n: sent.notFiled.length })}</p>
          {[...Map.groupBy(sent.notFiled, (n) => n.rule)].map(([rule, cases]) => (
            <details key={rule} className="more">
              <summary>{rule}（{cases.length}）</summary>
              <p className="buttons">{cases.map((n, i) => <Link key={n.case} to="/cases/$id" params={{ id: n.case }}>{i + 1}</Link>)}</p>
            </details>
          ))}
        </>
      ) : null}
    </div>
  );
}
