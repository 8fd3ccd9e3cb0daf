import { sql } from 'kysely';
import { MUST_LABELS, type MustClass } from '@doudi/core/draw/select';
import type { DrawState } from '@doudi/core/draw/topic';
import { checkTopic, type CheckContext } from '@doudi/core/check/topic';
import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { openMany } from '../matters/open-many.ts';
import { findAbouts } from './about.ts';

interface Member {
  readonly about_case: string;
  readonly part: 'random' | 'must' | 'risk';
  readonly classes: MustClass[];
  readonly ground: string | null;
  readonly checkers: string[] | null;
}

/** Why a case of a draw is checked, for those who may know: of a random one also the classes to which it belongs, which the draw did not ask. */
function groundOf(draw: DrawState, m: Member): string {
  const classes = m.classes.map((c) => MUST_LABELS[c]).join('、');
  if (m.part === 'random') return classes === '' ? draw.label : `${draw.label}（${classes}）`;
  return m.part === 'must' ? classes : (m.ground ?? '');
}

/** Opens a check of every case that a draw gave its pair, one each; a case for which too few were free gets a check that waits for names. A case both drawn and named for its risk is checked as drawn. Thousands at once: nothing is asked of the database case by case. */
export async function openDrawn(tx: Tx, services: Services, law: Law, actor: MatterActor, draw: DrawState, due: string): Promise<Refusal | undefined> {
  const { rows } = await sql<Member>`select distinct on (number) about_case, part, classes, ground, checkers from draw_member where county_id = ${law.county} and draw_id = ${draw.id} order by number, part = 'risk'`.execute(tx);
  const plan = law.policy.find<TableValue<'draw.monthly'>>(draw.plan, { on: draw.to })?.value;
  const basis = plan?.population === 'current' ? 'current' : 'decision';
  const abouts = await findAbouts(tx, law, rows.map((m) => m.about_case), basis);
  if (isRefusal(abouts)) return abouts;
  const opened = await openMany(tx, services, law, checkTopic, actor, rows.map((m) => ({
    command: { name: 'drawn' as const, payload: { draw: draw.id, case: m.about_case, part: m.part, ground: groundOf(draw, m), checkers: m.checkers ?? [], due, home: plan?.home ?? false, homeKey: draw.plan, basis } },
    context: (common: MatterContext): CheckContext => ({ ...common, about: abouts.get(m.about_case) }),
  })));
  if (isRefusal(opened)) return opened;
  await sql`update draw_member m set check_id = x.id from unnest(${opened.map((c) => c.id)}::uuid[], ${opened.map((c) => c.state.about.case)}::uuid[]) as x (id, about_case)
    where m.county_id = ${law.county} and m.draw_id = ${draw.id} and m.about_case = x.about_case`.execute(tx);
  return undefined;
}
