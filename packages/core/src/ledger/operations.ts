import type { Fen } from '../money/fen.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { ANY_POST_LABELS, type AnyPost } from '../rights/permissions.ts';
import type { EntryKind, EntryLine } from './model.ts';

/**
 * Movements of funds that two people make: one enters, another confirms, and only then the ledger has an entry. Who may is
 * told by post here, and by the plan where it lays the confirmation with finance or with the county (`fund.replenish-by`).
 */

const COUNTY: readonly AnyPost[] = ['countyHandler', 'countyLeader'];

export interface OperationType {
  readonly label: string;
  readonly enters: readonly AnyPost[];
  /** `plan`: finance or the county, as `fund.replenish-by` says. */
  readonly confirms: readonly AnyPost[] | 'plan';
  /** What it must name. */
  readonly needs: readonly ('unit' | 'programme' | 'source')[];
  /** The flag without which the county has no such fund. */
  readonly flag?: string;
  /** Something to be stated besides the sum, and how it is asked for. */
  readonly party?: string;
}

export const OPERATIONS = {
  allocation: { label: '财政拨付', enters: ['finance'], confirms: COUNTY, needs: ['programme', 'source'] },
  reserve: { label: '拨入储备金', enters: ['finance'], confirms: COUNTY, needs: ['source'], flag: 'fund.reserve' },
  imprestSetUp: { label: '设立备用金', enters: COUNTY, confirms: 'plan', needs: ['unit'], flag: 'fund.imprest' },
  imprestReplenished: { label: '补足备用金', enters: ['reviewer', 'reviewHead'], confirms: 'plan', needs: ['unit'], flag: 'fund.imprest' },
  imprestReturned: { label: '备用金缴回', enters: ['reviewer', 'reviewHead'], confirms: COUNTY, needs: ['unit'], flag: 'fund.imprest' },
  reliefFund: { label: '救急难基金到账', enters: ['handler', 'reviewer', 'reviewHead'], confirms: ['reviewHead', 'leader', ...COUNTY], needs: ['unit', 'source'], flag: 'fund.relief-fund', party: '出资方' },
  donation: { label: '接受捐赠', enters: ['handler', 'reviewer', 'reviewHead', 'countyHandler'], confirms: ['reviewHead', 'leader', ...COUNTY], needs: ['unit', 'source'], flag: 'fund.donation', party: '捐赠人' },
  award: { label: '以奖代补', enters: COUNTY, confirms: ['finance'], needs: ['unit', 'source'], flag: 'fund.award', party: '奖励依据' },
} as const satisfies Record<string, OperationType>;
export type OperationKind = keyof typeof OPERATIONS;
export const OPERATION_KINDS = Object.keys(OPERATIONS) as [OperationKind, ...OperationKind[]];

/** What a kind of operation asks for. */
export const operationType = (kind: OperationKind): OperationType => OPERATIONS[kind];

export const OPERATION_STATUSES = ['entered', 'confirmed', 'refused'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];
export const OPERATION_STATUS_LABELS: Record<OperationStatus, string> = { entered: '待确认', confirmed: '已确认入账', refused: '未同意' };

/** Who confirms where the plan decides. */
export type ReplenishBy = 'county' | 'finance';
const PLANNED: Record<ReplenishBy, readonly AnyPost[]> = { county: COUNTY, finance: ['finance'] };

/** Posts that enter or confirm an operation. */
export const entersOf = (kind: OperationKind): readonly AnyPost[] => OPERATIONS[kind].enters;
export function confirmsOf(kind: OperationKind, by: ReplenishBy): readonly AnyPost[] {
  const { confirms }: OperationType = OPERATIONS[kind];
  return confirms === 'plan' ? PLANNED[by] : confirms;
}

const words = (posts: readonly AnyPost[]): string[] => posts.map((p) => ANY_POST_LABELS[p]);

export interface OperationState {
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly enteredBy: string;
}

/** Why somebody may not confirm or refuse an operation: settled already, another post's matter, or entered by the same person. */
export function guardSettle(op: OperationState, who: { readonly account: string; readonly post: AnyPost }, by: ReplenishBy): Refusal | undefined {
  const { label } = OPERATIONS[op.kind];
  if (op.status !== 'entered') return refuse('step.done', `${label}${OPERATION_STATUS_LABELS[op.status]}`);
  const posts = confirmsOf(op.kind, by);
  if (!posts.includes(who.post)) return refuse('rights.denied', `${label}由${words(posts).join('、')}确认`, { allowed: words(posts) });
  if (who.account === op.enteredBy) return refuse('payment.sameperson', `${label}须由登记以外的人确认`, { allowed: words(posts) });
  return undefined;
}

export interface OperationFacts {
  readonly kind: OperationKind;
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
  readonly source?: string | undefined;
  readonly fen: Fen;
}

/** The entry that a confirmed operation makes. */
export function operationEntry({ kind, unit, programme, source, fen }: OperationFacts): { kind: EntryKind; lines: EntryLine[] } {
  const move = (to: EntryLine['account'], from: EntryLine['account']): { kind: EntryKind; lines: EntryLine[] } => ({ kind, lines: [{ account: to, fen }, { account: from, fen: -fen }] });
  const reserve = { kind: 'reserve' } as const;
  const imprest = { kind: 'imprest', unit } as const;
  switch (kind) {
    case 'allocation':
      return move({ kind: 'bank', programme }, { kind: 'source', source, programme });
    case 'reserve':
      return move(reserve, { kind: 'source', source });
    case 'imprestSetUp': case 'imprestReplenished':
      return move(imprest, reserve);
    case 'imprestReturned':
      return move(reserve, imprest);
    case 'reliefFund':
      return move({ kind: 'reliefFund', unit }, { kind: 'source', source, unit });
    case 'donation':
      return move({ kind: 'donation', unit }, { kind: 'source', source, unit });
    case 'award':
      return move({ kind: 'award', unit }, { kind: 'source', source });
  }
}

/** Where an imprest stands against its fixed sum (定额) and the reminder's mark. */
export interface ImprestLevel {
  readonly quotaFen: Fen;
  readonly balanceFen: Fen;
  /** What would fill it up. */
  readonly shortFen: Fen;
  readonly low: boolean;
}

/** `lowPercent` of the fixed sum; an imprest never set up is not low. */
export function imprestLevel(quotaFen: Fen, balanceFen: Fen, lowPercent: number): ImprestLevel {
  return { quotaFen, balanceFen, shortFen: Math.max(0, quotaFen - balanceFen), low: quotaFen > 0 && balanceFen * 100 < quotaFen * lowPercent };
}

/**
 * Whether an imprest can be applied to be filled up by `fen`: it is set up, nothing is under way, and it does not rise above its
 * fixed sum [HQ-179, GX-53].
 */
export function guardReplenish(level: ImprestLevel, pendingFen: Fen, fen: Fen | undefined): { readonly code: 'fund.state'; readonly rule: string; readonly allowed: string[] } | undefined {
  if (level.quotaFen === 0) return { code: 'fund.state', rule: '本单位还没有设立备用金', allowed: ['由县级民政部门设立备用金'] };
  if (pendingFen > 0) return { code: 'fund.state', rule: '已有一笔补足申请等待确认', allowed: ['等待确认'] };
  if (level.shortFen === 0) return { code: 'fund.state', rule: '备用金已达定额，不需补足', allowed: [] };
  if (fen !== undefined && fen > level.shortFen) return { code: 'fund.state', rule: '补足后超过备用金定额', allowed: ['申请不超过与定额的差额'] };
  return undefined;
}
