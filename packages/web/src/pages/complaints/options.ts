import type { listComplaints } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import type { Option } from '../../forms/inputs.tsx';

export type Desk = Output<typeof listComplaints>;

/** Choices of a closed list with its words. */
export const choices = <V extends string>(list: readonly V[], labels: Readonly<Record<V, string>>): Option<V>[] => list.map((value) => ({ value, label: labels[value] }));

export const offices = (desk: Desk): Option<string>[] => desk.units.map((u) => ({ value: u.key, label: u.name }));
export const people = (desk: Desk): Option<string>[] => desk.staff.map((s) => ({ value: s.id, label: s.name, hint: s.unitName }));
