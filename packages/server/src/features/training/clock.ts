import { sql } from 'kysely';
import { setClock } from '@doudi/core/api/session';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { rerouteCases, withWholeCounty } from '../cases/reproject.ts';
import { shanghai } from '../law/law.ts';

/** Milliseconds to add to real time so that Shanghai shows `date` at the present time of day. */
export const offsetFor = (date: string, realMs: number): number => Date.parse(`${date}T00:00:00Z`) - Date.parse(`${shanghai(realMs).today}T00:00:00Z`);

/** The training clock of one county. Refused outside training: a real installation has no other time than the real one. */
export const clockEndpoints = (services: Services): Endpoint[] => [
  endpoint(setClock, async (tx, { body }, who) => {
    if (services.installation.config.mode !== 'training') return refuse('training.only', '正式环境不能拨动时钟');
    if (body.date < '2013-01-01' || body.date > '2035-12-31' || Number.isNaN(Date.parse(body.date))) return refuse('input.invalid', '日期应在 2013 年至 2035 年之间', { fields: [{ path: 'body.date', message: '2013-01-01 至 2035-12-31' }] });
    const offset = offsetFor(body.date, Date.now());
    await sql`insert into training_clock (county_id, offset_ms) values (${who.county}, ${offset}) on conflict on constraint training_clock_pk do update set offset_ms = excluded.offset_ms`.execute(tx);
    // What the new day brings (an entrustment that begins or ends) is done before the answer: lists are right at once.
    await withWholeCounty(tx, who.county, () => rerouteCases(tx, services, who.county));
    return shanghai(Date.now() + offset);
  }),
];
