import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import type { MatterActor } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import { partsOf, type TaskState } from '@doudi/core/task/topic';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { insertMatterFile } from '../matters/files.ts';
import { runMatter } from '../matters/run.ts';
import { audienceOf, planSession, trainingHooks } from '../staff-training/hooks.ts';
import { findPlaces, findTrainees, sealHelper } from '../staff-training/queries.ts';
import { campaignOf, issueCampaign } from '../tasks/campaign.ts';
import { giveTask, taskHooks } from '../tasks/hooks.ts';
import { findCampaignTasks } from '../tasks/queries.ts';
import { issueDue } from '../tasks/series.ts';
import { rootUnit, stableId, trainingUnits } from './accounts.ts';
import { offsetFor } from './clock.ts';

interface Picture {
  readonly hash: string;
  readonly bytes: number;
}
const must = <T>(x: T | Refusal): T => {
  if (isRefusal(x)) throw new Error(x.rule);
  return x;
};

/** So long before the training day the campaign was started, reported on, and the staff trained: never before the plan was in force. */
const STARTED = 28;
const REPORTED = 14;
const TRAINED = 21;
/** Tasks of the first unit, earliest due first: so many accepted, one more waiting for the county. */
const ACCEPTED = 3;
const NAMES = ['沈安民', '韩守正', '杨惠民', '朱克勤', '秦知义'];

/** Sets the county's clock for what follows in this transaction. @returns the law of that day. */
async function at(tx: Tx, services: Services, county: County, day: string): Promise<Law> {
  await sql`update training_clock set offset_ms = ${offsetFor(day, Date.now())} where county_id = ${county.id}`.execute(tx);
  return await loadLaw(tx, services, county.id);
}

/** A campaign under way, single tasks, a training held and one to come, helpers of the villages with a vacancy: as the clock stands on the training day. */
export async function seedTasks(tx: Tx, services: Services, county: County, picture: Picture): Promise<void> {
  const today = county.layer.jurisdiction?.trainingDate ?? '';
  const [first, second] = trainingUnits(county);
  const root = rootUnit(county).id;
  if (!first) return;
  const as = (login: string, post: MatterActor['post'], unit: string): MatterActor => ({ user: stableId('account', county.key, `${root}-${login}`), post, unit });
  const [handler, office, chief] = [as('handler', 'handler', first.id), as('county', 'countyHandler', root), as('chief', 'countyLeader', root)];
  const proof = async (matter: string, by: MatterActor, name: string, now: string): Promise<string> => (await insertMatterFile(tx, { county: county.id, matter, hash: Buffer.from(picture.hash, 'hex'), media: 'image/png', bytes: picture.bytes, name, account: by.user, at: now })).id;

  const start = await at(tx, services, county, plusDays(today, -STARTED));
  const plan = campaignOf(start)?.plan;
  if (plan) must(await issueCampaign(tx, services, start, chief, [first.id, ...(second ? [second.id] : [])]));
  const report = async (law: Law, id: string, s: TaskState): Promise<void> => {
    const files = [await proof(id, handler, s.kind === 'meeting' ? '会议纪要.png' : '佐证材料.png', law.now)];
    const meeting = s.kind === 'meeting' ? { on: law.today, place: '会议室', chair: '主要负责人', attended: 18, who: '班子成员、民政工作人员、各村（社区）负责人', resolutions: [] } : undefined;
    must(await runMatter(tx, services, county.id, taskHooks, handler, { name: 'reply', payload: { parts: partsOf(s).map((p) => `${p}：已按方案落实，责任到人，情况见所附材料。`), files, meeting } }, id));
  };
  const law = await at(tx, services, county, plusDays(today, -REPORTED));
  const mine = plan ? (await findCampaignTasks(tx, county.id, plan.id)).filter((t) => t.unit === first.id).sort((a, b) => a.state.due.localeCompare(b.state.due)).slice(0, ACCEPTED + 1) : [];
  for (const [i, t] of mine.entries()) {
    await report(law, t.id, t.state);
    if (i < ACCEPTED) must(await runMatter(tx, services, county.id, taskHooks, office, { name: 'accept', payload: { text: '内容齐全，同意。' } }, t.id));
  }
  for (const unit of [first, second]) if (unit) must(await giveTask(tx, services, county.id, office, { title: '核对本辖区在保对象联系电话', kind: 'implementation', unit: unit.id, due: plusDays(today, unit === first ? -2 : 9), parts: ['核对户数', '更正情况'], text: '逐户核对，号码停用的当面登记。' }));

  const trained = await at(tx, services, county, plusDays(today, -TRAINED));
  const staff = (await findTrainees(tx, trained, audienceOf(trained).value)).filter((s) => s.unit === first.id || s.unit === root);
  const session = { place: '民政局三楼会议室', hours: 6, teacher: '局社会救助科', text: '' };
  const held = must(await planSession(tx, services, trained, office, null, { ...session, subject: '审核确认操作规程和系统操作', on: trained.today, accounts: staff.map((s) => s.id), named: [] }));
  const files = [await proof(held.id, office, '签到表.png', trained.now)];
  must(await runMatter(tx, services, county.id, trainingHooks, office, { name: 'hold', payload: { on: trained.today, present: held.state.seats.slice(1).map((s) => s.id), results: [], files, text: '讲解操作规程，现场操作答疑。' } }, held.id));

  const now = await at(tx, services, county, today);
  const everyone = await findTrainees(tx, now, audienceOf(now).value);
  must(await planSession(tx, services, now, office, null, { ...session, subject: '入户调查和家庭经济状况核对', on: plusDays(today, 10), accounts: everyone.filter((s) => s.last === null).map((s) => s.id), named: [] }));
  await issueDue(tx, services, now, office);
  await seedHelpers(tx, services, now, first.id, office.user);
}

/** Helpers of the first unit's villages, the last village left vacant. */
async function seedHelpers(tx: Tx, services: Services, law: Law, unit: string, by: string): Promise<void> {
  const roles = law.policy.find<TableValue<'staffing.roles'>>('staffing.roles', { on: law.today })?.value.roles ?? [];
  const villages = (await findPlaces(tx, law)).filter((p) => p.kind === 'village' && p.key.startsWith(`${unit}.`));
  const s = sealHelper(services, law.county);
  for (const role of roles.filter((r) => r.each === 'village'))
    for (const [i, v] of villages.slice(0, -1).entries())
      await sql`insert into helper (county_id, id, unit_id, role, name_enc, phone_enc, from_date, selected, added_by, added_at) values (${law.county}, ${randomUUID()}, ${v.id}, ${role.id}, ${s.name(NAMES[i % NAMES.length] ?? '')}, ${s.phone(`0000-0000-03${String(i + 1).padStart(2, '0')}`)}, ${plusDays(law.today, -60)}, '熟悉村情、群众公认，由村（居）委会推荐，街道（乡镇）考察确定', ${by}, ${law.now})`.execute(tx);
}
