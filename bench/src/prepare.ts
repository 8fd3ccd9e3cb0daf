import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Actor } from '@doudi/core/case/actions';
import { openSteps } from '@doudi/core/case/procedure';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import { contextOf, findCase, loadContext } from '@doudi/server/src/features/cases/context.ts';
import { runApply, runCommand } from '@doudi/server/src/features/cases/pipeline.ts';
import { loadLaw } from '@doudi/server/src/features/law/law.ts';
import { seal } from '@doudi/server/src/features/persons/persons.ts';
import { accountsOf, trainingUnits } from '@doudi/server/src/features/training/accounts.ts';
import { offsetFor } from '@doudi/server/src/features/training/clock.ts';
import { allPapers, nextMove, type Crew } from '@doudi/server/src/features/training/driver.ts';
import { Dice, household } from '@doudi/server/src/features/training/people.ts';
import type { Tx } from '@doudi/server/src/platform/database.ts';
import type { County, Services } from '@doudi/server/src/services.ts';

/** Cases that stand before the decision of one unit's leader. */
export interface Desk {
  readonly county: number;
  readonly cases: readonly string[];
  /** Login of the leader. */
  readonly login: string;
}

/** So many households refused or decided elsewhere: the county's units do not decide. */
const HOPELESS = 4;
const PROGRAMME = 'dibao';

const accepted = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.rule);
  return answer;
};

/** Puts a county's clock on a day, for every process on the database. */
const setDay = (admin: pg.Client, county: number, day: string): Promise<unknown> => admin.query('update training_clock set offset_ms = $2 where county_id = $1', [county, offsetFor(day, Date.now())]);

function crewOf(county: County, unit: string): Crew {
  const accounts = accountsOf(county);
  return {
    of: (post, nth = 0): Actor => {
      const held = accounts.filter((a) => a.posts[0]?.post === post && (post.startsWith('county') || a.posts[0].unit === unit));
      const account = held[nth % held.length];
      const place = account?.posts[0];
      if (!account || !place) throw new Error(`nobody is ${post}`);
      return { user: account.id, post, unit: place.unit };
    },
  };
}

/** One case from the counter to the decision, by the program's own commands. Undefined when it would not be a grant by the unit's leader. */
async function driveToDecision(services: Services, admin: pg.Client, county: County, serial: number): Promise<string | undefined> {
  const unit = trainingUnits(county)[0];
  const { rows } = await admin.query<{ id: number }>('select id from unit where county_id = $1 and key = $2', [county.id, unit?.id]);
  const unitId = rows[0]?.id;
  if (!unit || unitId === undefined) throw new Error(`${county.key} has no unit`);
  const crew = crewOf(county, unit.id);
  const transaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => services.installation.db.transaction({ county: county.id, area: null, user: 'bench' }, work);
  const plot = { photo: randomUUID(), board: '公示栏', request: () => randomUUID() };
  const home = household(new Dice(serial), county.key, serial, unit.area ?? 'urban', '一号楼一门', county.layer.jurisdiction?.trainingDate ?? '', false);
  const s = seal(services, county.id);
  for (const p of home.persons)
    await admin.query('insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())', [county.id, p.id, unitId, s.name(p.name), s.nameIdx(p.name), s.number(p.idNumber), s.numberIdx(p.idNumber), p.birth, p.sex]);
  const id = await transaction(async (tx) => {
    const law = await loadLaw(tx, services, county.id);
    const context = contextOf(law, { programme: PROGRAMME, applicationDate: law.today, unit: unit.id }, { related: [], relativeFiled: false });
    const payload = { programme: PROGRAMME, facts: home.facts, materials: allPapers(context, { facts: home.facts, agent: undefined }), via: 'window' as const, declaredOn: law.today };
    return accepted(await runApply(tx, services, county.id, crew.of('handler'), unitId, unitId, payload)).id;
  });
  await admin.query(`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) values ($1, $2, $3, $4, sha256('photo'), 'image/png', 5, '现场照片.png', $5, now())`, [county.id, plot.photo, unitId, id, crew.of('handler').user]);
  for (let turn = 0; turn < 60; turn++) {
    const stands = await transaction(async (tx) => {
      const row = await findCase(tx, id);
      if (!row) throw new Error('the case vanished');
      const { context } = await loadContext(tx, services, county.id, row);
      const open = openSteps(row.state, context)[0];
      if (open?.step === 'decide') return { ready: open.by[0] === 'leader' && row.state.opinion?.outcome === 'grant' };
      const move = nextMove(row.state, context, crew, plot);
      if (move) {
        accepted(await runCommand(tx, services, county.id, move.actor, id, move.command));
        return { waitUntil: undefined };
      }
      // Only a running notice makes a diligent office wait.
      const until = row.state.notices.at(-1)?.until;
      return { waitUntil: until && context.calendar.addWorkingDays(until, 1).date };
    });
    if (stands.ready !== undefined) return stands.ready ? id : undefined;
    if (stands.waitUntil) await setDay(admin, county.id, stands.waitUntil);
  }
  throw new Error(`case ${id} did not reach the decision`);
}

/** Takes `shapes` different cases of one county to the step where its unit's leader decides. */
export async function prepareDesk(services: Services, admin: pg.Client, shapes: number): Promise<Desk> {
  for (const county of services.counties.values()) {
    const cases: string[] = [];
    for (let serial = 1; serial <= 8 * shapes && cases.length < shapes; serial++) {
      await setDay(admin, county.id, county.layer.jurisdiction?.trainingDate ?? '');
      const id = await driveToDecision(services, admin, county, serial);
      if (id === undefined && cases.length === 0 && serial === HOPELESS) break;
      if (id !== undefined) cases.push(id);
    }
    const leader = accountsOf(county).find((a) => a.posts[0]?.post === 'leader' && a.posts[0].unit === trainingUnits(county)[0]?.id);
    if (cases.length === 0 || !leader) continue;
    // Long enough after every step of every case.
    await admin.query('update training_clock set offset_ms = (select max(extract(epoch from at)) * 1000 from case_action where county_id = $1) - extract(epoch from now()) * 1000 + 86400000 where county_id = $1', [county.id]);
    return { county: county.id, cases, login: leader.login };
  }
  throw new Error('no county lets a leader of a unit decide');
}
