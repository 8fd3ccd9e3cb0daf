import type { Output } from '@doudi/core/api/contract';
import type { confirmList, importList, listExternal, previewList } from '@doudi/core/api/leads';
import { expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import { identity } from './warnings.fixture.ts';

const { admin, user, today: dayOf } = await supervision();

test('a file that would take out more of a list than the county’s share shows so before it counts, needs a reason, and counts only once a second person confirms it; sent back, the list stands as it was', async () => {
  const [one, two] = [await user('xx-county'), await user('xx-county2')];
  const today = await dayOf('xx-county');
  const csvOf = (serials: readonly number[]): string => `身份证号,日期,编号\n${serials.map((n) => `${identity({ serial: n })},2021-10-01,D${String(n)}`).join('\n')}\n`;
  const body = (serials: readonly number[], more: Record<string, unknown> = {}) => ({ csv: csvOf(serials), source: '公安部门', sourceDate: today, coverage: '本区户籍', whole: true, ...more });
  const all = Array.from({ length: 20 }, (_, i) => 400 + i);
  const send = async (b: Record<string, unknown>, u = one) => await u.post<Output<typeof importList>>('/warnings/lists/deaths/file', b);
  const look = async (b: Record<string, unknown>): Promise<Output<typeof previewList>> => ok(await one.post<Output<typeof previewList>>('/warnings/lists/deaths/preview', { csv: b['csv'], whole: b['whole'] }));
  const rows = async (): Promise<number> => (await admin.query(`select from external_row x join county c on c.id = x.county_id where c.key = 'xixiu' and list = 'deaths'`)).rowCount ?? 0;
  const waiting = async () => ok(await two.get<Output<typeof listExternal>>('/warnings/lists')).items.find((l) => l.list === 'deaths')?.waiting;
  await admin.query(`delete from external_row using county c where c.id = external_row.county_id and c.key = 'xixiu' and list = 'deaths'`);
  expect(ok(await send(body(all)))).toMatchObject({ rows: 20, waiting: false });
  // Four fifths stay: it counts at once.
  expect(await look(body(all.slice(4)))).toMatchObject({ last: 20, kept: 16, gone: 4, added: 0, second: false });
  const few = body(all.slice(5));
  expect(await look(few)).toMatchObject({ last: 20, kept: 15, gone: 5, second: true, least: 80 });
  expect(await rows()).toBe(20);
  expect((await send(few)).problem).toMatchObject({ code: 'reason.missing', missing: ['理由'] });
  // Nor by giving the same references to other people.
  const renamed = { ...body([], { whole: false }), csv: csvOf(all.slice(0, 10)).replaceAll(/^\d{17}[\dX]/gm, () => identity({ serial: 99 })) };
  expect(await look(renamed)).toMatchObject({ gone: 10, second: true });
  expect(ok(await send({ ...few, reason: '公安更正了五条误登' }))).toMatchObject({ rows: 0, waiting: true });
  expect(await rows()).toBe(20);
  expect(await waiting()).toMatchObject({ gone: 5, mine: false, reason: '公安更正了五条误登' });
  expect((await send(body(all))).problem.code).toBe('conflict.duplicate');
  // What waits is not readable in the database.
  expect((await admin.query(`select from external_batch b where b::text like '%' || $1 || '%'`, [identity({ serial: 406 })])).rowCount).toBe(0);
  const decide = async (agree: boolean, u = two) => await u.post<Output<typeof confirmList>>(`/warnings/batches/${(await waiting())?.id ?? ''}/confirm`, { agree, words: '与公安核对过' });
  expect((await decide(true, one)).problem.code).toBe('person.same');
  expect((await decide(true, await user('xx-handler'))).status).toBe(403);
  ok(await decide(false));
  expect([await rows(), await waiting()]).toEqual([20, null]);
  ok(await send({ ...few, reason: '公安更正了五条误登' }));
  expect(ok(await decide(true))).toEqual({ rows: 15 });
  expect([await rows(), await waiting()]).toEqual([15, null]);
  expect((await admin.query<{ status: string; content: boolean; second: boolean }>(`select status, content_enc is not null as content, decided_by <> by_account as second from external_batch where status in ('confirmed', 'waiting')`)).rows).toEqual([{ status: 'confirmed', content: false, second: true }]);
});
