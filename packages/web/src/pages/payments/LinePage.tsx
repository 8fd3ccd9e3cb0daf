import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '@doudi/core/api/contract';
import { getLine } from '@doudi/core/api/payment-lines';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { fileAddress, letterAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { Responsible } from '../audit/Responsible.tsx';
import { ProposeSettlement, Settlements } from './Settle.tsx';
import '../../styles/office.css';

const route = getRouteApi('/payment-lines/$id');
type Line = Output<typeof getLine>;

/** 这一笔怎么来的: one line from its decision to the account, with everything that speaks for it one click away. */
export function LinePage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getLine, { params: { id } });
  return (
    <div className="page">
      <View query={query}>
        {(line) => (
          <>
            <p className="screen-only">{line.paidThrough ?? line.roll ? <Link to="/payments/$id" params={{ id: (line.paidThrough ?? line.roll)?.id ?? '' }}>← {(line.paidThrough ?? line.roll)?.name}</Link> : <Link to="/payments">← {t('office.back')}</Link>}</p>
            <LineView line={line} />
            <Responsible line={line.id} />
          </>
        )}
      </View>
    </div>
  );
}

function LineView({ line: l }: { readonly line: Line }): ReactNode {
  const { t, locale } = useLocale();
  const [settling, setSettling] = useState(false);
  const canPropose = useWhoMay()('payment.make') === undefined && !l.cash && (l.status === 'sent' || l.status === 'paid') && l.sendings.some((s) => s.sentOn !== null) && !l.settlements.some((s) => s.status === 'proposed');
  const roll = (r: Line['roll']): ReactNode => (r ? <><Link to="/payments/$id" params={{ id: r.id }}>{r.name}</Link> <span className="tag">{r.statusText}</span></> : null);
  return (
    <>
      <div className="page-head">
        <h1>{t('line.title', { who: l.payee, month: monthText(l.month, locale), fen: formatFen(l.dueFen) })}</h1>
        <span className={`tag line-${l.status}`}>{l.statusText}</span>
        {l.late ? <Light light="red" text={t('hold.late')} /> : null}
      </div>
      <Facts items={[
        [t('office.programme'), `${l.programmeName} ${l.item}`], [t('line.case'), <Link key="c" to="/cases/$id" params={{ id: l.case }} className="number">{l.caseNumber}</Link>], [t('office.unit'), l.unitName],
        [t('pay.arrears'), l.reason], [t('line.roll'), roll(l.roll)], [t('line.through'), roll(l.paidThrough)],
        [t('pay.due'), <Money key="d" fen={l.dueFen} />], [t('pay.paid'), <Money key="p" fen={l.paidFen} />], l.recoveredFen > 0 ? [t('pay.recovered'), <Money key="r" fen={l.recoveredFen} />] : null, l.waivedFen > 0 ? [t('pay.waived'), <Money key="w" fen={l.waivedFen} />] : null, l.openFen > 0 ? [t('line.open'), <Money key="o" fen={l.openFen} />] : null,
      ]} />
      <How line={l} />
      <Holds line={l} />
      <Section title={t('line.bank')} aside={canPropose ? <ExplainedButton size="small" why={undefined} onClick={() => setSettling(true)}>{t(l.status === 'paid' ? 'pay.settle.back' : 'pay.settle')}</ExplainedButton> : null}>
        {settling ? <ProposeSettlement line={l} onClose={() => setSettling(false)} /> : null}
        {l.cash ? <p>{t('line.cash')}</p> : <DataTable caption={t('line.bank')} rows={l.sendings} rowKey={(s) => s.number} empty={<p>{t('line.notSent')}</p>} columns={[
          { key: 'n', title: t('pay.batchNumber'), render: (s) => <span className="number">{s.number}</span> }, { key: 'on', title: t('pay.sentOn'), render: (s) => (s.sentOn ? <DateText date={s.sentOn} short /> : '—') },
          { key: 'fen', title: t('pay.sentFen'), align: 'right', render: (s) => <Money fen={s.fen} bare /> }, { key: 'paid', title: t('pay.paidFen'), align: 'right', render: (s) => <Money fen={s.paidFen} bare /> },
          { key: 'state', title: t('office.state'), render: (s) => s.stateText }, { key: 'words', title: t('pay.words'), render: (s) => s.words ?? '' }, { key: 'paidOn', title: t('pay.paidOn'), render: (s) => (s.paidOn ? <DateText date={s.paidOn} short /> : '') },
        ]} />}
        {l.settlements.length > 0 ? <><h3>{t('pay.settlements.all')}</h3><Settlements rows={l.settlements} withPayee={false} /></> : null}
        {l.bankWords && l.sendings.length === 0 ? <p className="muted">{l.bankWords}</p> : null}
      </Section>
      {l.others.length > 0 ? (
        <Section title={t('line.others')}>
          <DataTable caption={t('line.others')} rows={l.others} rowKey={(o) => o.id} empty={null} columns={[
            { key: 'm', title: t('office.month'), render: (o) => <Link to="/payment-lines/$id" params={{ id: o.id }}>{monthText(o.month, locale)}</Link> }, { key: 'r', title: t('office.note'), render: (o) => o.reason ?? '' },
            { key: 'f', title: t('pay.due'), align: 'right', render: (o) => <Money fen={o.dueFen} bare /> }, { key: 's', title: t('office.state'), render: (o) => o.statusText },
          ]} />
        </Section>
      ) : null}
    </>
  );
}

const accountText = (a: NonNullable<Line['account']>): string => `${a.bank} ${a.number} ${a.holder}`;

/** The facts of the freeze with decision and evidence. */
function How({ line: l }: { readonly line: Line }): ReactNode {
  const t = useT();
  const f = l.fact;
  // Of the papers of that number the decision itself is the first that was made.
  const letter = l.letters.filter((x) => x.number === f?.groundNumber).at(-1);
  return (
    <Section title={t('line.how')}>
      <p className="muted">{f ? t('line.frozenAt', { by: f.frozenBy, at: f.frozenAt === '' ? '' : clockTime(f.frozenAt), n: f.times }) : t(l.cash ? 'line.cash' : 'line.notFrozen')} {f && f.caseNow > f.caseSeq ? t('line.later', { n: f.caseNow - f.caseSeq }) : null}</p>
      <Facts items={[
        f ? [t('line.paper'), <span key="p">{f.ground} {letter ? <a href={letterAddress(letter.id)} target="_blank" rel="noreferrer">{letter.title} {letter.number}</a> : f.groundNumber} {f.groundOn ? <DateText date={f.groundOn} /> : null}</span>] : null,
        f ? [t('line.rate'), <Money key="r" fen={f.rateFen} />] : null, f?.standardFen ? [t('line.standard'), <Money key="s" fen={f.standardFen} />] : null, f ? [t('line.persons'), f.persons] : null,
        f?.account ? [t('line.account'), <span key="a" className="number">{accountText(f.account)} {f.account.holderDiffers && !f.agreement ? <span className="bad">{t('acc.differs')}</span> : null}</span>] : null,
        f?.agreement ? [t('line.agreement'), <span key="g">{t('line.agreementSays', { payee: f.agreement.payee, relation: f.agreement.relation, from: f.agreement.from, expires: f.agreement.expires })} {f.agreement.paper}</span>] : null,
        l.account && (!f?.account || accountText(f.account) !== accountText(l.account)) ? [t('line.accountNow'), <span key="n" className="number">{accountText(l.account)}</span>] : null,
      ]} />
      {f && f.working.length > 0 ? (
        <details className="more">
          <summary>{t('line.working')}</summary>
          <DataTable caption={t('line.working')} rows={f.working.map((w, i) => ({ ...w, key: String(i) }))} rowKey={(w) => w.key} empty={null} columns={[{ key: 'l', title: t('office.note'), render: (w) => w.label }, { key: 't', title: t('pay.sum'), align: 'right', render: (w) => <span className="number">{w.text}</span> }]} />
        </details>
      ) : null}
      <p className="row-line"><b>{t('line.letters')}</b>{l.letters.map((x) => <a key={x.id} href={letterAddress(x.id)} target="_blank" rel="noreferrer">{x.title} <span className="number">{x.number}</span></a>)}</p>
      <p className="row-line"><b>{t('line.files')}</b>{l.files.length === 0 ? <span className="muted">{t('line.noFiles')}</span> : l.files.map((x) => <a key={x.id} href={fileAddress(x.id)} target="_blank" rel="noreferrer">{x.name}</a>)}</p>
    </Section>
  );
}

function Holds({ line: l }: { readonly line: Line }): ReactNode {
  const t = useT();
  const never = l.answers.length === 0 && l.holds.length === 0;
  return (
    <Section title={t('line.holds')}>
      {l.holds.length > 0 ? <p className="bad">{t('line.heldNow', { what: l.holds.map((h) => `${h.text}（${t('pay.cure', { cure: h.cure })}）`).join('；') })} {l.heldOn ? t('hold.since', { date: l.heldOn }) : ''}</p> : null}
      {l.fact && l.fact.cleared.length > 0 ? <p>{t('line.cleared', { what: l.fact.cleared.join('；') })}</p> : null}
      {never ? <p className="muted">{t('line.noHolds')}</p> : (
        <DataTable caption={t('line.holds')} rows={l.answers.map((a, i) => ({ ...a, key: String(i) }))} rowKey={(a) => a.key} empty={null} columns={[
          { key: 'at', title: t('office.at'), width: '11rem', render: (a) => clockTime(a.at) }, { key: 'by', title: t('office.by'), width: '8rem', render: (a) => a.by }, { key: 'what', title: t('hold.reason'), render: (a) => a.holds.join('；') },
          { key: 'text', title: t('pay.answer'), width: '8rem', render: (a) => a.text }, { key: 'why', title: t('office.reason'), render: (a) => a.reason },
        ]} />
      )}
    </Section>
  );
}
