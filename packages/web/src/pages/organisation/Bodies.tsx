import { addMember, endMember, listBodies } from '@doudi/core/api/meetings';
import type { Output } from '@doudi/core/api/contract';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { rulesAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { DateField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { OneStaffField } from '../../forms/pickers.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Section, View } from '../../ui/View.tsx';
import { FileRules } from './FileRules.tsx';

type Listed = Output<typeof listBodies>;
type Held = Listed['bodies'][number];
type Member = Held['members'][number];
type Open = { readonly what: 'add' | 'rules'; readonly at: Held } | { readonly what: 'end'; readonly at: Held; readonly member: Member };

/** 议事机构: who sits in a unit's bodies, by which rules, and when they met. */
export function Bodies({ unit, onChoose }: { readonly unit: string | undefined; readonly onChoose: (unit: string) => void }): ReactNode {
  const t = useT();
  const [past, setPast] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const query = useCall(listBodies, { query: { past: past ? 'true' : 'false', ...(unit === undefined ? {} : { unit }) } }, { keep: true });
  const finish = (text: string): void => {
    setOpen(null);
    setDone(text);
  };
  return (
    <View query={query}>
      {(list) => (
        <>
          <div className="row-line">
            {list.units.length > 1 ? (
              <label>{t('bodies.unit')} <select className="input" value={list.unit} onChange={(e) => onChoose(e.target.value)}>{list.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}</select></label>
            ) : <b>{list.units[0]?.name}</b>}
            <label className="choice"><input type="checkbox" checked={past} onChange={(e) => setPast(e.target.checked)} /><span>{t('bodies.past')}</span></label>
          </div>
          {done ? <p className="outcome" role="status">✓ {done}</p> : null}
          {list.bodies.length === 0 ? <p className="empty">{t('bodies.none')}</p> : list.bodies.map((b) => <Body key={b.body.id} b={b} onOpen={(o) => { setDone(null); setOpen(o); }} />)}
          {open?.what === 'add' ? <Add unit={list.unit} today={list.today} b={open.at} onClose={() => setOpen(null)} onDone={() => finish(t('bodies.added'))} /> : null}
          {open?.what === 'rules' ? <FileRules unit={list.unit} body={open.at.body.id} today={list.today} onClose={() => setOpen(null)} onDone={() => finish(t('bodies.filed'))} /> : null}
          {open?.what === 'end' ? (
            <FormDrawer<typeof endMember, { to: string }> title={`${t('bodies.end')}：${open.member.name}`} says={t('bodies.endSays')} submit={t('bodies.end')} contract={endMember} draft={`end-member:${open.member.id}`} params={{ id: open.member.id }} initial={() => ({ to: list.today })}
              fields={(form) => <DateField label={t('bodies.to')} bind={form.bind('to')} first max={list.today} />} onClose={() => setOpen(null)} onDone={() => finish(t('bodies.ended'))} />
          ) : null}
        </>
      )}
    </View>
  );
}

function Body({ b, onOpen }: { readonly b: Held; readonly onOpen: (o: Open) => void }): ReactNode {
  const { t, locale } = useLocale();
  const { body } = b;
  const why = b.mayKeep ? undefined : t('office.only', { posts: b.keepers.join('、') });
  const { limits } = body;
  const numbers = [
    ...[limits.membersMin, limits.membersMax, limits.presentMin].map((l) => l && { text: t('bodies.people', { label: l.label, n: l.value }), source: l.source }),
    ...[limits.presentPercent, limits.passPercent, limits.representativesPercent].map((l) => l && { text: t('bodies.percent', { label: l.label, n: Number(l.value.toFixed(1)) }), source: l.source }),
    limits.conveneDays && { text: t('bodies.days', { label: limits.conveneDays.label, n: limits.conveneDays.value }), source: limits.conveneDays.source },
  ].filter((x) => x !== null);
  return (
    <Section title={body.name} aside={<SourceChips source={body.source} />}>
      {b.warnings.length > 0 ? <ul className="notice warnings">{b.warnings.map((w) => <li key={w.text}>▲ {w.text} <SourceChips source={w.source} /></li>)}</ul> : null}
      <div className="row-line">
        <ExplainedButton type="primary" why={why} onClick={() => onOpen({ what: 'add', at: b })}>{t('bodies.add')}</ExplainedButton>
        {body.rules ? <ExplainedButton why={why} onClick={() => onOpen({ what: 'rules', at: b })}>{t('bodies.fileRules')}</ExplainedButton> : null}
        {b.lastOn ? <span>{t('bodies.lastOn')} {shortDate(b.lastOn, locale)}</span> : null}
      </div>
      <DataTable caption={t('bodies.members')} rows={b.members} rowKey={(m) => m.id} empty={<p>{t('bodies.noMembers')}</p>} columns={[
        { key: 'name', title: t('bodies.name'), render: (m) => <b>{m.name}</b> }, { key: 'kind', title: t('bodies.kind'), render: (m) => m.kindText },
        { key: 'who', title: t('bodies.who'), render: (m) => t(m.account ? 'bodies.staff' : 'bodies.outside') },
        { key: 'from', title: t('bodies.from'), render: (m) => shortDate(m.from, locale) }, { key: 'to', title: t('bodies.to'), render: (m) => (m.to ? shortDate(m.to, locale) : '') },
        ...(b.mayKeep ? [{ key: 'do', title: t('bodies.end'), render: (m: Member) => (m.to ? null : <Button size="small" onClick={() => onOpen({ what: 'end', at: b, member: m })}>{t('bodies.end')}</Button>) }] : []),
      ]} />
      <details className="more"><summary>{t('bodies.limits')}</summary><ul>{numbers.map((n) => <li key={n.text}>{n.text} <SourceChips source={n.source} /></li>)}</ul></details>
      {body.rules ? (
        <p>{t('bodies.rules')}：{b.rules.length === 0 ? <span className="muted">{t('bodies.noRules')}</span> : b.rules.map((r) => <span key={r.id}><a href={rulesAddress(r.id)} target="_blank" rel="noreferrer">{r.title}</a> <small className="muted">{t('bodies.rulesFrom', { from: shortDate(r.from, locale), by: r.by })}</small> </span>)}</p>
      ) : null}
      <h3>{t('bodies.held')}</h3>
      <DataTable caption={t('bodies.held')} rows={b.held} rowKey={(h) => `${h.caseId}${h.on}`} empty={<p>{t('bodies.noHeld')}</p>} columns={[
        { key: 'on', title: t('office.date'), render: (h) => shortDate(h.on, locale) }, { key: 'case', title: t('bodies.case'), render: (h) => <Link to="/cases/$id" params={{ id: h.caseId }}>{h.caseNumber}</Link> },
        { key: 'present', title: t('bodies.present'), render: (h) => `${t('case.presenceText', { expected: h.expected, present: h.present })}${h.recused > 0 ? t('case.recusedText', { n: h.recused }) : ''}` },
        { key: 'result', title: t('bodies.result'), render: (h) => <span className={h.passed ? 'good' : 'bad'}>{t(h.passed ? 'case.passed' : 'case.notPassed')}</span> },
      ]} />
    </Section>
  );
}

interface Typed { who: 'staff' | 'other'; kind: string; account?: string; name?: string; idNumber?: string; from: string }

function Add({ unit, today, b, onClose, onDone }: { readonly unit: string; readonly today: string; readonly b: Held; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof addMember, Typed> title={`${b.body.name}：${t('bodies.add')}`} says={t('bodies.addSays')} submit={t('bodies.add')} contract={addMember} draft={`member:${unit}:${b.body.id}`} initial={() => ({ who: 'staff', from: session.today })}
      body={(v) => ({ unit, body: b.body.id, kind: v.kind, from: v.from, ...(v.who === 'other' ? { name: v.name ?? '', ...(v.idNumber ? { idNumber: v.idNumber } : {}) } : { account: v.account }) })}
      fields={(form) => (
        <>
          <SelectField label={t('bodies.kind')} bind={form.bind('kind')} first options={b.body.members.map((k) => ({ value: k.id, label: k.label }))} />
          <RadioField label={t('bodies.who')} bind={form.bind('who')} options={[{ value: 'staff', label: t('bodies.staff') }, { value: 'other', label: t('bodies.outside') }]} />
          {form.values.who === 'other' ? (
            <>
              <TextField label={t('bodies.name')} bind={form.bind('name')} maxLength={50} />
              <TextField label={t('bodies.idNumber')} bind={form.bind('idNumber')} maxLength={18} hint={t('bodies.idNumberHint')} optional />
            </>
          ) : <OneStaffField label={t('bodies.account')} bind={form.bind('account')} />}
          <DateField label={t('bodies.from')} bind={form.bind('from')} max={today} />
        </>
      )} onClose={onClose} onDone={onDone} />
  );
}
