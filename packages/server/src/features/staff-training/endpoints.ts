import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { appointHelper, cancelTraining, dismissHelper, getTraining, holdTraining, listHelpers, listTraining, moveTraining, planTraining } from '@doudi/core/api/training';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Source } from '@doudi/core/policy/model';
import { refuse } from '@doudi/core/refusal/refusal';
import { standing } from '@doudi/core/training/topic';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { answerOf, matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { matterActor } from '../matters/run.ts';
import { matterRowsById, readMatter } from '../matters/state.ts';
import { audienceOf, planSession, trainingHooks } from './hooks.ts';
import { findHelpers, findPlaces, findSeats, findTrainees, findTrainings, sealHelper, type Helper, type Place } from './queries.ts';

const LIMIT = 200;
type Roles = TableValue<'staffing.roles'>;
type Role = Roles['roles'][number];

/** Roles that the plan wants filled, each with its own source. */
function rolesOf(law: Law): { readonly role: Role; readonly source: Source }[] {
  const found = law.policy.find<Roles>('staffing.roles', { on: law.today });
  return (found?.value.roles ?? []).map((role) => ({ role, source: found?.source ?? { req: [] } }));
}

const present = (h: Helper, on: string): boolean => h.from <= on && on <= (h.to ?? '9999');

/** Where fewer than the plan asks for are in office: every place of the role's kind is counted by itself [GX-101, XX-102]. */
function vacanciesOf(law: Law, roles: readonly Role[], places: readonly Place[], helpers: readonly Helper[]): { role: string; unit: string; unitName: string; office: string; missing: number }[] {
  return roles.flatMap((r) => places.filter((p) => p.kind === r.each).flatMap((p) => {
    const missing = r.min - helpers.filter((h) => h.role === r.id && h.unit === p.key && present(h, law.today)).length;
    return missing > 0 ? [{ role: r.id, unit: p.key, unitName: p.name, office: p.office, missing }] : [];
  }));
}

/** 培训和人员: trainings, who was there, who never was; information officers and other helpers of the villages. */
export function trainingEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, trainingHooks);
  return [
    endpoint(listTraining, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const audience = audienceOf(law);
      const interval = law.policy.number('training.interval-months', { on: law.today });
      const found = await findTrainings(tx, who.county, LIMIT);
      const rows = await matterRowsById(tx, who.county, found.map((t) => t.id));
      const called = Map.groupBy(await findSeats(tx, services, who.county, { notIn: found.map((t) => t.id) }), (s) => s.training);
      const staff = (await findTrainees(tx, law, audience.value)).map((s) => ({ id: s.id, name: s.name, postText: s.postText, unit: s.unit, unitName: s.unitName, group: audience.value.groups.find((g) => g.id === s.group)?.label ?? '', last: s.last, standing: standing(s.last, law.today, interval.value) }));
      const places = await findPlaces(tx, law);
      return {
        items: found.flatMap(({ id, state: s }) => {
          const row = rows.get(id);
          return row ? [{ ...matterItem(law, row), on: s.held?.on ?? s.on, place: s.place, hours: s.hours, teacher: s.teacher, seats: s.seats.length, present: s.held?.present.length ?? null }] : [];
        }),
        called: [...called].flatMap(([training, seats]) => { const [s] = seats; return s ? [{ training, subject: s.subject, on: s.on, place: s.place, hours: s.hours, teacher: s.teacher, people: seats.map((x) => ({ name: x.name, state: x.state })) }] : []; }),
        staff,
        units: [...Map.groupBy(staff, (s) => s.unit)].map(([key, of]) => ({ key, name: of[0]?.unitName ?? key, staff: of.length, ok: of.filter((s) => s.standing === 'ok').length, due: of.filter((s) => s.standing === 'due').length, never: of.filter((s) => s.standing === 'never').length })),
        interval: { months: interval.value, source: cite(law.policy, interval.source) }, groups: audience.value.groups.map(({ id, label, named }) => ({ id, label, named })), groupsSource: cite(law.policy, audience.source),
        offices: places.map(({ key, name, kind, office }) => ({ key, name: kind === 'village' ? `${office} ${name}` : name })),
      };
    }),
    endpoint(getTraining, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await readMatter(tx, trainingHooks, who.county, params.id);
      if (!found) return refuse('notfound', '没有这次培训，或者不在您的工作范围内');
      const { row, state: s } = found;
      const files = await filesOfMatter(tx, who.county, params.id);
      const groups = new Map(audienceOf(law).value.groups.map((g) => [g.id, g.label]));
      return {
        head: matterItem(law, row), on: s.on, place: s.place, hours: s.hours, teacher: s.teacher, text: s.text, mine: s.unit === null ? who.area === null : s.unit === who.unitKey, moved: [...s.moved],
        seats: (await findSeats(tx, services, who.county, { training: params.id })).map((x) => ({ id: x.id, name: x.name, unitName: x.unitName, group: groups.get(x.audience) ?? x.audience, state: x.state, score: x.score })),
        held: s.held ? { on: s.held.on, words: s.held.words, files: files.filter((f) => s.held?.files.includes(f.id)) } : null, cancelled: s.cancelled ?? null,
      };
    }),
    endpoint(planTraining, async (tx, { body }, who) => answerOf(await planSession(tx, services, await loadLaw(tx, services, who.county), matterActor(who), who.area === null ? null : who.unitKey, body))),
    command(moveTraining, 'move'),
    command(holdTraining, 'hold'),
    command(cancelTraining, 'cancel'),
    endpoint(listHelpers, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const roles = rolesOf(law);
      const places = await findPlaces(tx, law);
      const office = new Map(places.map((p) => [p.key, p.office]));
      const helpers = await findHelpers(tx, services, who.county);
      return {
        roles: roles.map(({ role: { id, label, each, min }, source }) => ({ id, label, each, min, source: cite(law.policy, source) })),
        items: helpers.map((h) => ({ ...h, office: office.get(h.unit) ?? '' })), vacancies: vacanciesOf(law, roles.map((r) => r.role), places, helpers), places: places.map(({ key, name, kind, office: o }) => ({ key, name: kind === 'village' ? `${o} ${name}` : name, kind })),
      };
    }),
    endpoint(appointHelper, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const role = rolesOf(law).find((r) => r.role.id === body.role)?.role;
      const place = (await findPlaces(tx, law)).find((p) => p.key === body.unit);
      if (!role || !place) return refuse('notfound', '没有这个岗位，或者单位不在您的工作范围内');
      if (place.kind !== role.each) return refuse('input.invalid', role.each === 'village' ? `${role.label}按村（社区）配备` : `${role.label}按街道（乡镇）配备`, { fields: [{ path: 'body.unit', message: '请选择' }] });
      if (body.from > law.today) return refuse('date.order', '到岗日期还没有到', { allowed: ['到岗后再登记'] });
      const s = sealHelper(services, who.county);
      const id = randomUUID();
      await sql`insert into helper (county_id, id, unit_id, role, name_enc, phone_enc, from_date, selected, added_by, added_at) values (${who.county}, ${id}, ${place.id}, ${role.id}, ${s.name(body.name)}, ${s.phone(body.phone)}, ${body.from}, ${body.selected}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    }),
    endpoint(dismissHelper, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ from_date: string; to_date: string | null }>`select from_date, to_date from helper where county_id = ${who.county} and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这个人员，或者不在您的工作范围内');
      if (row.to_date !== null) return refuse('step.done', `已于 ${row.to_date} 离任`);
      if (body.to < row.from_date || body.to > law.today) return refuse('date.order', `离任日期应在 ${row.from_date} 至今天之间`);
      await sql`update helper set to_date = ${body.to}, ended_by = ${who.account} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
  ];
}
