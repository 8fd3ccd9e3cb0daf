import { sql } from 'kysely';
import { MUST_LABELS, type MustClass } from '@doudi/core/draw/select';
import type { DrawState } from '@doudi/core/draw/topic';
import type { MatterActor } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { isRefusal, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { runMatter } from '../matters/run.ts';
import { checkHooks } from './hooks.ts';

interface Member {
  readonly about_case: string;
  readonly part: 'random' | 'must' | 'risk';
  readonly classes: MustClass[];
  readonly ground: string | null;
  readonly checkers: string[] | null;
}

/** Opens a check of every case that a draw gave its pair, one each; a case for which too few were free gets a check that waits for names. A case both drawn and named for its risk is checked as drawn. */
export async function openDrawn(tx: Tx, services: Services, law: Law, actor: MatterActor, draw: DrawState, due: string): Promise<Refusal | undefined> {
  const { rows } = await sql<Member>`select distinct on (number) about_case, part, classes, ground, checkers from draw_member where county_id = ${law.county} and draw_id = ${draw.id} order by number, part = 'risk'`.execute(tx);
  const plan = law.policy.find<TableValue<'draw.monthly'>>(draw.plan, { on: draw.to })?.value;
  for (const m of rows) {
    const ground = m.part === 'random' ? draw.label : m.part === 'must' ? m.classes.map((c) => MUST_LABELS[c]).join('、') : (m.ground ?? '');
    const done = await runMatter(tx, services, law.county, checkHooks, actor, {
      name: 'drawn', payload: { draw: draw.id, case: m.about_case, part: m.part, ground, checkers: m.checkers ?? [], due, home: plan?.home ?? false, homeKey: draw.plan, basis: plan?.population === 'current' ? 'current' : 'decision' },
    });
    if (isRefusal(done)) return done;
  }
  return undefined;
}
