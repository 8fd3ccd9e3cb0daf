import type { ActOf, CommandOf, Happening, MatterActor, MatterContext, MatterHead, MatterTopic } from '../matter/model.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { COUNTY_WIDE } from '../rights/permissions.ts';
import { bodiesMissing, mayRecord, type DutyRule } from './duty.ts';
import { OVERSIGHT_KINDS, OVERSIGHT_METHODS, OVERSIGHT_STAGES, type OversightPayloads } from './payloads.ts';

export interface OversightBodies {
  /** `level`: the county with its units, or a unit within itself. Acts recorded before there were levels are the county's. */
  oversightRecorded: OversightPayloads['record'] & { level: 'county' | 'unit' };
  oversightAmended: OversightPayloads['amend'];
  oversightWithdrawn: OversightPayloads['withdraw'];
  oversightAttached: OversightPayloads['attach'];
}

/** Acts recorded before there were clauses, figures and levels have none. */
type Recorded = Omit<OversightBodies['oversightRecorded'], 'duties' | 'figures' | 'level'> & Partial<Pick<OversightBodies['oversightRecorded'], 'duties' | 'figures' | 'level'>>;

export interface OversightState extends Recorded {
  readonly id: string;
  readonly files: readonly string[];
  /** Why the words were put right, oldest first. */
  readonly amended: readonly { readonly at: string; readonly reason: string }[];
  readonly withdrawn?: { readonly at: string; readonly reason: string } | undefined;
}

export interface OversightContext extends MatterContext {
  /** For `record`: whether the unit stands on that day and handles cases. */
  readonly known?: boolean | undefined;
  /** For `record`: the clauses of the county's plan that its acts may carry out. */
  readonly duties?: readonly DutyRule[] | undefined;
  /** For `withdraw` of an assignment: clauses that nobody would answer for then. */
  readonly orphaned?: readonly string[] | undefined;
}

const levelOfActor = (actor: MatterActor): 'county' | 'unit' => ((COUNTY_WIDE as readonly string[]).includes(actor.post) ? 'county' : 'unit');

/** What a kind brings with it, or it says nothing. */
function detailMissing(p: OversightPayloads['record']): string | undefined {
  switch (p.kind) {
    case 'survey':
      return p.survey ? undefined : '调查、满意、知晓的人数';
    case 'statistics':
      return p.figures.length > 0 ? undefined : '统计数字';
    case 'document':
      return p.document ? undefined : '文件名称、文号和印发日期';
    case 'assignment':
      return !p.assignee ? '责任单位和责任人' : p.duties.length === 0 ? '所分工的条款' : undefined;
    case 'award':
      return !p.award ? '奖补金额、年度和依据' : p.unit === null ? '受奖补的单位' : undefined;
    default:
      return undefined;
  }
}

/** Whether an act may stand under a clause: by whom, of which kind, with whom. To assign who answers for a clause is always possible. */
function underDuty(d: DutyRule | undefined, id: string, p: OversightPayloads['record'], level: 'county' | 'unit'): Refusal | undefined {
  if (!d) return refuse('notfound', `本县方案没有 ${id} 这一条监督条款`);
  if (p.kind === 'assignment' && level === 'county') return undefined;
  if (!d.acts) return refuse('input.invalid', `“${d.phrase}”由有关办理环节完成，不靠登记督导`, { allowed: ['不选这一条'] });
  if (d.acts.by !== level) return refuse('rights.denied', `“${d.phrase}”由${d.acts.by === 'unit' ? '受委托单位在本单位内' : '县级'}进行并登记`);
  if (!mayRecord(d, p.kind)) return refuse('input.invalid', `“${d.phrase}”不能登记为${OVERSIGHT_KINDS[p.kind]}`, { allowed: (d.acts.kinds ?? []).map((k) => OVERSIGHT_KINDS[k]) });
  const missing = bodiesMissing(d, p.with);
  if (missing.length > 0) return refuse('materials.missing', `“${d.phrase}”须会同${d.acts.with.join('、')}等部门进行`, { missing });
  return d.acts.each && p.unit === null ? refuse('input.invalid', `“${d.phrase}”要到每个单位，须写明单位`) : undefined;
}

function record(p: OversightPayloads['record'], c: OversightContext, actor: MatterActor): readonly Happening<OversightBodies>[] | Refusal {
  const level = levelOfActor(actor);
  if (level === 'unit' && (p.unit !== actor.unit || p.duties.length === 0)) return refuse('rights.denied', '对单位的督导由县级登记；单位只登记方案要求它在本单位内进行的督导', { allowed: ['写明本单位和方案的条款'] });
  if (p.unit === null && p.duties.length === 0) return refuse('input.invalid', '不针对某个单位的，须写明落实方案的哪一条', { missing: ['条款'] });
  if (p.unit !== null && !c.known) return refuse('notfound', '没有这个办理单位，或者那一天它还没有设立、已经撤销');
  if (p.on > c.today) return refuse('date.order', '督导的日期还没有到', { allowed: ['督导以后再登记'] });
  const missing = detailMissing(p);
  if (missing !== undefined) return refuse('materials.missing', `${OVERSIGHT_KINDS[p.kind]}须写明${missing}`, { missing: [missing] });
  for (const id of p.duties) {
    const refused = underDuty(c.duties?.find((d) => d.id === id), id, p, level);
    if (refused) return refused;
  }
  return [{ kind: 'oversightRecorded', body: { ...p, level } }];
}

function decide(s: OversightState | undefined, command: CommandOf<OversightPayloads>, c: OversightContext, actor: MatterActor): readonly Happening<OversightBodies>[] | Refusal {
  if (command.name === 'record') return s ? refuse('step.done', '已经登记') : record(command.payload, c, actor);
  if (!s) throw new RangeError('an act of oversight begins with its record');
  const level = levelOfActor(actor);
  if (level !== levelOf(s) || (level === 'unit' && actor.unit !== s.unit)) return refuse('rights.denied', '督导记录由登记的一级更正、撤回和补充材料');
  if (s.withdrawn) return refuse('case.closed', '这条督导记录已撤回', { allowed: ['重新登记一条'] });
  switch (command.name) {
    case 'amend':
      return command.payload.text === s.text ? refuse('input.invalid', '内容没有变化') : [{ kind: 'oversightAmended', body: command.payload }];
    case 'withdraw':
      // Who answers is handed on, never left open: delegation releases nobody [BQ-04].
      if (c.orphaned && c.orphaned.length > 0) return refuse('step.order', `撤回后 ${c.orphaned.join('、')} 就没有人负责了`, { allowed: ['先登记新的责任分工'] });
      return [{ kind: 'oversightWithdrawn', body: command.payload }];
    case 'attach':
      return command.payload.files.every((f) => s.files.includes(f)) ? refuse('conflict.duplicate', '这些材料已在记录中') : [{ kind: 'oversightAttached', body: command.payload }];
  }
}

function evolve(s: OversightState | undefined, act: ActOf<OversightBodies>, id: string): OversightState {
  if (act.kind === 'oversightRecorded') return { ...act.body, id, files: [], amended: [] };
  if (!s) throw new RangeError('an act of oversight begins with its record');
  switch (act.kind) {
    case 'oversightAmended':
      return { ...s, text: act.body.text, amended: [...s.amended, { at: act.at, reason: act.body.reason }] };
    case 'oversightWithdrawn':
      return { ...s, withdrawn: { at: act.at, reason: act.body.reason } };
    case 'oversightAttached':
      return { ...s, files: [...new Set([...s.files, ...act.body.files])] };
  }
}

/** Whose act it was; those recorded before there were levels are the county's. */
export const levelOf = (s: Pick<OversightState, 'level'>): 'county' | 'unit' => s.level ?? 'county';

const head = (s: OversightState): MatterHead => ({
  title: `${OVERSIGHT_STAGES[s.stage]}${OVERSIGHT_KINDS[s.kind]}（${OVERSIGHT_METHODS[s.method]}）`, unit: s.unit, shown: true, waits: null, closedOn: s.on,
  ...(s.withdrawn ? { status: 'withdrawn', statusText: '已撤回' } : { status: 'recorded', statusText: '已登记' }),
});

/** 督导: what the county did with a unit, kept word by word; it waits for nobody [HQ-25, LH-13, LH-23, LH-87, GX-18, GX-20, GX-107, XX-54, XX-154, XX-196]. A unit keeps in the same way what the plan bids it do within itself [HQ-45, HQ-62]. */
export const oversightTopic: MatterTopic<OversightState, OversightBodies, OversightPayloads, OversightContext> = {
  id: 'oversight',
  labels: { oversightRecorded: '登记督导', oversightAmended: '更正督导内容', oversightWithdrawn: '撤回督导记录', oversightAttached: '补充督导材料' },
  decide, evolve, head,
};
