import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import { addMonths } from '@doudi/core/case/months';
import type { ComplaintPayloads } from '@doudi/core/complaint/payloads';
import type { CommandOf, MatterActor } from '@doudi/core/matter/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { complaintHooks, findStaff } from '../complaints/hooks.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits, officesOf } from '../law/units.ts';
import { runMatter } from '../matters/run.ts';
import { offsetFor } from './clock.ts';

type Step = CommandOf<ComplaintPayloads>;
/** A made-up matter: how many days ago it came, and what was done how many days after. */
interface Story {
  readonly ago: number;
  readonly register: Partial<ComplaintPayloads['register']> & Pick<ComplaintPayloads['register'], 'kind' | 'channel' | 'text'>;
  readonly by: 'county' | 'unit';
  readonly steps: readonly { readonly after: number; readonly by: 'county' | 'unit'; readonly step: Step }[];
}

const step = <N extends keyof ComplaintPayloads>(after: number, by: 'county' | 'unit', name: N, payload: ComplaintPayloads[N]): Story['steps'][number] => ({ after, by, step: { name, payload } as Step });

/** Complaints of the months before today at every stage, two boxes with a month missed, and calls of the hotlines: so that no screen is empty on the first day. */
export async function seedComplaints(tx: Tx, services: Services, county: County): Promise<void> {
  const clock = async (date: string): Promise<void> => void (await sql`update training_clock set offset_ms = ${offsetFor(date, Date.now())} where county_id = ${county.id}`.execute(tx));
  const start = await loadLaw(tx, services, county.id);
  const { today } = start;
  const units = await findUnits(tx);
  const staff = await findStaff(tx, county.id, today);
  const bureau = units.find((u) => u.kind === 'county');
  const office = officesOf(units, today).find((u) => staff.some((s) => s.unit === u.key));
  const [one, two] = staff.filter((s) => s.county);
  const clerk = staff.find((s) => s.unit === office?.key);
  if (!office || !bureau || !one || !two || !clerk) return;
  const actor = (by: 'county' | 'unit'): MatterActor => (by === 'county' ? { user: one.id, post: 'countyHandler', unit: bureau.key } : { user: clerk.id, post: 'handler', unit: office.key });
  const on = (ago: number): string => plusDays(today, -ago);
  const stories: readonly Story[] = [
    {
      ago: 48, by: 'county', register: { kind: 'report', channel: 'letter', named: true, contact: { name: '郑实名', phone: '00000000001' }, about: { kind: 'staff', unit: office.key }, text: '反映经办人员拖着不上门，让群众跑了三趟。' },
      steps: [
        step(2, 'county', 'accept', {}), step(12, 'county', 'investigate', { on: on(36), methods: ['undercover', 'papers'], investigators: [one.id, two.id], others: [], finding: '查阅受理登记和入户记录，第三次到窗口后的第五个工作日才入户，超过规定。', truth: 'partly', files: [] }),
        step(15, 'county', 'dispose', { outcome: 'partly', text: '入户超期属实，已要求限期改正；未发现故意刁难。' }), step(16, 'county', 'feedBack', { on: on(32), way: 'letter', text: '您反映的情况部分属实，已要求该单位限期改正，并向您致歉。', satisfaction: 'mostly' }),
      ],
    },
    { ago: 20, by: 'unit', register: { kind: 'help', channel: 'visit', named: true, contact: { name: '赵有难', phone: '00000000002' }, about: { kind: 'other', unit: office.key }, text: '老伴住院，家里拿不出押金，想问能不能先帮一把。' }, steps: [step(0, 'unit', 'accept', {}), step(1, 'unit', 'dispose', { outcome: 'helped', text: '当天引导申请急难型临时救助。' }), step(2, 'unit', 'feedBack', { on: on(18), way: 'visit', text: '已帮助申请临时救助，两天内办结。', satisfaction: 'satisfied' })] },
    { ago: 17, by: 'unit', register: { kind: 'enquiry', channel: 'telephone', answer: '三个月内的收入证明、户口本、身份证，到窗口填申请表即可。', text: '申请低保要带什么材料？' }, steps: [] },
    { ago: 14, by: 'county', register: { kind: 'petition', channel: 'forwarded', named: true, contact: { name: '孙来信' }, about: { kind: 'household', unit: office.key }, text: '对停发低保有意见，认为子女收入算多了。' }, steps: [step(1, 'county', 'accept', {}), step(2, 'county', 'transfer', { unit: office.key, reason: '按属地转办' })] },
    { ago: 9, by: 'county', register: { kind: 'report', channel: 'hotline', named: false, about: { kind: 'household', unit: office.key }, text: '匿名：有一户领着低保，院里停着新买的轿车。' }, steps: [step(1, 'county', 'accept', {})] },
    { ago: 3, by: 'unit', register: { kind: 'complaint', channel: 'visit', named: true, contact: { name: '钱有话', phone: '00000000003' }, about: { kind: 'policy', unit: office.key }, text: '公示栏贴得太高，老人看不见。' }, steps: [] },
    { ago: 25, by: 'county', register: { kind: 'complaint', channel: 'telephone', named: true, contact: { name: '钱有话', phone: '00000000003' }, about: { kind: 'unit', unit: office.key }, text: '窗口下午常没有人。' }, steps: [] },
  ];
  const days = new Map<string, (() => Promise<void>)[]>();
  const plan = (date: string, work: () => Promise<void>): void => void days.set(date, [...(days.get(date) ?? []), work]);
  const run = async (by: 'county' | 'unit', command: Step, id?: string): Promise<string> => {
    const done = await runMatter(tx, services, county.id, complaintHooks, actor(by), command, id);
    if (isRefusal(done)) throw new Error(`培训信访 ${county.key} ${command.name}：${done.rule}`);
    return done.id;
  };
  for (const s of stories) {
    let id = '';
    plan(on(s.ago), async () => void (id = await run(s.by, { name: 'register', payload: { named: false, contact: {}, about: { kind: 'policy' }, passUp: false, ...s.register } })));
    for (const x of s.steps) plan(on(s.ago - x.after), async () => void (await run(x.by, x.step, id)));
  }
  plan(on(6), async () => void (await run('county', { name: 'lodge', payload: { kind: 'reconsideration', organ: `${county.layer.jurisdiction?.name ?? ''}人民政府`, docket: `复〔${today.slice(0, 4)}〕8号`, receivedOn: on(6), party: { name: '周申请' }, claim: '请求撤销不予确认决定，认为务工收入计算有误。' } })));
  for (const date of [...days.keys()].toSorted()) {
    await clock(date);
    for (const work of days.get(date) ?? []) await work();
  }
  await clock(today);
  await seedBoxes(tx, services, county, today, clerk.id);
  await seedCalls(tx, county, today, office.id, clerk.id);
}

async function seedBoxes(tx: Tx, services: Services, county: County, today: string, account: string): Promise<void> {
  const villages = (await findUnits(tx)).filter((u) => u.kind === 'village' || u.kind === 'community').slice(0, 2);
  const { now } = await loadLaw(tx, services, county.id);
  const month = today.slice(0, 7);
  for (const [i, v] of villages.entries()) {
    if (v.parent_id === null) continue;
    const id = randomUUID();
    await sql`insert into complaint_box (county_id, id, area_id, unit_id, place, keeper, since) values (${county.id}, ${id}, ${v.id}, ${v.parent_id}, ${'党群服务中心门口'}, ${'监督员'}, ${`${addMonths(month, -4)}-05`})`.execute(tx);
    // The second box was not opened last month.
    for (let n = 4; n >= 1; n--)
      if (i === 0 || n > 1) await sql`insert into complaint_box_opening (county_id, id, box_id, month, on_date, letters, opened_by, account_id, at) values (${county.id}, ${randomUUID()}, ${id}, ${addMonths(month, -n)}, ${`${addMonths(month, -n)}-20`}, ${n === 2 ? 1 : 0}, ${'监督员、协理员'}, ${account}, ${now})`.execute(tx);
  }
}

async function seedCalls(tx: Tx, county: County, today: string, unit: number, account: string): Promise<void> {
  await sql`insert into hotline_call (county_id, id, unit_id, line, at, answered, resolved, note, account_id)
    select ${county.id}, gen_random_uuid(), ${unit}, case when n % 3 = 0 then 'gov12345' else 'own' end, ${`${today}T09:00:00+08:00`}::timestamptz - n * interval '1 day 47 minutes', n % 7 <> 0, n % 7 <> 0 and n % 2 = 0, case when n % 7 = 0 then '占线' else '政策咨询' end, ${account}
    from generate_series(1, 45) as n`.execute(tx);
}
