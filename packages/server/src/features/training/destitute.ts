import { sql } from 'kysely';
import type { HouseholdFacts, Member, Obligor } from '@doudi/core/case/facts';
import { plusDays } from '@doudi/core/calendar/calendar';
import type { Programme } from '@doudi/core/policy/model';
import type { Policy } from '@doudi/core/policy/resolve';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { stableId } from './accounts.ts';
import { Dice, member, person, SURNAMES, type TrainingHousehold, type TrainingPerson } from './people.ts';

/** One destitute person for so many households of the ordinary caseload. */
const EVERY = 15;

/** The programme that supports the destitute on a day, where the policy has one. */
export const supportProgramme = (policy: Policy, on: string): Programme | undefined => policy.programmes(on).find((p) => p.formula === 'support');

/** The only institution of a training county. */
export const trainingInstitution = (county: County): string => stableId('institution', county.key);

/** Days of application of a unit's destitute persons: old cases, some of last week, each with its serial. */
export function destituteDays(perUnit: number, end: string, seed: number): { readonly n: number; readonly date: string }[] {
  const dice = new Dice(seed);
  return Array.from({ length: Math.floor(perUnit / EVERY) }, (_, i) => ({ n: perUnit + i, date: plusDays(end, i % 2 === 0 ? -dice.int(70, 200) : i % 4 === 1 ? -dice.int(1, 12) : -dice.int(15, 55)) }));
}

/** Somebody old, disabled or a child without anybody: most qualify, one in five has a son who is able. */
export function destitute(county: string, n: number, seed: number, area: 'urban' | 'rural', address: string, on: string): TrainingHousehold {
  const dice = new Dice(seed + n);
  const year = Number(on.slice(0, 4)) - 1;
  const surname = dice.pick(SURNAMES);
  const persons: TrainingPerson[] = [];
  let serial = n * 6;
  const add = (age: number, sex: 'male' | 'female', name: string): TrainingPerson => {
    const p = person(dice, county, serial++, age, sex, name, year);
    persons.push(p);
    return p;
  };
  const disabled = dice.next() < 0.35;
  const self = add(disabled ? dice.int(35, 58) : dice.int(64, 88), dice.pick(['male', 'female'] as const), surname);
  const members: Member[] = [member(self, 'self', { labour: 'none', occupation: 'none', health: disabled ? 'disabled' : 'chronic', ...(disabled ? { disability: { kind: 'intellectual', grade: dice.int(1, 2) } } : {}) })];
  const obligors: Obligor[] = [];
  const kin = dice.next();
  if (kin < 0.5) {
    const child = add(disabled ? dice.int(19, 30) : dice.int(38, 55), 'male', surname);
    const able = kin < 0.2;
    obligors.push({ person: child.id, supports: self.id, relation: 'child', householdSize: 1, monthlyIncome: able ? dice.int(3000, 6000) * 100 : 0, supportedCount: 1, sharers: 1, ability: able ? { birth: child.birth } : { birth: child.birth, state: 'imprisoned', ownIncome: 0, propertyWithin: true } });
  }
  const incomes: HouseholdFacts['incomes'] = [...(disabled ? [] : [{ person: self.id, kind: 'basicPension' as const, monthly: dice.int(100, 200) * 100 }]), ...(area === 'rural' ? [{ person: self.id, kind: 'landTransfer' as const, monthly: dice.int(20, 90) * 100 }] : [])];
  return {
    persons,
    facts: {
      applicant: self.id, area, address, members, obligors, incomes, expenses: [], properties: [{ kind: 'house', count: 1, value: 0 }], hardship: disabled ? 'disability' : 'aged', statement: disabled ? '残疾，无劳动能力，无人供养。' : '年老，没有收入，无人供养。', single: false,
      ...(area === 'rural' ? { support: { land: true } } : {}),
    },
  };
}

/** The county's institution, registered before anybody is placed there. */
export async function seedInstitution(tx: Tx, services: Services, county: County, unit: number, by: string): Promise<void> {
  const name = `${county.layer.jurisdiction?.name ?? ''}社会福利供养中心`;
  await sql`insert into institution (county_id, id, name, name_idx, kind, unit_id, places, telephone, from_date, registered_by, registered_at)
    values (${county.id}, ${trainingInstitution(county)}, ${name}, ${services.cipher.blindIndex('name', county.id, name)}, 'public', ${unit}, 60, ${county.layer.jurisdiction?.telephone ?? ''}, '2013-01-01', ${by}, '2013-01-01T09:00:00+08:00') on conflict do nothing`.execute(tx);
}

/** Places and payees of the loaded cases, as their wishes and arrangements say. */
export async function seedPlaces(tx: Tx, county: number): Promise<void> {
  await sql`insert into institution_place (county_id, id, kind, institution_id, case_id, area_id, state, since, by_account, at)
    select f.county_id, gen_random_uuid(), 'support', (f.state -> 'care' -> 'arrangement' -> 'carer' ->> 'institution')::uuid, f.id, f.area_id,
      case when f.state -> 'care' -> 'arrangement' is null then 'waiting' when f.status = 'granted' then 'occupied' else 'reserved' end, (f.state -> 'care' -> 'wish' ->> 'signedOn')::date, f.handler, f.updated_at
    from case_file f where f.county_id = ${county} and f.state -> 'care' -> 'wish' ->> 'form' = 'institution' and f.status in ('accepted', 'granted')`.execute(tx);
  await sql`update benefit b set agreed_holder_idx = i.name_idx from case_file f join institution i on i.county_id = f.county_id and i.id = (f.state -> 'care' -> 'arrangement' -> 'carer' ->> 'institution')::uuid
    where b.county_id = ${county} and f.county_id = b.county_id and f.id = b.case_id`.execute(tx);
}
