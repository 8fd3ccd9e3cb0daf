import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { testServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

const server = await testServer();
const services = await seedTraining(server.installation);
const county = [...services.counties.values()][0]?.id ?? 0;
afterAll(async () => await server.close());

const ID = '00000000-0000-4000-8000-000000000000';

/** What years of supervision are looked up by: a condition and the index that must answer it. */
const LOOKUPS: readonly (readonly [index: string, condition: string, query: string])[] = [
  ['matter_alike', 'alike', `select from matter where county_id = ${county} and alike = 'unit|x|report' and received_on >= '2021-01-01'`],
  ['matter_received', 'received_on', `select from matter where county_id = ${county} and topic = 'complaint' and received_on between '2021-01-01' and '2021-02-01'`],
  ['matter_concluded_of_unit', 'concluded_on', `select from matter where county_id = ${county} and concluded_on between '2021-01-01' and '2021-02-01'`],
  ['matter_concluded_of_unit', 'concluded_on', `select id from matter where county_id = ${county} and unit_id = 1 and topic = 'check' and concluded_on <= '2021-02-01' order by concluded_on desc, number desc limit 1`],
  ['matter_closed', 'county_id', `select id from matter where county_id = ${county} and topic = 'check' and closed_on is not null order by closed_on desc limit 300`],
  ['matter_closed_any', 'county_id', `select id from matter where county_id = ${county} and closed_on is not null order by closed_on desc limit 300`],
  ['complaint_contact_person', 'person_idx', `select from complaint_contact where county_id = ${county} and person_idx = 'x'`],
  ['lead_hit_true', 'county_id', `select from lead_hit where county_id = ${county} and status in ('valid', 'stop')`],
  ['case_action_followed', 'case_id', `select from case_action where county_id = ${county} and case_id = '${ID}' and kind in ('changeProposed', 'recoveryProposed')`],
  ['aid_given_day', 'on_date', `select from aid_given where county_id = ${county} and on_date > '2021-01-01'`],
  ['case_file_decided', 'decided_on', `select from case_file where county_id = ${county} and programme = 'dibao' and unit_id = 1 and decided_on <= '2021-01-01'`],
  ['case_file_imported', 'closed_on', `select from case_file where county_id = ${county} and programme = 'dibao' and unit_id = 1 and imported and closed_on <= '2021-01-01'`],
  ['external_row_number', 'number_idx', `select from external_row where county_id = ${county} and list = 'deaths' and number_idx = 'x'`],
];

test.each(LOOKUPS)('under row-level security %s answers by %s, and no table is read from end to end', async (index, column, query) => {
  const plan = await server.installation.db.transaction({ county, area: null }, async (tx) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(tx);
    return (await sql.raw<{ 'QUERY PLAN': string }>(`explain ${query}`).execute(tx)).rows.map((r) => r['QUERY PLAN']).join('\n');
  });
  expect(plan).toMatch(new RegExp(`using ${index}`));
  expect(plan).toMatch(new RegExp(`Index Cond: .*\\b${column}\\b`));
});
