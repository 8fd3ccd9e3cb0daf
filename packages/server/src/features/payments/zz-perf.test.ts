import { randomUUID } from 'node:crypto';
import { it } from 'vitest';
import { sql } from 'kysely';
import { testInstallation } from '../../testing/harness.ts';
import { createServices } from '../../services.ts';
import { fillRoll, openRoll, findRoll } from './make.ts';
import { createBatch, findBatch, writeFile } from './batch.ts';
import { readReturnFile } from './returns.ts';
import { simulateBankReturn } from '../../simulators/bank.ts';
import { bankLayout } from './layout.ts';
import { moneyFixture } from './money.fixture.ts';
import { judgeRoll } from './holds.ts';
import { isRefusal } from '@doudi/core/refusal/refusal';

it('perf', async () => {
  const inst = await testInstallation();
  const services = createServices(inst);
  const m = await moneyFixture(inst);
  const county = 120106;
  const N = Number(process.env.N ?? 100000);
  const log = (x: string) => process.stderr.write(x + '\n');
  const t0 = () => performance.now();
  const c = services.cipher;
  const holder = c.encrypt('张三', `payment_account.holder|${county}`), num = c.encrypt('6222000000001234', `payment_account.number|${county}`);
  let t = t0();
  await m.admin.query(`insert into county values ($1,'hq','hq') on conflict do nothing`, [county]);
  await m.admin.query(`insert into unit (county_id,id,key,name,kind) select $1, g, 'u'||g, 'u'||g, 'street' from generate_series(1,10) g`, [county]);
  await m.admin.query(`insert into person (county_id,id,unit_id,name_enc,name_idx,number_enc,number_idx,birth,sex,created_at) select $1, md5('p'||g)::uuid, 1+g%10, '', decode(md5('n'||g),'hex'), '', decode(md5('i'||g),'hex'), '1980-01-01','male',now() from generate_series(1,$2::int) g`, [county, N]);
  await m.admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, seq, state, updated_at) select $1, md5('c'||g)::uuid, 'N'||g, 'dibao', 1+g%10, 1+g%10, 'granted','unit','2021-01-01', md5('p'||g)::uuid, 1, md5('x')::uuid, 1, '{}', now() from generate_series(1,$2::int) g`, [county, N]);
  await m.admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select $1, md5('c'||g)::uuid, md5('p'||g)::uuid, 1+g%10, 'member', decode(md5('i'||g),'hex') from generate_series(1,$2::int) g`, [county, N]);
  await m.admin.query(`insert into benefit (county_id,id,case_id,unit_id,area_id,programme,person_id,payee_idx,monthly_fen,from_month,payment,created_at) select $1, md5('b'||g)::uuid, md5('c'||g)::uuid, 1+g%10, 1+g%10, 'dibao', md5('p'||g)::uuid, decode(md5('i'||g),'hex'), 50000+g, '2022-01','monthly',now() from generate_series(1,$2::int) g`, [county, N]);
  await m.admin.query(`insert into payment_account (county_id,id,person_id,unit_id,bank,holder_enc,holder_idx,number_enc,number_idx,from_date,registered_by,registered_at) select $1, md5('a'||g)::uuid, md5('p'||g)::uuid, 1+g%10, '测试银行', $3, decode(md5(case when g%100=1 then 'zz' else 'n'||g end),'hex'), $4, decode(md5('k'||(case when g%500=0 then 0 else g end)),'hex'), '2021-01-01', md5('x')::uuid, now() from generate_series(1,$2::int) g where g%50 <> 7`, [county, N, holder, num]);
  if (process.env.ANALYZE) await m.admin.query('analyze');
  log(`load ${t0() - t | 0}`);
  if (process.env.EXPLAIN) {
    const { Kysely, PostgresDialect } = await import('kysely');
    const pgm = (await import('pg')).default;
    const pool = new pgm.Pool({ connectionString: inst.adminUrl, max: 1, types: (await import('../../platform/database.ts')).TYPES, options: '-c timezone=Asia/Shanghai -c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=300 -c auto_explain.log_analyze=on -c auto_explain.log_level=warning -c auto_explain.log_triggers=on -c statement_timeout=200000 -c role=doudi_app' });
    pool.on('connect', (cl) => cl.on('notice', (n) => log(String(n.message))));
    const k = new Kysely<any>({ dialect: new PostgresDialect({ pool }) });
    await k.transaction().execute(async (tx) => {
      await sql`select set_config('app.county','120106',true), set_config('app.area','*',true)`.execute(tx);
      const mk = { county, programme: 'dibao', month: '2022-01', item: '最低生活保障金', excluding: ['dibao'], today: '2022-05-01', now: '2022-05-01T09:00:00+08:00', user: randomUUID() };
      const { roll } = await openRoll(tx as any, mk);
      await fillRoll(tx as any, roll, mk);
    });
    return;
  }
  for (const month of ['2022-01', '2022-02']) {
    t = t0();
    const roll = await inst.db.transaction(m.scope(county), async (tx) => {
      const mk = { county, programme: 'dibao', month, item: '最低生活保障金', excluding: ['dibao'], today: '2022-05-01', now: '2022-05-01T09:00:00+08:00', user: randomUUID() };
      const { roll } = await openRoll(tx, mk);
      log(JSON.stringify(await fillRoll(tx, roll, mk)));
      return roll;
    });
    log(`make ${month} ${t0() - t | 0} ms`);
    t = t0();
    await inst.db.transaction(m.scope(county), async (tx) => { log('changed ' + JSON.stringify(await judgeRoll(tx, { county, roll: roll.id, month, today: '2022-05-01', excluding: ['dibao'] }))); });
    log(`judge again ${t0() - t | 0} ms`);
    log(JSON.stringify((await m.admin.query('select status, count(*)::int n from roll_line where county_id=$1 and pay_roll_id=$2 group by 1', [county, roll.id])).rows));
    t = t0();
    await inst.db.transaction(m.scope(county), async (tx) => { const r = await createBatch(tx, services, county, roll, '2022-05-01'); log(JSON.stringify(r)); });
    log(`release ${t0() - t | 0} ms`);
    await m.admin.query(`update roll set status='sent', frozen_by=$2, frozen_at=now(), released_by=$3, released_at=now() where id=$1`, [roll.id, randomUUID(), randomUUID()]);
    await m.admin.query(`update bank_batch set sent_at=now(), sent_by=$1, sent_on='2022-05-01', due_on='2022-05-06'`, [randomUUID()]);
    t = t0();
    const text = await inst.db.transaction(m.scope(county), async (tx) => { const b = (await findBatch(tx, roll.id))!; const f = await writeFile(tx, services, county, roll, b); if (isRefusal(f)) throw new Error(f.rule); log('file ' + f.bytes.length); return f.text; });
    log(`write file ${t0() - t | 0} ms`);
    t = t0();
    const ret = simulateBankReturn(text, bankLayout(services, county), { paidOn: '2022-05-02', rule: 'by-account' });
    if (!ret.ok) throw new Error(ret.reasons[0]);
    log(`simulate ${t0() - t | 0} ms`);
    t = t0();
    await inst.db.transaction(m.scope(county), async (tx) => { const b = (await findBatch(tx, roll.id))!; const r = await readReturnFile(tx, services, county, (await findRoll(tx, roll.id))!, b, ret.text, { account: randomUUID(), now: '2022-05-02T09:00:00+08:00' }); log(JSON.stringify(r).slice(0, 300)); });
    log(`read return ${t0() - t | 0} ms`);
    t = t0();
    await inst.db.transaction(m.scope(county), async (tx) => { log(JSON.stringify((await sql`select status, sum(lines)::int as n from roll_total where roll_id=${roll.id} group by 1`.execute(tx)).rows)); });
    log(`totals ${t0() - t | 0} ms`);
  }
  await m.close(); await inst.close();
}, 600_000);
