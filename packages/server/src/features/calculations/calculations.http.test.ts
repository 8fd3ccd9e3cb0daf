import type { JobHelpers } from 'graphile-worker';
import type { Output } from '@doudi/core/api/contract';
import type { listBehaviour } from '@doudi/core/api/behaviour';
import type { previewRule } from '@doudi/core/api/leads';
import { expect, test } from 'vitest';
import { computeWaiting } from '../../testing/calculate.ts';
import { supervision } from '../../testing/matters.ts';
import { calculateTask, type CalculationKind } from './calculate.ts';
import { COMPUTE } from './kinds.ts';

const { services, admin, user, today, countyId } = await supervision();
type Preview = Output<typeof previewRule>;
const R06 = '/warnings/rules/R06';
const ask = async (login: string, threshold: number) => await (await user(login)).post<{ queued: true }>(`${R06}/preview`, { threshold });
const preview = async (threshold: number): Promise<Preview> => (await (await user('hq-chief')).get<Preview>(`${R06}/preview?threshold=${String(threshold)}`)).body;
const behaviour = async (): Promise<Output<typeof listBehaviour>['run']> => (await (await user('hq-county')).get<Output<typeof listBehaviour>>('/behaviour')).body.run;

/** Somebody's computation under way that no job runner knows of, so that it stays as it is. */
const plant = async (kind: CalculationKind, key = 'other'): Promise<string> =>
  (await admin.query<{ id: string }>(`insert into calculation (county_id, id, kind, key, status, done, steps, asked_by, asked_by_name, asked_at, moved_at) values ($1, gen_random_uuid(), $2, $3, 'running', 3, 8, gen_random_uuid(), '吴科长', now(), now()) returning id`, [countyId('hq'), kind, key])).rows[0]?.id ?? '';
const forget = async (id: string): Promise<unknown> => await admin.query(`update calculation set status = 'failed', words = 'x', ended_at = now() where id = $1`, [id]);

test('what is computed over a county is asked for, and stands beside the question once it is over', async () => {
  expect(await preview(3)).toEqual({ run: null, trial: null });
  expect((await ask('hq-chief', 3)).body).toEqual({ queued: true });
  await computeWaiting(admin);
  const done = await preview(3);
  expect(done).toMatchObject({ run: { state: 'done' }, trial: { now: expect.any(Number), after: expect.any(Number) } });
  expect(done.run?.text).toMatch(/^\d\d:\d\d 算完$/);
  // Of another number nothing is known.
  expect(await preview(4)).toEqual({ run: null, trial: null });
});

test('one of a kind at a time in a county: the same question is joined, another is refused in words; other kinds and counties go on', async () => {
  const { rows } = await admin.query<{ key: string }>(`select key from calculation where kind = 'warningTrial'`);
  const running = await plant('warningTrial', rows[0]?.key ?? '');
  expect((await ask('hq-county', 3)).status).toBe(200);
  const other = await ask('hq-county', 6);
  expect(other.problem).toMatchObject({ status: 503, code: 'busy', allowed: ['等它算完后再提出'] });
  expect(other.problem.rule).toMatch(/^吴科长 \d\d:\d\d 提出的预警界限试算还没有算完：正在计算，已完成 3 \/ 8$/);
  expect((await preview(3)).run).toMatchObject({ state: 'running', text: '正在计算，已完成 3 / 8', by: '吴科长' });
  expect((await (await user('hq-county')).post('/behaviour/run', {})).status).toBe(200);
  expect((await ask('lh-chief', 6)).status).toBe(200);
  await forget(running);
  await computeWaiting(admin);
  expect((await ask('hq-county', 6)).status).toBe(200);
  await computeWaiting(admin);
  expect((await preview(6)).trial).not.toBeNull();
});

test('another number is decided on a trial of the day, which stays with the decision', async () => {
  const chief = await user('hq-chief');
  const choice = { active: true, threshold: 7, from: await today('hq-chief'), reason: '试行，漏报较多' };
  expect((await chief.post(R06, choice)).problem).toMatchObject({ code: 'step.order', allowed: ['先试算，算完再决定'] });
  await ask('hq-chief', 7);
  await computeWaiting(admin);
  const { trial } = await preview(7);
  expect((await chief.post(R06, choice)).body).toEqual({ before: trial?.now, after: trial?.after });
  expect((await (await user('hq-handler')).post(`${R06}/preview`, { threshold: 7 })).status).toBe(403);
});

test('it says how far it is, and after the last try why it came to nothing', async () => {
  const id = await plant('behaviour');
  const task = calculateTask(services, { ...COMPUTE, behaviour: async (_services, _county, _input, progress) => {
    await progress(5, 8);
    expect((await behaviour())?.text).toBe('正在计算，已完成 5 / 8');
    throw new Error('the server died');
  } });
  const attempt = async (attempts: number): Promise<void> => void (await Promise.resolve(task({ county: countyId('hq'), calculation: id }, { job: { attempts, max_attempts: 3 } } as unknown as JobHelpers)));
  await expect(attempt(1)).rejects.toThrow('the server died');
  expect(await behaviour()).toMatchObject({ state: 'running', found: null });
  await expect(attempt(3)).rejects.toThrow('the server died');
  expect(await behaviour()).toMatchObject({ state: 'failed' });
  // It may be asked for again.
  expect((await (await user('hq-county')).post('/behaviour/run', {})).status).toBe(200);
  await computeWaiting(admin);
  expect(await behaviour()).toMatchObject({ state: 'done', found: expect.any(Number) });
});

test('what has not moved for an hour gives way to a new question', async () => {
  const dead = await plant('warningTrial');
  await admin.query(`update calculation set moved_at = now() - interval '2 hours' where id = $1`, [dead]);
  expect((await ask('hq-chief', 9)).status).toBe(200);
  expect((await admin.query<{ words: string }>('select words from calculation where id = $1', [dead])).rows[0]?.words).toBe('没有算完，请重新提出');
  await computeWaiting(admin);
  expect((await preview(9)).run?.state).toBe('done');
});
