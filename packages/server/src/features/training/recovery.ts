import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import type { Actor } from '@doudi/core/case/actions';
import { payloads, type Command } from '@doudi/core/case/commands';
import { recoveriesOf, sums, type Recovery } from '@doudi/core/case/recovery/evolve';
import type { RecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { evenPlan } from '@doudi/core/recovery/settle';
import type { Post } from '@doudi/core/policy/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { runCommand } from '../cases/pipeline.ts';
import { loadLaw } from '../law/law.ts';
import { trainingUnits } from './accounts.ts';
import { crewOf } from './simulate.ts';

/**
 * One recovery under way in a county: a household that should have left earlier, found late, established, told, paying by
 * instalments; the second receipt waits for its second person. Through the same commands as in service. Nothing where no
 * household of the training units was paid for two months.
 */
export async function seedRecovery(tx: Tx, services: Services, county: County): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const units = trainingUnits(county);
  const { rows } = await sql<{ case_id: string; person: string; unit: string; since: string; fen: number }>`
    select l.case_id, f.applicant as person, u.key as unit, min(l.month) as since, sum(l.paid_fen)::bigint as fen from roll_line l join unit u on u.county_id = l.county_id and u.id = l.unit_id join case_file f on f.county_id = l.county_id and f.id = l.case_id
    where l.county_id = ${county.id} and l.status = 'paid' and u.key = any (${units.map((u) => u.id)}::text[]) and f.status = 'granted' group by l.case_id, f.applicant, u.key, f.number having count(*) >= 2 order by count(*) desc, f.number desc limit 1`.execute(tx);
  const found = rows[0];
  if (!found) return;
  const index = units.findIndex((u) => u.id === found.unit);
  const unit = units[index];
  if (!unit) return;
  const crew = crewOf(county, unit, index);
  const by = (post: Post): Actor => crew.of(post);
  let debt: Recovery | undefined;
  const act = async (post: Post, name: RecoveryCommand | 'deliverLetter', payload: object): Promise<void> => {
    const done = await runCommand(tx, services, county.id, by(post), found.case_id, { name, payload: payloads[name].parse(payload) } as Exclude<Command, { name: 'apply' }>);
    if (isRefusal(done)) throw new Error(`培训追回 ${name}：${done.rule}`);
    debt = recoveriesOf(done.decision.state).at(-1);
  };
  const own = () => ({ recovery: debt?.id ?? '' });
  const pay = async (fen: number, voucher: string): Promise<void> => await act('handler', 'recordReceipt', { ...own(), on: law.today, fen, method: 'bank', payer: '本人', voucher });
  await act('handler', 'proposeRecovery', { ground: 'lateExit', since: `${found.since}-20`, debtor: { kind: 'payee', person: found.person }, text: '家庭收入已经高于标准，没有及时报告，日常核查时发现。' });
  await act('reviewHead', 'establishRecovery', { ...own(), outcome: 'agree', text: '与核对结果一致，属实。' });
  await act('handler', 'deliverLetter', { kind: 'recoveryNotice', number: debt?.established?.number, on: law.today, method: 'inPerson', receiver: '本人' });
  const left = debt ? sums(debt).outstandingFen : 0;
  const plan = evenPlan(left, 3, plusDays(law.today, 30));
  await act('leader', 'agreeInstalments', { ...own(), signedOn: law.today, instalments: plan });
  await pay(plan[0]?.fen ?? 0, '培训回单-1');
  await act('reviewHead', 'confirmReceipt', { ...own(), receipt: debt?.receipts[0]?.receipt, outcome: 'agree' });
  await pay(plan[1]?.fen ?? 0, '培训回单-2');
}
