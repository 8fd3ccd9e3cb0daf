import { buffer } from 'node:stream/consumers';
import type { Output } from '@doudi/core/api/contract';
import type { getImport, RosterImportView } from '@doudi/core/api/rosters';
import { testIdentity } from '@doudi/core/people/id-number';
import { ROSTER_COLUMNS, ROSTER_SHEET, type RosterKey } from '@doudi/core/roster/columns';
import { readRows } from '../../platform/excel/read.ts';
import { writeWorkbook } from '../../platform/excel/write.ts';
import type { Client } from '../../testing/client.ts';
import { until } from '../../testing/until.ts';

/** A row of a roster as typed; `monthly` in fen. */
export type Typed = Partial<Record<RosterKey, string | number>>;

export const person = (n: number): string => testIdentity('1965-02-03', n % 2 ? 'female' : 'male', n);
export const head = (n: number, more: Typed = {}): Typed => ({ head: person(n), name: `户主${String.fromCodePoint(0x4e00 + n)}`, idNumber: person(n), relation: '本人', address: '一号楼', monthly: 109_050, fromMonth: '2019-03', ...more });
export const member = (n: number, own: number, more: Typed = {}): Typed => ({ head: person(n), name: `成员${String.fromCodePoint(0x4e00 + own)}`, idNumber: person(own), relation: '配偶', ...more });

/** The rows as an office would send them in. */
export async function rosterFile(rows: readonly Typed[]): Promise<Buffer> {
  const columns = ROSTER_COLUMNS.map((c) => ({ header: c.header, kind: c.key === 'monthly' ? ('money' as const) : ('text' as const), width: 12 }));
  return await buffer(await writeWorkbook({ title: '花名册', notes: [{ name: '填写说明', widths: [9], rows: [['说明']] }], sheets: [{ name: ROSTER_SHEET, columns, rows: rows.map((r) => ROSTER_COLUMNS.map((c) => r[c.key] ?? null)) }] }));
}

/** Sends a workbook in as a browser does. */
export async function upload<T = RosterImportView & { code?: string }>(client: Client, path: string, bytes: Buffer): Promise<{ status: number; body: T }> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), '存量.xlsx');
  const response = await fetch(`${client.origin}/api/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${client.token}` }, body: form });
  return { status: response.status, body: (await response.json()) as T };
}

export const fetchAs = (client: Client, path: string): Promise<Response> => fetch(`${client.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${client.token}` } });

/** Rows of a sheet of a downloaded workbook. */
export async function download(client: Client, path: string, sheet: string): Promise<(string | number | null)[][]> {
  const response = await fetchAs(client, path);
  if (response.status !== 200 || !response.headers.get('content-type')?.includes('spreadsheetml')) throw new Error(`${path} ${response.status} ${await response.text()}`);
  const rows: (string | number | null)[][] = [];
  for await (const r of readRows(Buffer.from(await response.arrayBuffer()), sheet, { rows: 200_000 })) rows.push([...r.cells]);
  return rows;
}

/** Waits until a confirmed import has ended, one way or the other. */
export async function settled(client: Client, id: string): Promise<Output<typeof getImport>> {
  return await until(async () => (await client.get<Output<typeof getImport>>(`/rosters/imports/${id}`)).body, (i) => i.status !== 'confirmed', 'ended');
}

/** Takes a roster over for a unit: uploaded and checked by the unit, confirmed by the county. */
export async function takeOverRoster(proposer: Client, county: Client, unit: string, programme: string, payFrom: string, rows: readonly Typed[]): Promise<Output<typeof getImport>> {
  const { body } = await upload(proposer, `/rosters/imports?programme=${programme}&unit=${unit}`, await rosterFile(rows));
  const r = await county.post(`/rosters/imports/${body.id}/confirm`, { choice: 'all', payFrom });
  if (r.status !== 200) throw new Error(JSON.stringify([body, r.body]));
  return await settled(county, body.id);
}
