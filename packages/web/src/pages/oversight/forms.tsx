import { amendOversight, attachOversight, recordOversight, stateCondition, withdrawOversight } from '@doudi/core/api/oversight';
import { OVERSIGHT_KINDS, OVERSIGHT_METHODS, OVERSIGHT_STAGES, type OversightKind, type OversightMethod, type OversightStage } from '@doudi/core/oversight/payloads';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { DateField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

interface Close { readonly onClose: () => void }
interface Act { readonly id: string; readonly seq: number; readonly text: string }
interface Record_ { unit: string; kind: OversightKind; stage: OversightStage; method: OversightMethod; on: string; people: string; with: string; text: string }

const names = (text: string | undefined): string[] => (text ?? '').split(/[、,，;；\s]+/).filter(Boolean);
const keys = <K extends string>(o: Readonly<Record<K, string>>): K[] => Object.keys(o) as K[];

/** 登记督导 of one unit; which, where the page does not say. */
export function RecordForm({ units, unit, onClose, onDone }: Close & { readonly units: readonly { readonly unit: string; readonly unitName: string }[]; readonly unit?: string; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof recordOversight, Record_> title={t('ov.record')} says={t('ov.recordSays')} submit={t('ov.record')} contract={recordOversight} draft={`oversight:${unit ?? 'any'}`} initial={() => ({ unit, kind: 'inspection', stage: 'during', method: 'onSite', on: session.today, people: session.name })}
      body={(v) => ({ ...v, people: names(v.people), with: names(v.with) })} fields={(form) => (
        <>
          <SelectField label={t('ov.unit')} bind={form.bind('unit')} options={units.map((u) => ({ value: u.unit, label: u.unitName }))} first />
          <div className="row">
            <SelectField label={t('ov.kind')} bind={form.bind('kind')} options={keys(OVERSIGHT_KINDS).map((value) => ({ value, label: t(`ov.kind.${value}`) }))} />
            <SelectField label={t('ov.method')} bind={form.bind('method')} options={keys(OVERSIGHT_METHODS).map((value) => ({ value, label: t(`ov.method.${value}`) }))} />
            <DateField label={t('ov.on')} bind={form.bind('on')} max={session.today} />
          </div>
          <RadioField label={t('ov.stage')} bind={form.bind('stage')} options={keys(OVERSIGHT_STAGES).map((value) => ({ value, label: t(`ov.stage.${value}`) }))} />
          <TextField label={t('ov.peopleField')} bind={form.bind('people')} maxLength={300} />
          <TextField label={t('ov.with')} bind={form.bind('with')} maxLength={300} optional />
          <TextField label={t('ov.text')} hint={t('ov.textHint')} bind={form.bind('text')} rows={6} maxLength={2000} />
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
