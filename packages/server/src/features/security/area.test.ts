import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ok, supervision } from '../../testing/matters.ts';
import type { Tx } from '../../platform/database.ts';

const { server, admin, user, unitOf, countyId } = await supervision();

test('a unit’s session can neither write nor move a matter, its acts, papers, files, complainant or lead of another unit, nor one of the county’s own: the database refuses, whatever the program does', async () => {
  const county = countyId('linhe');
  const [own, other] = [await unitOf('lh-handler'), await unitOf('lh-b-handler')];
  const idOf = async (key: string): Promise<number> => (await admin.query<{ id: number }>('select id from unit where county_id = $1 and key = $2', [county, key])).rows[0]?.id ?? 0;
  const [mine, theirs] = [await idOf(own.key), await idOf(other.key)];
  const register = async (login: string, unit: string): Promise<string> => ok(await (await user(login)).post<{ id: string }>('/complaints', { kind: 'complaint', channel: 'visit', named: false, contact: {}, about: { kind: 'policy', unit }, text: '有一件事' })).id;
  const [a, b] = [await register('lh-handler', own.key), await register('lh-b-handler', other.key)];
  const hidden = ok(await (await user('lh-county')).post<{ id: string }>('/complaints', { kind: 'complaint', channel: 'visit', named: false, contact: {}, about: { kind: 'unit', unit: own.key }, text: '窗口没人' })).id;
  // As the application of that unit, past every rule of the program; nothing is kept.
  class Undone extends Error {}
  const asUnit = async (work: (tx: Tx) => Promise<unknown>): Promise<string> => {
    try {
      await server.installation.db.transaction({ county, area: [mine], user: 'unit' }, async (tx) => {
        await work(tx);
        throw new Undone('written');
      });
    } catch (e) {
      return e instanceof Error ? e.message : String(e);
    }
    return '';
  };
  const REFUSED = /row-level security/;
  const insert = (area: number | null) => (tx: Tx) => sql`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, opened_on, seq, state) values (${county}, ${randomUUID()}, 'complaint', ${randomUUID()}, 't', 's', 's', ${area ?? mine}, ${area}, '2022-01-01', 1, '{}')`.execute(tx);
  const onto = (matter: string): Readonly<Record<string, (tx: Tx) => Promise<unknown>>> => ({
    act: (tx) => sql`insert into matter_act (county_id, position, matter_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash) values (${county}, 999999, ${matter}, 99, 'x', now(), now(), 'u', 'handler', 'x', '{}', sha256('a'), sha256('b'))`.execute(tx),
    paper: (tx) => sql`insert into matter_paper (county_id, id, matter_id, kind, number, title, content, issued_on) values (${county}, ${randomUUID()}, ${matter}, 'x', ${randomUUID()}, 't', '{}', '2022-01-01')`.execute(tx),
    file: (tx) => sql`insert into matter_file (county_id, id, matter_id, sha256, media_type, bytes, name, uploaded_by, at) values (${county}, ${randomUUID()}, ${matter}, sha256('a'), 'image/png', 1, 'n', ${randomUUID()}, now())`.execute(tx),
    contact: (tx) => sql`insert into complaint_contact (county_id, complaint_id, contact_enc) values (${county}, ${matter}, 'x')`.execute(tx),
  });
  expect(await asUnit(insert(mine))).toBe('written');
  for (const area of [theirs, null]) expect(await asUnit(insert(area))).toMatch(REFUSED);
  // Its own it may change, but not push out of its sight or into another's.
  expect(await asUnit((tx) => sql`update matter set title = 'x' where id = ${a}`.execute(tx))).toBe('written');
  for (const area of [theirs, null]) expect(await asUnit((tx) => sql`update matter set unit_id = ${area ?? mine}, area_id = ${area} where id = ${a}`.execute(tx))).toMatch(REFUSED);
  for (const matter of [b, hidden]) {
    let changed = -1;
    await asUnit(async (tx) => void (changed = Number((await sql`update matter set title = 'x' where id = ${matter}`.execute(tx)).numAffectedRows)));
    expect(changed).toBe(0);
    for (const [what, write] of Object.entries(onto(matter))) expect([what, await asUnit(write)]).toEqual([what, expect.stringMatching(REFUSED)]);
  }
  for (const [what, write] of Object.entries(onto(a))) expect([what, await asUnit(write)]).toEqual([what, 'written']);
  // As the county's file it may not pass off its own, nor show what the county keeps.
  expect(await asUnit((tx) => sql`insert into matter_file (county_id, id, matter_id, sha256, media_type, bytes, name, uploaded_by, at, side) values (${county}, ${randomUUID()}, ${a}, sha256('a'), 'image/png', 1, 'n', ${randomUUID()}, now(), 'county')`.execute(tx))).toMatch(REFUSED);
  const lead = (area: number) => (tx: Tx) => sql`insert into lead (county_id, id, no, subject, unit_id, area_id, side, opened_on, due_on) values (${county}, ${randomUUID()}, 99999, ${randomUUID()}, ${area}, ${area}, 'in', '2022-01-01', '2022-01-02')`.execute(tx);
  expect([await asUnit(lead(mine)), await asUnit(lead(theirs))]).toEqual(['written', expect.stringMatching(REFUSED)]);
  const call = (unit: number) => (tx: Tx) => sql`insert into hotline_call (county_id, id, unit_id, line, at, answered, resolved, note, account_id) values (${county}, ${randomUUID()}, ${unit}, 'own', now(), true, false, '', ${randomUUID()})`.execute(tx);
  expect([await asUnit(call(mine)), await asUnit(call(theirs))]).toEqual(['written', expect.stringMatching(REFUSED)]);
  // Leads of another: its origin and its trail.
  const there = ok(await (await user('lh-b-handler')).post<{ lead: string; hit: string }>('/leads', { who: '邻乡一户', side: 'in', source: 'counter', text: '有困难没有申请' }));
  for (const write of [
    (tx: Tx) => sql`insert into lead_event (county_id, lead_id, kind, at, actor) values (${county}, ${there.lead}, 'closed', now(), 'x')`.execute(tx),
    (tx: Tx) => sql`insert into lead_origin (county_id, hit_id, secret, words, at) values (${county}, ${there.hit}, false, 'x', now())`.execute(tx),
  ]) expect(await asUnit(write)).toMatch(REFUSED);
});
