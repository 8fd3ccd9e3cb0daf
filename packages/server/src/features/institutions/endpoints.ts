import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { admitOther, changeInstitution, endPlace, listInstitutions, PLACE_CATEGORY_WORDS, registerInstitution, type Institution } from '@doudi/core/api/institutions';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { findOccupancy } from './places.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private';
  readonly unit: string;
  readonly unitName: string;
  readonly unit_id: number;
  readonly places: number;
  readonly telephone: string;
  readonly from: string;
  readonly closedOn: string | null;
}

const findInstitutions = async (tx: Tx): Promise<Row[]> =>
  (await sql<Row>`select i.id, i.name, i.kind, u.key as unit, u.name as "unitName", i.unit_id, i.places, i.telephone, i.from_date as "from", i.closed_on as "closedOn" from institution i join unit u on u.county_id = i.county_id and u.id = i.unit_id
    where i.county_id = current_county() order by i.name`.execute(tx)).rows;

/** Names of institutions by id, for whoever shows an arrangement. */
export const institutionNames = async (tx: Tx): Promise<Map<string, string>> => new Map((await sql<{ id: string; name: string }>`select id, name from institution where county_id = current_county()`.execute(tx)).rows.map((r) => [r.id, r.name]));

const open = (i: { closedOn: string | null; from: string }, today: string): boolean => i.from <= today && (i.closedOn === null || i.closedOn > today);

const absent = refuse('notfound', '没有登记这家供养服务机构');

/**
 * Places go to destitute persons first: one for anybody else is given only while, after it, every destitute person of the
 * county who waits still finds a free place [XX-146].
 */
function needFirst(law: Law, free: number, waiting: number): Refusal | undefined {
  if (free - 1 >= waiting) return undefined;
  const rule = law.policy.find<boolean>('support.places-first', { on: law.today });
  return refuse('place.full', `全县空余床位 ${free} 张，等候集中供养的特困人员 ${waiting} 人；须先满足特困人员的集中供养需求`, { policy: law.policy, source: rule?.source, missing: [`还差 ${waiting - free + 1} 张空余床位`], allowed: ['先安排等候的特困人员', '增加床位后再接收'] });
}

export function institutionEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listInstitutions, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const [rows, { taken, waiting }] = [await findInstitutions(tx), await findOccupancy(tx)];
      const items = rows.map(({ unit_id: _unit, ...r }): Institution => ({ ...r, taken: taken.get(r.id) ?? 0, free: open(r, law.today) ? Math.max(0, r.places - (taken.get(r.id) ?? 0)) : 0 }));
      const { rows: places } = await sql<{ id: string; kind: 'support' | 'other'; institution: string | null; state: 'waiting' | 'reserved' | 'occupied'; since: string; caseId: string | null; caseNumber: string | null; category: string | null; reference: string | null }>`
        select p.id, p.kind, p.institution_id as institution, p.state, p.since, p.case_id as "caseId", f.number as "caseNumber", p.category, p.reference from institution_place p left join case_file f on f.county_id = p.county_id and f.id = p.case_id
        where p.county_id = ${who.county} and p.state <> 'ended' order by p.state = 'waiting' desc, p.since, p.id limit 2000`.execute(tx);
      return { items, waiting, free: items.reduce((sum, i) => sum + i.free, 0), places: places.map((p) => ({ ...p, category: p.category === null ? null : (PLACE_CATEGORY_WORDS[p.category as keyof typeof PLACE_CATEGORY_WORDS] ?? p.category) })) };
    }),
    endpoint(registerInstitution, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const unit = (await findUnits(tx)).find((u) => u.key === body.unit);
      if (!unit) return refuse('notfound', '没有这个单位');
      if ((await findInstitutions(tx)).some((i) => i.name === body.name)) return refuse('conflict.duplicate', `${body.name}已经登记`);
      const id = randomUUID();
      await sql`insert into institution (county_id, id, name, name_idx, kind, unit_id, places, telephone, from_date, registered_by, registered_at)
        values (${who.county}, ${id}, ${body.name}, ${services.cipher.blindIndex('name', who.county, body.name)}, ${body.kind}, ${unit.id}, ${body.places}, ${body.telephone}, ${body.from}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    }),
    endpoint(changeInstitution, async (tx, { params, body }) => {
      const i = (await sql<{ name: string }>`select name from institution where county_id = current_county() and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!i) return absent;
      const taken = (await findOccupancy(tx)).taken.get(params.id) ?? 0;
      if (body.places < taken) return refuse('place.full', `${i.name}已占用 ${taken} 张床位，床位数不能少于占用数`, { allowed: [`床位数不少于 ${taken}`] });
      if (body.closedOn !== undefined && taken > 0) return refuse('place.full', `${i.name}还有 ${taken} 张床位占用，须先转出入住人员再停止服务`, { missing: ['转出入住人员'] });
      await sql`update institution set places = ${body.places}, telephone = ${body.telephone}, closed_on = ${body.closedOn ?? null} where county_id = current_county() and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
    endpoint(admitOther, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      // All institutions are locked: the rule is about the county's places together.
      await sql`select id from institution where county_id = current_county() order by id for update`.execute(tx);
      const all = await findInstitutions(tx);
      const i = all.find((x) => x.id === params.id);
      if (!i) return absent;
      if (!open(i, law.today)) return refuse('place.full', `${i.name}没有开放供养服务`);
      if (body.since > law.today) return refuse('date.order', `入住日期不能晚于今天（${law.today}）`);
      const { taken, waiting } = await findOccupancy(tx);
      if ((taken.get(i.id) ?? 0) >= i.places) return refuse('place.full', `${i.name}共 ${i.places} 张床位，已全部占用`);
      const free = all.filter((x) => open(x, law.today)).reduce((sum, x) => sum + Math.max(0, x.places - (taken.get(x.id) ?? 0)), 0);
      const no = needFirst(law, free, waiting);
      if (no) return no;
      const { rows: same } = await sql`select from institution_place where county_id = current_county() and institution_id = ${i.id} and reference = ${body.reference} and state <> 'ended'`.execute(tx);
      if (same.length > 0) return refuse('conflict.duplicate', `登记号 ${body.reference} 已经入住`);
      const id = randomUUID();
      await sql`insert into institution_place (county_id, id, kind, institution_id, category, reference, area_id, state, since, reason, by_account, at)
        values (${who.county}, ${id}, 'other', ${i.id}, ${body.category}, ${body.reference}, ${i.unit_id}, 'occupied', ${body.since}, ${body.reason}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    }),
    endpoint(endPlace, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (body.on > law.today) return refuse('date.order', `退出日期不能晚于今天（${law.today}）`);
      const p = (await sql<{ kind: string; since: string }>`select kind, since from institution_place where county_id = current_county() and id = ${params.id} and state <> 'ended' for update`.execute(tx)).rows[0];
      if (!p) return refuse('notfound', '没有这个床位，或者已经退出');
      if (p.kind === 'support') return refuse('step.order', '特困人员的床位随其案件变动：重新登记供养意愿、变更照料安排，或者终止供养', { allowed: ['在案件中办理'] });
      if (body.on < p.since) return refuse('date.order', `退出日期不能早于入住日期（${p.since}）`);
      await sql`update institution_place set state = 'ended', ended_on = ${body.on}, reason = ${body.reason} where county_id = current_county() and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
  ];
}
