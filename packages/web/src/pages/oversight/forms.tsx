import { amendOversight, attachOversight, demandOfOversight, dutyChoices, listOversight, recordOversight, stateCondition, withdrawOversight } from '@doudi/core/api/oversight';
import { OVERSIGHT_KINDS, OVERSIGHT_METHODS, OVERSIGHT_STAGES, type OversightKind, type OversightMethod, type OversightStage } from '@doudi/core/oversight/payloads';
import { CONDUCTS, FAILINGS, SEVERITIES, type Conduct, type Failing, type Severity } from '@doudi/core/rectification/model';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { inside, type Draft, type FormState } from '../../forms/form.ts';
import { ChecksField, DateField, MoneyField, NumberField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

interface Close { readonly onClose: () => void }
interface Act { readonly id: string; readonly seq: number; readonly text: string }
interface Record_ {
  unit: string; kind: OversightKind; stage: OversightStage; method: OversightMethod; on: string; people: string; with: string; duties: string[]; text: string; figures: string;
  survey: { asked: number; satisfied: number; aware: number }; document: { title: string; number: string; on: string }; assignee: { body: string; person: string }; award: { fen: number; year: string; basis: string };
}
/** Stands for no unit in particular. */
const WHOLE = '*';

const names = (text: string | undefined): string[] => (text ?? '').split(/[、,，;；\s]+/).filter(Boolean);
const keys = <K extends string>(o: Readonly<Record<K, string>>): K[] => Object.keys(o) as K[];

/** `名称，数值，单位，期间，来源` a line; a line that is none is refused by the contract. */
const figuresOf = (text: string | undefined): unknown[] => (text ?? '').split('\n').map((l) => l.trim()).filter(Boolean).map((l) => { const [label, value, unit, period, source] = l.split(/[，,]/).map((x) => x.trim()); return { label, value: value === undefined || value === '' ? undefined : Number(value), unit, period, source }; });

/** What the kind asks for goes along; what was typed under another kind stays behind. */
const detailsOf = (v: Draft<Record_>): Record<string, unknown> => {
  switch (v.kind) {
    case 'survey': return { survey: v.survey };
    case 'statistics': return { figures: figuresOf(v.figures) };
    case 'document': return { document: v.document };
    case 'system': return v.document?.title ? { document: v.document } : {};
    case 'assignment': return { assignee: v.assignee };
    case 'award': return { award: v.award };
    default: return {};
  }
};

/** 登记督导: of one unit or of the county, under the clauses that it carries out. A unit records what its plan bids it do within itself. */
export function RecordForm({ unit, duty, kind, whole = false, onClose, onDone }: Close & { readonly unit?: string; /** Begins with no unit in particular. */ readonly whole?: boolean; /** Clause and kind to begin with. */ readonly duty?: string; readonly kind?: OversightKind; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const choices = useCall(dutyChoices, {}, { keep: true }).data;
  const offices = useCall(listOversight, {}, { keep: true }).data?.units ?? [];
  const within = choices?.level === 'unit';
  return (
    <FormDrawer<typeof recordOversight, Record_> wide title={t(within ? 'ov.recordWithin' : 'ov.record')} says={t(within ? 'ov.recordWithinSays' : 'ov.recordSays')} submit={t('ov.record')} contract={recordOversight} draft={`oversight:${unit ?? duty ?? 'any'}:${kind ?? ''}`}
      initial={() => ({ unit: unit ?? (within ? session.unit.key : whole ? WHOLE : undefined), kind: kind ?? 'inspection', stage: 'during', method: 'onSite', on: session.today, people: session.name, duties: duty === undefined ? [] : [duty] })}
      body={(v) => ({ unit: v.unit === WHOLE ? null : v.unit, kind: v.kind, stage: v.stage, method: v.method, on: v.on, people: names(v.people), with: names(v.with), duties: v.duties ?? [], text: v.text, ...detailsOf(v) })} fields={(form) => {
        const possible = (choices?.items ?? []).filter((d) => form.values.kind === 'assignment' || d.kinds === null || (form.values.kind !== undefined && d.kinds.includes(form.values.kind)));
        return (
          <>
            <SelectField label={t('ov.unit')} bind={form.bind('unit')} options={[...(within ? [] : [{ value: WHOLE, label: t('ov.whole') }]), ...offices.map((u) => ({ value: u.unit, label: u.unitName }))]} first />
            <div className="row">
              <SelectField label={t('ov.kind')} bind={form.bind('kind')} options={keys(OVERSIGHT_KINDS).map((value) => ({ value, label: t(`ov.kind.${value}`) }))} />
              <SelectField label={t('ov.method')} bind={form.bind('method')} options={keys(OVERSIGHT_METHODS).map((value) => ({ value, label: t(`ov.method.${value}`) }))} />
              <DateField label={t('ov.on')} bind={form.bind('on')} max={session.today} />
            </div>
            <RadioField label={t('ov.stage')} bind={form.bind('stage')} options={keys(OVERSIGHT_STAGES).map((value) => ({ value, label: t(`ov.stage.${value}`) }))} />
            {possible.length === 0 ? <p className="muted">{t('ov.dutiesNone')}</p> : <ChecksField label={t('ov.duties')} optional bind={form.bind('duties')} options={possible.map((d) => ({ value: d.id, label: `${d.clause} ${d.phrase}`, hint: [d.with.length > 0 ? t('ov.dutyWith', { bodies: d.with.join('、') }) : '', d.each ? t('ov.dutyEach') : ''].filter(Boolean).join('；') || undefined }))} />}
            <TextField label={t('ov.peopleField')} bind={form.bind('people')} maxLength={300} />
            <TextField label={t('ov.with')} bind={form.bind('with')} maxLength={300} optional />
            <Details form={form} />
            <TextField label={t('ov.text')} hint={t('ov.textHint')} bind={form.bind('text')} rows={6} maxLength={2000} />
          </>
        );
      }} onClose={onClose} onDone={(d) => onDone(d.id)} />
  );
}

/** Opens the form: for the county always, for a unit where its plan bids it supervise within itself. */
export function RecordButton({ onClick }: { readonly onClick: () => void }): ReactNode {
  const t = useT();
  const choices = useCall(dutyChoices, {}, { keep: true }).data;
  if (!choices || (choices.level === 'unit' && choices.items.length === 0)) return null;
  return <Button type="primary" onClick={onClick}>{t(choices.level === 'unit' ? 'ov.recordWithin' : 'ov.record')}</Button>;
}

function Details({ form }: { readonly form: FormState<Record_> }): ReactNode {
  const t = useT();
  switch (form.values.kind) {
    case 'survey': {
      const bind = inside(form.bind('survey'));
      return <div className="row"><NumberField label={t('ov.asked')} bind={bind('asked')} unit={t('ov.persons')} /><NumberField label={t('ov.satisfied')} bind={bind('satisfied')} unit={t('ov.persons')} /><NumberField label={t('ov.aware')} bind={bind('aware')} unit={t('ov.persons')} /></div>;
    }
    case 'statistics':
      return <TextField label={t('ov.figures')} hint={t('ov.figuresHint')} bind={form.bind('figures')} rows={4} maxLength={4000} />;
    case 'document': case 'system': {
      const bind = inside(form.bind('document'));
      const optional = form.values.kind === 'system';
      return <div className="row"><TextField label={t('ov.docTitle')} bind={bind('title')} maxLength={120} optional={optional} /><TextField label={t('ov.docNumber')} bind={bind('number')} maxLength={60} optional={optional} /><DateField label={t('ov.docOn')} bind={bind('on')} optional={optional} /></div>;
    }
    case 'assignment': {
      const bind = inside(form.bind('assignee'));
      return <div className="row"><TextField label={t('ov.assignBody')} bind={bind('body')} maxLength={60} /><TextField label={t('ov.assignPerson')} bind={bind('person')} maxLength={40} /></div>;
    }
    case 'award': {
      const bind = inside(form.bind('award'));
      return <><div className="row"><MoneyField label={t('ov.awardFen')} bind={bind('fen')} /><TextField label={t('ov.awardYear')} bind={bind('year')} maxLength={4} inputMode="numeric" /></div><TextField label={t('ov.awardBasis')} bind={bind('basis')} rows={2} maxLength={300} /></>;
    }
    default:
      return null;
  }
}

interface Demand { failing: Failing; conduct: Conduct; severity: Severity; text: string }

/** 要求整改: what was found on the spot becomes a rectification of the unit. */
export function DemandForm({ act, onClose, onDone }: Close & { readonly act: Act; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof demandOfOversight, Demand> title={t('ov.demand')} says={t('ov.demandSays')} submit={t('ov.demand')} contract={demandOfOversight} params={{ id: act.id }} draft={`demand:${act.id}`} initial={() => ({ text: act.text, conduct: 'none', severity: 'light' })} fields={(form) => (
      <>
        <TextField label={t('rect.text')} bind={form.bind('text')} rows={5} maxLength={2000} first />
        <RadioField label={t('rect.failing')} bind={form.bind('failing')} options={keys(FAILINGS).map((value) => ({ value, label: t(`rect.failing.${value}`) }))} />
        <SelectField label={t('rect.conduct')} bind={form.bind('conduct')} options={keys(CONDUCTS).map((value) => ({ value, label: t(`rect.conduct.${value}`) }))} />
        <RadioField label={t('rect.severity')} bind={form.bind('severity')} options={keys(SEVERITIES).map((value) => ({ value, label: t(`rect.severity.${value}`) }))} />
      </>
    )} onClose={onClose} onDone={(d) => onDone(d.id)} />
  );
}

export function AmendForm({ act, onClose }: Close & { readonly act: Act }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof amendOversight, { text: string; reason: string }> title={t('ov.amend')} submit={t('ov.amend')} contract={amendOversight} params={{ id: act.id }} draft={`amend:${act.id}`} initial={() => ({ text: act.text })} body={(v) => ({ ...v, seq: act.seq })} fields={(form) => (
      <>
        <TextField label={t('ov.text')} bind={form.bind('text')} rows={6} maxLength={2000} first />
        <TextField label={t('ov.amendReason')} bind={form.bind('reason')} maxLength={300} />
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}

export function WithdrawForm({ act, onClose }: Close & { readonly act: Act }): ReactNode {
  const t = useT();
  return <FormDrawer<typeof withdrawOversight, { reason: string }> title={t('ov.withdraw')} says={t('ov.withdrawSays')} submit={t('ov.withdraw')} contract={withdrawOversight} params={{ id: act.id }} draft={`withdrawAct:${act.id}`} body={(v) => ({ ...v, seq: act.seq })} fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={300} first />} onClose={onClose} onDone={onClose} />;
}

export function AttachForm({ act, onClose }: Close & { readonly act: Act }): ReactNode {
  const t = useT();
  return <FormDrawer<typeof attachOversight, { files: string[] }> title={t('ov.attach')} submit={t('ov.attach')} contract={attachOversight} params={{ id: act.id }} draft={`attach:${act.id}`} body={(v) => ({ ...v, seq: act.seq })} fields={(form) => <MatterFilesField label={t('ov.files')} hint={t('ov.filesHint')} bind={form.bind('files')} matter={act.id} />} onClose={onClose} onDone={onClose} />;
}

interface Stated { held: 'yes' | 'no'; text: string }

/** Whether the unit has it: by the unit of itself, by the county of the unit. */
export function ConditionForm({ unit, condition, onClose }: Close & { readonly unit: string; readonly condition: { readonly id: string; readonly label: string } }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof stateCondition, Stated> title={condition.label} says={t('ov.stateSays')} submit={t('ov.state')} contract={stateCondition} params={{ unit }} draft={`condition:${unit}:${condition.id}`} body={(v) => ({ condition: condition.id, held: v.held === undefined ? undefined : v.held === 'yes', text: v.text })} fields={(form) => (
      <>
        <RadioField label={t('ov.stateField')} bind={form.bind('held')} options={[{ value: 'yes', label: t('ov.held') }, { value: 'no', label: t('ov.notHeld') }]} first />
        <TextField label={t('ov.stateText')} hint={t('ov.stateHint')} bind={form.bind('text')} rows={3} maxLength={300} />
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}
