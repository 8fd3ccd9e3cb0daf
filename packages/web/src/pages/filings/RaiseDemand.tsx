import { raiseDemand } from '@doudi/core/api/filings';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { DateField, NumberField, RadioField, TextField } from '../../forms/inputs.tsx';
import { useT, type Translate } from '../../i18n/index.tsx';
import type { Column } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';

const KINDS = ['procedure', 'determination', 'report', 'other'] as const;
interface DemandTyped { line?: number; kind: (typeof KINDS)[number]; text: string; dueOn: string }

/** What a demand is about: a line or the whole filing, and what was found. */
export interface Demanding {
  readonly line: number | null;
  readonly kind?: (typeof KINDS)[number];
  readonly text?: string;
}

/** A last column from which a finding becomes a demand; none for who does not examine. */
export const demandColumn = <Row,>(t: Translate, reviewing: boolean, onDemand: (row: Row) => void): Column<Row>[] =>
  reviewing ? [{ key: 'do', title: t('fil.demand'), width: '8rem', render: (row) => <button type="button" className="link" onClick={() => onDemand(row)}>{t('fil.demand')}</button> }] : [];

export function RaiseDemand({ id, about, lines, onClose }: { readonly id: string; readonly about: Demanding; readonly lines: number; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof raiseDemand, DemandTyped> title={t('fil.demand')} says={t('fil.demandSays')} submit={t('fil.demand')} contract={raiseDemand} draft={`demand:${id}:${about.line ?? 'whole'}:${about.text ?? ''}`} params={{ id }}
      initial={() => ({ ...(about.line === null ? {} : { line: about.line }), ...(about.kind ? { kind: about.kind } : {}), ...(about.text ? { text: about.text } : {}) })}
      fields={(form) => (
        <>
          <NumberField label={t('fil.demandLine')} bind={form.bind('line')} optional hint={`${t('fil.wholeFiling')} / 1–${lines}`} />
          <RadioField label={t('fil.demandKind')} bind={form.bind('kind')} first options={KINDS.map((k) => ({ value: k, label: t(`fil.kind.${k}`) }))} />
          <TextField label={t('fil.demandText')} bind={form.bind('text')} rows={4} maxLength={1000} />
          <DateField label={t('fil.demandDue')} bind={form.bind('dueOn')} min={session.today} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
