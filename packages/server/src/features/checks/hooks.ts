import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CheckPayloads } from '@doudi/core/check/payloads';
import type { CheckBodies, CheckState } from '@doudi/core/check/state';
import { checkTopic, type CheckContext } from '@doudi/core/check/topic';
import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { findBarred } from '../draws/barred.ts';
import type { Law } from '../law/law.ts';
import { checkMatterFiles } from '../matters/files.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { computeOf, findAbout } from './about.ts';
import { findOpened } from './blind.ts';

export interface CheckerRow {
  readonly id: string;
  readonly name: string;
  readonly post: string;
}

/** Accounts of the county that may check today. */
export async function findCheckers(tx: Tx, law: Law): Promise<CheckerRow[]> {
  return (await sql<CheckerRow>`select distinct on (a.id) a.id, a.name, p.post from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id
    where a.county_id = ${law.county} and a.disabled_at is null and p.post = any (${[...PERMISSIONS['check.conduct']]}::text[]) and p.from_date <= ${law.today} and (p.to_date is null or p.to_date >= ${law.today}) order by a.id`.execute(tx)).rows;
}

async function named(tx: Tx, law: Law, accounts: readonly string[]): Promise<Refusal | undefined> {
  const known = new Set((await findCheckers(tx, law)).map((c) => c.id));
  return accounts.every((a) => known.has(a)) ? undefined : refuse('notfound', '有的核查人员不是本县在岗的核查人员', { allowed: ['县级经办人员、负责人、审计人员', '委托第三方'] });
}

/** Whether an account may not check the case of this number. */
export async function barredFrom(tx: Tx, county: number, number: string): Promise<NonNullable<CheckContext['barred']>> {
  const barred = await findBarred(tx, county, [number]);
  return (account) => barred(number, account);
}

async function context(tx: Tx, law: Law, common: MatterContext, state: CheckState | undefined, command: { readonly name: string; readonly payload: unknown }, actor: MatterActor): Promise<CheckContext | Refusal> {
  if (command.name === 'open') {
    const p = command.payload as CheckPayloads['open'];
    const about = await findAbout(tx, law, p.case, 'decision');
    if (isRefusal(about)) return about;
    return (await named(tx, law, p.checkers)) ?? { ...common, about, barred: await barredFrom(tx, law.county, about.number) };
  }
  if (command.name === 'drawn') {
    const p = command.payload as CheckPayloads['drawn'];
    const about = await findAbout(tx, law, p.case, p.basis);
    // The draw has just judged in this transaction who may check what.
    return isRefusal(about) ? about : { ...common, about };
  }
  if (!state || command.name === 'raise' || command.name === 'settle' || command.name === 'giveUp') return common;
  // Relations change while a check runs: they are judged at every act of it.
  const base: CheckContext = { ...common, barred: await barredFrom(tx, law.county, state.about.number) };
  const proved = async (files: readonly string[]): Promise<CheckContext | Refusal> => (await checkMatterFiles(tx, law.county, state.id, files)) ?? base;
  switch (command.name as keyof CheckPayloads) {
    case 'replace': {
      const { by } = command.payload as CheckPayloads['replace'];
      return ('account' in by ? await named(tx, law, [by.account]) : undefined) ?? base;
    }
    case 'visit':
      return await proved((command.payload as CheckPayloads['visit']).photos);
    case 'countersign':
    case 'object':
      return await proved((command.payload as CheckPayloads['countersign']).paper ?? []);
    case 'recompute':
    case 'third': {
      const { behalf } = command.payload as CheckPayloads['recompute'];
      const no = await checkMatterFiles(tx, law.county, state.id, behalf?.files ?? []);
      const compute = no ?? (await computeOf(tx, law, state.about));
      if (isRefusal(compute)) return compute;
      // Somebody from outside has no login: nothing of the case can have been opened.
      const opened = behalf ? undefined : (await findOpened(tx, law.county, state.about.case, [actor.user])).get(actor.user);
      return { ...base, compute, opened: opened ?? null };
    }
    case 'conclude':
      return { ...base, newId: randomUUID };
    default:
      return base;
  }
}

/** Rows of findings, for lists and figures; the check of a draw is noted with its member. */
async function follow(tx: Tx, county: number, { state, id, acts }: Followed<CheckState, CheckContext>): Promise<void> {
  for (const act of acts) {
    if (act.kind === 'checkOpened' && state.draw !== undefined) await sql`update draw_member set check_id = ${id} where county_id = ${county} and draw_id = ${state.draw} and about_case = ${state.about.case}`.execute(tx);
    if (act.kind === 'checkConcluded')
      for (const f of state.findings)
        await sql`insert into check_finding (county_id, id, check_id, unit_id, area_id, about_case, programme, part, aspect, failing, wrong, fen, severity, on_date, state)
          select ${county}, ${f.id}, ${id}, u.id, u.id, ${state.about.case}, ${state.about.programme}, ${state.part}, ${f.aspect}, ${f.failing}, ${f.wrong}, ${f.fen}, ${f.severity}, ${state.concluded?.on ?? null}, 'open' from unit u where u.county_id = ${county} and u.key = ${state.about.unit}`.execute(tx);
    if (act.kind === 'findingRaised') {
      const b = act.body as CheckBodies['findingRaised'];
      await sql`update check_finding set state = 'raised', rectification_id = ${b.rectification} where county_id = ${county} and id = ${b.finding}`.execute(tx);
    }
    if (act.kind === 'findingSettled') await sql`update check_finding set state = 'settled' where county_id = ${county} and id = ${(act.body as CheckBodies['findingSettled']).finding}`.execute(tx);
  }
}

/** What a check asks of the database and leaves in it. */
export const checkHooks: Hooks<CheckState, CheckBodies, CheckPayloads, CheckContext> = {
  topic: checkTopic,
  context: async (tx, _services, law, common, state, command, actor) => await context(tx, law, common, state, command, actor),
  follow: async (tx, _services, law, now) => {
    await follow(tx, law.county, now);
    return undefined;
  },
};
