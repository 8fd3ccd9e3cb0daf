import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import type { DishonestyPayloads } from '@doudi/core/dishonesty/payloads';
import type { MatterActor } from '@doudi/core/matter/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { commandOf } from '../matters/command.ts';
import { insertMatterFile } from '../matters/files.ts';
import { runMatter } from '../matters/run.ts';
import { dishonestyHooks } from '../registers/hooks.ts';

/** How far each entry has come on the first day. */
const ENTRIES: readonly { readonly facts: string; readonly statement: string | null; readonly until: 'proposed' | 'heard' | 'entered' }[] = [
  { facts: '申请时隐瞒务工收入，经用工单位核实每月工资三千余元，已领取救助四个月。', statement: '以为临时工资不用申报，愿意退回多领的钱。', until: 'entered' },
  { facts: '申请时隐瞒名下经营用车辆一辆，受理后核对时发现。', statement: '车辆已经转卖，没有办过户。', until: 'heard' },
  { facts: '提供的收入证明与出具单位的存档不一致，数额被涂改。', statement: null, until: 'proposed' },
];
const CERTIFICATES: readonly { readonly kind: string; readonly issuer: string; readonly by: string; readonly finding: 'true' | 'false' | null }[] = [
  { kind: '收入证明', issuer: '某建筑劳务有限公司', by: '钱会计', finding: 'false' }, { kind: '租房情况证明', issuer: '某社区居民委员会', by: '孙主任', finding: 'true' },
  { kind: '疾病诊断证明', issuer: '某医院', by: '周医生', finding: null }, { kind: '收入证明', issuer: '某社区居民委员会', by: '孙主任', finding: null },
];

/** Entries of the register of dishonest conduct at three stages, and certificates with their issuers, in a training county. */
export async function seedRegisters(tx: Tx, services: Services, county: County, file: { readonly hash: string; readonly bytes: number }): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const staff = (await sql<{ id: string; name: string; post: AnyPost; unit: string }>`select a.id, a.name, p.post, u.key as unit from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where a.county_id = ${county.id} and p.post in ('countyHandler', 'countyLeader') order by a.login`.execute(tx)).rows;
  const actor = (post: AnyPost): MatterActor | undefined => staff.filter((s) => s.post === post).map((s) => ({ user: s.id, post: s.post, unit: s.unit }))[0];
  const [office, leader] = [actor('countyHandler'), actor('countyLeader')];
  if (!office || !leader) return;
  const cases = (await sql<{ id: string; unit_id: number; applicant: string; handler: string; handler_name: string }>`select f.id, f.unit_id, f.applicant, f.handler, a.name as handler_name from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant join account a on a.county_id = f.county_id and a.id = f.handler
    where f.county_id = ${county.id} and f.programme = 'dibao' and f.status = 'granted' and p.birth < ${plusDays(law.today, -366 * 20)}::date order by f.number limit 12`.execute(tx)).rows;
  const act = async <N extends keyof DishonestyPayloads>(by: MatterActor, name: N, payload: DishonestyPayloads[N], id?: string): Promise<string | undefined> => {
    const done = await runMatter(tx, services, county.id, dishonestyHooks, by, commandOf<DishonestyPayloads, N>(name, payload), id);
    return isRefusal(done) ? undefined : done.id;
  };
  for (const [i, e] of ENTRIES.entries()) {
    const about = cases[i * 3];
    if (!about) return;
    const id = await act(office, 'propose', { case: about.id, person: about.applicant, kind: 'fraud', actOn: plusDays(law.today, -40), facts: e.facts, grounds: '申请人应当如实申报，隐瞒、虚报的依法处理。', capacity: 'full' });
    if (id === undefined || e.until === 'proposed') continue;
    const proof = await insertMatterFile(tx, { county: county.id, matter: id, hash: Buffer.from(file.hash, 'hex'), media: 'image/png', bytes: file.bytes, name: '核实材料.png', account: office.user, at: law.now });
    await act(office, 'notify', { evidence: [proof.id] }, id);
    await act(office, 'serve', { on: law.today, by: 'person', files: [proof.id] }, id);
    await act(office, 'hear', { on: law.today, declined: false, text: e.statement ?? '', files: [] }, id);
    if (e.until === 'heard') continue;
    await act(leader, 'decide', { outcome: 'enter', reason: '事实清楚，证据充分。', answer: '不知道规定不影响认定，退款情况另行考虑。', measures: ['talk', 'recover'] }, id);
    await act(office, 'serve', { on: law.today, by: 'person', files: [proof.id] }, id);
  }
  for (const [i, c] of CERTIFICATES.entries()) {
    const about = cases[i];
    const found = c.finding === null ? null : office.user;
    if (!about || about.handler === found) continue;
    const [finding, text, name, on] = c.finding === null ? [null, null, null, null] : [c.finding, c.finding === 'true' ? '与出具单位核实，属实。' : '出具单位存档数额与证明不一致。', staff.find((s) => s.id === office.user)?.name ?? '', law.today];
    await sql`insert into certificate (county_id, id, about_case, unit_id, kind, issuer, issued_by, issued_on, accepted_by, accepted_by_name, accepted_on, finding, finding_text, found_by, found_by_name, found_on)
      values (${county.id}, ${randomUUID()}, ${about.id}, ${about.unit_id}, ${c.kind}, ${c.issuer}, ${c.by}, ${plusDays(law.today, -60)}, ${about.handler}, ${about.handler_name}, ${plusDays(law.today, -50)}, ${finding}, ${text}, ${found}, ${name}, ${on})`.execute(tx);
  }
}
