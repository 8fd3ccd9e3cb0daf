import type { Output } from '@doudi/core/api/contract';
import type { summariseFilings } from '@doudi/core/api/filings';
import type { getOversightAct } from '@doudi/core/api/oversight';
import type { bureauDuty } from '@doudi/core/api/bureau';
import { expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import { head, member, takeOverRoster } from '../rosters/roster.fixture.ts';

const { admin, user, clock, unitOf, countyId } = await supervision();

test.each([['[GX-30]', 'gx', '2020-11-15', '2020-11', '2020-12', 'gongxian'], ['[LH-29]', 'lh', '2022-06-15', '2022-06', '2022-07', 'linhe']] as const)('%s %s: the county’s statistics of a month are the sums of what its units filed, agree with the cases, and are kept as they were reported upward', async (clause, prefix, day, month, from, county) => {
    const login = `${prefix}-county`;
    const me = await user(login);
    await clock(login, day);
    const [a, b] = [(await unitOf(`${prefix}-handler`)).key, (await unitOf(`${prefix}-b-handler`)).key];
    await takeOverRoster(await user(`${prefix}-county2`), me, a, 'dibao', from, [head(1, { area: '农村' }), member(1, 2)]);
    await takeOverRoster(await user(`${prefix}-county2`), me, b, 'dibao', from, [head(11, { area: '农村' })]);
    const report = async (more: Record<string, unknown> = {}) => await me.post<{ id: string }>('/filings/summary/report', { month, to: '市民政局', ...more });
    expect((await report()).problem.code).toBe('materials.missing');
    const file = async (office: string): Promise<void> => {
      const r = await (await user(`${office}-reviewer`)).post('/filings', { programme: 'dibao', month });
      if (r.status !== 200) ok(await (await user(`${office}-handler`)).post('/filings', { programme: 'dibao', month }));
    };
    await file(prefix);
    // The other unit has not filed: what is summed is not the county, and is reported only with the reason.
    expect((await report()).problem).toMatchObject({ code: 'step.order', missing: [expect.stringContaining('最低生活保障') as string] });
    const partly = ok(await report({ without: '该单位系统停机，次月补报' }));
    await file(`${prefix}-b`);
    const whole = ok(await report());
    const act = async (x: string): Promise<Output<typeof getOversightAct>> => ok(await me.get<Output<typeof getOversightAct>>(`/oversight/acts/${x}`));
    const said = async (x: string): Promise<Record<string, number>> => Object.fromEntries((await act(x)).figures.map((f) => [f.label.replace(/^.*(在享|月应发|新增|退出)/, '$1'), f.value]));
    expect((await act(partly.id)).text).toContain('系统停机');
    expect(await said(partly.id)).toMatchObject({ 在享户数: 1, 在享人数: 2 });
    // What is on the roll by the cases themselves.
    const roll = (await admin.query<{ households: number; persons: number; fen: string }>(`select count(*)::int as households, sum(f.persons)::int as persons, sum(b.monthly_fen) as fen from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id where b.county_id = $1 and b.programme = 'dibao'`, [countyId(county)])).rows[0];
    expect(await said(whole.id)).toMatchObject({ 在享户数: roll?.households, 在享人数: roll?.persons, 月应发: Number(roll?.fen) / 100, 新增户数: 0, 退出户数: 0 });
    expect((await act(whole.id)).with).toEqual(['市民政局']);
    const summary = ok(await me.get<Output<typeof summariseFilings>>(`/filings/summary?month=${month}`));
    expect(summary.reported.map((r) => r.act)).toEqual([partly.id, whole.id]);
    const { duty } = ok(await me.get<Output<typeof bureauDuty>>(`/bureau/duties/${clause.slice(1, -1)}`));
    expect(duty.done.find((d) => d.label === '登记的督导')).toMatchObject({ count: 2, last: day });
    // A unit neither reports for the county nor sees it.
    expect((await (await user(`${prefix}-reviewer`)).post('/filings/summary/report', { month, to: '市民政局' })).status).toBe(403);
    expect(ok(await (await user(`${prefix}-reviewer`)).get<Output<typeof summariseFilings>>(`/filings/summary?month=${month}`))).toMatchObject({ reported: [], mayReport: false });
  });
