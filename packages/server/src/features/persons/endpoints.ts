import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { identifyPerson, openPerson } from '@doudi/core/api/cases';
import { ageOn, readIdentity } from '@doudi/core/people/id-number';
import { maskIdNumber } from '@doudi/core/people/mask';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { findKin } from '../organisation/kin.ts';
import { findStanding } from '../registers/standing.ts';
import { mayLookUp } from './lookups.ts';
import { openPersons, seal } from './persons.ts';

const STATUS: Record<string, string> = { applied: '已申请', accepted: '在办', granted: '在享' };

export function personEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(identifyPerson, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const read = readIdentity(body.idNumber, law.today);
      if (!read.ok) return refuse('input.invalid', read.reason, { fields: [{ path: 'body.idNumber', message: read.reason }] });
      const checked = read.identity;
      const s = seal(services, who.county);
      const index = s.numberIdx(checked.number);
      const units = await findUnits(tx);
      const unit = body.unit === undefined ? who.unitId : units.find((u) => u.key === body.unit)?.id;
      if (unit === undefined || (who.area !== null && !who.area.includes(unit))) return refuse('notfound', '没有这个单位，或不在您的辖区');
      const refused = await mayLookUp(tx, services, who, law.now, index, '登记人员');
      if (refused) return refused;
      const before = (await sql<{ id: string }>`select id from person where county_id = ${who.county} and number_idx = ${index} limit 1`.execute(tx)).rows[0];
      const id = before?.id ?? randomUUID();
      if (before) {
        const known = (await openPersons(tx, services, who.county, [id])).get(id);
        if (known && known.name !== body.name) return refuse('conflict.duplicate', '该证件号已登记为另一姓名，请核对证件', { fields: [{ path: 'body.name', message: '与已登记的姓名不一致' }] });
        if (body.phone) await sql`update person set phone_enc = ${s.phone(body.phone)}, phone_idx = ${s.phoneIdx(body.phone)} where county_id = ${who.county} and id = ${id}`.execute(tx);
      } else {
        await sql`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, phone_enc, phone_idx, birth, sex, created_at)
          values (${who.county}, ${id}, ${unit}, ${s.name(body.name)}, ${s.nameIdx(body.name)}, ${s.number(checked.number)}, ${index}, ${body.phone ? s.phone(body.phone) : null}, ${body.phone ? s.phoneIdx(body.phone) : null}, ${checked.birth}, ${checked.sex}, ${law.now})`.execute(tx);
      }
      const running = (await sql<{ programme: string; unit_id: number; status: string; number_here: string | null }>`select * from find_cases_of_number(${index})`.execute(tx)).rows;
      const kin = await findKin(tx, who.county, index);
      return {
        id, name: body.name, idNumber: maskIdNumber(checked.number), birth: checked.birth, sex: checked.sex, age: ageOn(checked.birth, law.today), known: before !== undefined,
        running: running.map((r) => ({ programme: law.policy.programme(r.programme, law.today)?.name ?? r.programme, unit: units.find((u) => u.id === r.unit_id)?.name ?? '', status: STATUS[r.status] ?? r.status, number: r.number_here })),
        relative: kin,
        standing: await findStanding(tx, law, who.post, index),
      };
    }),
    endpoint(openPerson, async (tx, { params, body }, who) => {
      const p = (await openPersons(tx, services, who.county, [params.id])).get(params.id);
      if (!p) return refuse('notfound', '没有这个人，或不在您的辖区');
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'unmask', params.id, body.purpose);
      return p;
    }),
  ];
}
