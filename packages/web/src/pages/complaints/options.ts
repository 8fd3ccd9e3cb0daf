import type { listComplaints } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import type { Option } from '../../forms/inputs.tsx';

export type Desk = Output<typeof listComplaints>;
/** What the form of registration needs of it. */
export type Counter = Pick<Desk, 'own' | 'today' | 'boxes' | 'units' | 'staff'>;

/** Choices of a closed list with its words. */
export const choices = <V extends string>(list: readonly V[], labels: Readonly<Record<V, string>>): Option<V>[] => list.map((value) => ({ value, label: labels[value] }));

export const offices = (desk: Pick<Desk, 'units'>): Option<string>[] => desk.units.map((u) => ({ value: u.key, label: u.name }));
export const people = (desk: Pick<Desk, 'staff'>): Option<string>[] => desk.staff.map((s) => ({ value: s.id, label: s.name, hint: s.unitName }));
