import { giveUpCheck, openCheck, raiseFinding, recomputeCheck, replaceChecker, thirdFinding, type getCheck } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import { NEED_KINDS, RELATIONS } from '@doudi/core/case/facts';
import { CHECK_CAUSES, type CheckCause } from '@doudi/core/check/model';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { Incomes, Properties } from '../../facts/Economy.tsx';
import { ListEditor } from '../../facts/ListEditor.tsx';
import type { IncomeInput, PropertyInput } from '../../facts/model.ts';
import type { Draft, FormState } from '../../forms/form.ts';
import { CheckField, ChecksField, DateField, MoneyField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useStaff } from '../../forms/pickers.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

type Check = Output<typeof getCheck>;
export interface Act {
  readonly name: Check['may'][number];
  readonly finding?: string;
}
interface Props {
  readonly check: Check;
  readonly onClose: () => void;
}

interface More { person: string; relation: (typeof RELATIONS)[number]; birth: string; sex: 'male' | 'female' }
interface Need { kind: (typeof NEED_KINDS)[number]; fen: number }
interface FoundDraft { members: string[]; more: Draft<More>[]; incomes: Draft<IncomeInput>[]; properties: Draft<PropertyInput>[]; needs: Draft<Need>[]; files: string[]; text: string }

const foundOf = (v: Draft<FoundDraft>, aid: boolean): unknown => ({ members: v.members ?? [], more: v.more ?? [], incomes: v.incomes ?? [], properties: v.properties ?? [], ...(aid ? { needs: v.needs ?? [] } : {}) });

/** What was found of a household. Nothing is filled in beforehand: what the case says is not to be copied. */
function FoundFields({ form, check }: { readonly form: FormState<FoundDraft>; readonly check: Check }): ReactNode {
  const t = useT();
  const people = [...check.household.filter((m) => form.values.members?.includes(m.person)).map((m) => ({ value: m.person, label: m.name })), ...(form.values.more ?? []).flatMap((m, i) => (m.person ? [{ value: m.person, label: t('check.newNth', { n: i + 1 }) }] : []))];
  return (
    <>
      <ChecksField label={t('check.livesHere')} bind={form.bind('members')} options={check.household.map((m) => ({ value: m.person, label: m.name, hint: `${m.relation}，${m.age}` }))} first />
      <ListEditor<More> bind={form.bind('more')} add={t('check.addPerson')} blank={() => ({ person: crypto.randomUUID() })} title={(_, i) => t('check.newNth', { n: i + 1 })}>
        {(field) => <>
          <SelectField label={t('check.relation')} bind={field('relation')} options={RELATIONS.filter((r) => r !== 'self').map((value) => ({ value, label: t(`relation.${value}`) }))} />
          <DateField label={t('check.birth')} bind={field('birth')} />
          <SelectField label={t('check.sex')} bind={field('sex')} options={(['male', 'female'] as const).map((value) => ({ value, label: t(`check.${value}`) }))} />
        </>}
      </ListEditor>
      <p>{t('check.incomes')}</p>
      <Incomes bind={form.bind('incomes')} people={people} />
      <p>{t('check.properties')}</p>
      <Properties bind={form.bind('properties')} people={people} />
      {check.aid ? <>
        <p>{t('check.needs')}</p>
        <ListEditor<Need> bind={form.bind('needs')} add={t('check.addNeed')} blank={() => ({})}>
          {(field) => <><SelectField label={t('case.kind')} bind={field('kind')} options={NEED_KINDS.map((value) => ({ value, label: t(`need.${value}`) }))} /><MoneyField label={t('check.sum')} bind={field('fen')} /></>}
        </ListEditor>
      </> : null}
    </>
  );
}

/** 登记查到的情况: each of the two for themselves; of somebody from outside with the scan of the signed form; a third where they differ. */
function FoundForm({ check, name, onClose }: Props & { readonly name: 'recompute' | 'behalf' | 'third' }): ReactNode {
  const t = useT();
  const common = { title: t(`check.do.${name}`), says: t(`check.foundSays.${name}`), submit: t(`check.do.${name}`), wide: true, params: { id: check.head.id }, initial: (): Draft<FoundDraft> => ({ members: [] }), onClose, onDone: onClose };
  if (name === 'third')
    return <FormDrawer<typeof thirdFinding, FoundDraft> {...common} contract={thirdFinding} draft={`third:${check.head.id}`} body={(v) => ({ found: foundOf(v, check.aid), text: v.text, seq: check.head.seq })} fields={(form) => <><FoundFields form={form} check={check} /><TextField label={t('check.thirdText')} bind={form.bind('text')} rows={2} maxLength={500} /></>} />;
  const outside = name === 'behalf';
  return <FormDrawer<typeof recomputeCheck, FoundDraft> {...common} contract={recomputeCheck} draft={`${name}:${check.head.id}`} body={(v) => ({ found: foundOf(v, check.aid), ...(outside ? { behalf: { files: v.files ?? [] } } : {}) })} fields={(form) => <>{outside ? <MatterFilesField label={t('check.scan')} bind={form.bind('files')} matter={check.head.id} /> : null}<FoundFields form={form} check={check} /></>} />;
}

interface Replace { place: '0' | '1'; kind: 'account' | 'outside'; account: string; organisation: string; name: string; reason: string }

function ReplaceForm({ check, onClose }: Props): ReactNode {
  const t = useT();
  const places = ([0, 1] as const).filter((i) => !check.entered[i] || check.barred[i]);
  return (
    <FormDrawer<typeof replaceChecker, Replace> title={t('check.do.replace')} says={t('check.replaceSays')} submit={t('check.do.replace')} contract={replaceChecker} draft={`replace:${check.head.id}`} params={{ id: check.head.id }} initial={() => ({ kind: 'account' })}
      body={(v) => ({ place: Number(v.place), by: v.kind === 'outside' ? { organisation: v.organisation, name: v.name } : { account: v.account }, reason: v.reason, seq: check.head.seq })}
      fields={(form) => (
        <>
          <RadioField label={t('check.whose')} bind={form.bind('place')} options={places.map((i) => ({ value: String(i) as '0' | '1', label: check.pair[i]?.name ?? t('check.nobody') }))} first />
          <RadioField label={t('check.by')} bind={form.bind('kind')} options={(['account', 'outside'] as const).map((value) => ({ value, label: t(`check.by.${value}`) }))} />
          {form.values.kind === 'outside' ? <><TextField label={t('check.organisation')} bind={form.bind('organisation')} maxLength={100} /><TextField label={t('check.name')} bind={form.bind('name')} maxLength={30} /></> : <SelectField label={t('check.account')} bind={form.bind('account')} options={check.people.map((p) => ({ value: p.id, label: p.name }))} />}
          <TextField label={t('check.reason')} bind={form.bind('reason')} rows={2} maxLength={300} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

/** The other acts of a check, each with its form. */
export function ActForm({ act, check, onClose }: Props & { readonly act: Act }): ReactNode {
  const t = useT();
  switch (act.name) {
    case 'recompute':
    case 'behalf':
    case 'third':
      return <FoundForm name={act.name} check={check} onClose={onClose} />;
    case 'replace':
      return <ReplaceForm check={check} onClose={onClose} />;
    case 'giveUp':
      return <FormDrawer<typeof giveUpCheck, { reason: string }> title={t('check.do.giveUp')} says={t('check.giveUpSays')} submit={t('check.do.giveUp')} contract={giveUpCheck} draft={`giveUp:${check.head.id}`} params={{ id: check.head.id }} body={(v) => ({ ...v, seq: check.head.seq })} fields={(form) => <TextField label={t('check.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={onClose} onDone={onClose} />;
    case 'raise':
      return <FormDrawer<typeof raiseFinding, { text: string }> title={t('check.do.raise')} says={check.findings.find((f) => f.id === act.finding)?.text} submit={t('check.do.raise')} contract={raiseFinding} draft={`raise:${act.finding ?? ''}`} params={{ id: check.head.id }} body={(v) => ({ ...v, finding: act.finding, seq: check.head.seq })} fields={(form) => <TextField label={t('check.demand')} bind={form.bind('text')} rows={3} maxLength={1000} first />} onClose={onClose} onDone={onClose} />;
    default:
      return null;
  }
}

interface Open { cause: CheckCause; ground: string; checkers: string[]; due: string; home: boolean }

/** On a case page: a check that no draw asked for. Shown to whoever may open one, once there is a decision to check. */
export function OpenCheck({ case: id, number, decided }: { readonly case: string; readonly number: string; readonly decided: boolean }): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const [open, setOpen] = useState(false);
  const staff = useStaff(['countyHandler', 'countyLeader', 'auditor']);
  if (!decided || !may('check.open')) return null;
  const close = (): void => setOpen(false);
  return (
    <>
      <button type="button" className="link" onClick={() => setOpen(true)}>{t('check.openOne')}</button>
      {open ? (
        <FormDrawer<typeof openCheck, Open> title={`${t('check.openOne')} ${number}`} says={t('check.openSays')} submit={t('check.openOne')} contract={openCheck} draft={`check:${id}`} initial={() => ({ home: true })} body={(v) => ({ ...v, case: id, home: v.home ?? false })} fields={(form) => (
          <>
            <RadioField label={t('check.cause')} bind={form.bind('cause')} options={CHECK_CAUSES.map((value) => ({ value, label: t(`check.cause.${value}`) }))} first />
            <TextField label={t('check.ground')} bind={form.bind('ground')} rows={2} maxLength={300} />
            <ChecksField label={t('check.pair')} hint={t('check.pairHint')} bind={form.bind('checkers')} options={staff} />
            <DateField label={t('check.due')} bind={form.bind('due')} min={session.today} />
            <CheckField label={t('check.mustHome')} bind={form.bind('home')} />
          </>
        )} onClose={close} onDone={close} />
      ) : null}
    </>
  );
}
