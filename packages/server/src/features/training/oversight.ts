import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import { addMonths, daysInMonth } from '@doudi/core/case/months';
import type { DrawPayloads } from '@doudi/core/draw/payloads';
import type { MatterActor } from '@doudi/core/matter/model';
import { mayRecord } from '@doudi/core/oversight/duty';
import type { OversightKind, OversightPayloads } from '@doudi/core/oversight/payloads';
import { periodOf } from '@doudi/core/oversight/coverage';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { dutiesOf } from '../bureau/duties.ts';
import { drawHooks } from '../draws/hooks.ts';
import { loadLaw } from '../law/law.ts';
import { commandOf } from '../matters/command.ts';
import { runMatter } from '../matters/run.ts';
import { oversightHooks } from '../oversight/hooks.ts';
import { oversightLaw, unitsInArea } from '../oversight/sheet.ts';
import { accountsOf, stableId, trainingUnits } from './accounts.ts';
import { offsetFor } from './clock.ts';

/** The account of a county post, as who acts in matters. */
function actorOf(county: County, post: AnyPost): MatterActor {
  const account = accountsOf(county).find((a) => a.posts[0]?.post === post);
  const unit = account?.posts[0]?.unit;
  if (!account || !unit) throw new Error(`no training account at ${post}`);
  return { user: account.id, post, unit };
}

const clockOn = async (tx: Tx, county: number, date: string): Promise<void> => void (await sql`update training_clock set offset_ms = ${offsetFor(date, Date.now())} where county_id = ${county}`.execute(tx));

/**
 * The draw of the month before last, from the seal to the pairs: last month's is left to whoever tries it. The clock of the county
 * goes back to those days and returns. Nothing where nothing was decided in that month.
 */
async function seedDraw(tx: Tx, services: Services, county: County, today: string): Promise<void> {
  const run = async <N extends keyof DrawPayloads>(post: AnyPost, name: N, payload: DrawPayloads[N], id?: string) => await runMatter(tx, services, county.id, drawHooks, actorOf(county, post), commandOf<DrawPayloads, N>(name, payload), id);
  const month = addMonths(today.slice(0, 7), -2);
  const next = addMonths(month, 1);
  const people = accountsOf(county).filter((a) => a.posts.some((p) => p.post === 'countyHandler' || p.post === 'countyLeader' || p.post === 'auditor')).map((a) => a.id);
  await clockOn(tx, county.id, `${next}-08`);
  const frozen = await run('countyLeader', 'freeze', { plan: 'draw.monthly', from: `${month}-01`, to: `${month}-${daysInMonth(month)}`, seed: { kind: 'organs', text: '局会议室，两家各写一个数装入信封，当众同时拆开', sources: ['纪检监察机关', '财政部门'].map((name) => ({ name, numbers: 1, digits: 4, order: 'published' as const })), after: `${next}-10T09:00:00+08:00` } });
  if (!isRefusal(frozen)) {
    const must = (done: unknown): void => {
      if (isRefusal(done)) throw new Error(`培训抽查：${done.rule}`);
    };
    await clockOn(tx, county.id, `${next}-12`);
    must(await run('countyHandler', 'reveal', { parts: [{ source: '纪检监察机关', numbers: ['4071'] }, { source: '财政部门', numbers: ['9926'] }], witnesses: ['人大代表甲', '监督员乙'], proof: '当场拆封，有会议记录', files: [] }, frozen.id));
    must(await run('countyHandler', 'assign', { checkers: people, due: plusDays(`${next}-12`, 30) }, frozen.id));
  }
  await sql`update training_clock set offset_ms = ${offsetFor(today, Date.now())} where county_id = ${county.id}`.execute(tx);
}

/** Clauses that one act may name; clauses that nobody answers for yet. */
const [MOST, UNANSWERED] = [12, 3];
/** Who answers for a module other than the office for social assistance. */
const BODIES: Readonly<Record<string, string>> = { 信访热线: '县级社会救助服务中心', 培训与人员: '县级社会救助服务中心', 绩效考评: '县级民政部门办公室', 试点管理: '县级民政部门办公室' };

/** Supervision of units as it stands on the first day: one visited this period, one last period, the others not yet; conditions stated and found. */
export async function seedOversight(tx: Tx, services: Services, county: County): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  await seedDraw(tx, services, county, law.today);
  const o = oversightLaw(law);
  if (isRefusal(o)) return;
  const own = trainingUnits(county).map((u) => u.id);
  const units = (await unitsInArea(tx, law, null)).map((u) => u.id).toSorted((a, b) => Number(own.includes(b)) - Number(own.includes(a)));
  const [first, second] = units;
  if (!first) return;
  // What was done stands under the clauses that it carries out, so far as nobody else has to take part.
  const under = (kind: OversightKind): string[] => dutiesOf(services, county.id).filter((d) => d.acts?.by === 'county' && d.acts.with.length === 0 && d.acts.each && mayRecord(d, kind)).map((d) => d.id).slice(0, MOST);
  const record = async (act: Omit<OversightPayloads['record'], 'duties' | 'figures'> & Partial<Pick<OversightPayloads['record'], 'duties' | 'figures'>>): Promise<void> => {
    const payload = { duties: under(act.kind), figures: [], ...act };
    const done = await runMatter(tx, services, county.id, oversightHooks, actorOf(county, 'countyHandler'), { name: 'record', payload });
    if (isRefusal(done)) throw new Error(`培训督导：${done.rule}`);
  };
  const before = plusDays(periodOf(law.today, o.period.months).from, -20);
  await record({ unit: first, kind: 'guidance', stage: 'before', method: 'meeting', on: before, people: ['吴科员'], with: [], text: '讲解受理、调查、公示的时限和表格填写，现场答问；要求公示照片当日上传。' });
  await record({ unit: first, kind: 'inspection', stage: 'during', method: 'onSite', on: o.period.from, people: ['吴科员', '郑科员'], with: ['县财政部门'], text: '抽看在办档案十件，入户调查表签字齐全；有两件公示照片看不清张贴位置，已当场说明重新拍照。' });
  if (second) await record({ unit: second, kind: 'inspection', stage: 'after', method: 'papers', on: before, people: ['郑科员'], with: [], text: '调阅上季度备案花名册和案卷，人数、金额与系统一致；评议记录有一份缺记录人签字，已补签。' });
  // Who answers is settled, module by module, but for the last few clauses: those wait for whoever tries it.
  const answered = under('inspection');
  if (answered.length > 0) await record({ unit: null, kind: 'assignment', stage: 'before', method: 'meeting', on: before, people: ['吴科员'], with: [], duties: answered, assignee: { body: '县级民政部门社会救助股', person: '郑科员' }, text: '会议明确社会救助监督指导各条的责任单位和责任人。' });
  const rest = dutiesOf(services, county.id).filter((d) => d.at !== undefined && !answered.includes(d.id)).slice(0, -UNANSWERED);
  for (const [module, of] of Map.groupBy(rest, (d) => d.module))
    for (let i = 0; i < of.length; i += MOST)
      await record({ unit: null, kind: 'assignment', stage: 'before', method: 'meeting', on: before, people: ['吴科员'], with: [], duties: of.slice(i, i + MOST).map((d) => d.id), assignee: { body: BODIES[module] ?? '县级民政部门社会救助股', person: BODIES[module] ? '吴科员' : '郑科员' }, text: `会议明确${module}各条的责任单位和责任人。` });
  const ids = new Map((await sql<{ key: string; id: number }>`select key, id from unit where county_id = ${county.id}`.execute(tx)).rows.map((u) => [u.key, u.id]));
  const state = async (unit: string, condition: string, side: 'unit' | 'county', held: boolean, text: string): Promise<void> => {
    const by = side === 'county' ? actorOf(county, 'countyHandler').user : stableId('account', county.key, 'training');
    await sql`insert into unit_condition (county_id, id, unit_id, condition, side, held, text, by_account, by_name, on_date, at) values (${county.id}, ${stableId('condition', county.key, unit, condition, side)}, ${ids.get(unit)}, ${condition}, ${side}, ${held}, ${text}, ${by}, ${side === 'county' ? '吴科员' : '单位自报'}, ${o.period.from}, ${law.now})`.execute(tx);
  };
  for (const [i, c] of o.plan.conditions.entries()) {
    await state(first, c.id, 'unit', true, '已落实');
    // The last condition waits for the county: what a unit says of itself is not yet found.
    if (i < o.plan.conditions.length - 1) await state(first, c.id, 'county', i !== 2, i !== 2 ? '实地看过' : '本年度经费尚未单列，与办公经费混用');
    if (second && i < 2) await state(second, c.id, 'unit', true, '已落实');
  }
}
