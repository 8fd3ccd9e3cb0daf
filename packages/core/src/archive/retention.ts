import { plusMonths } from '../calendar/date.ts';
import type { ArchiveManagement } from '../policy/tables.ts';
import type { Policy, Resolved } from '../policy/resolve.ts';

export type CategoryId = 'approval' | 'management';
export const CATEGORY_NAMES: Record<CategoryId, string> = { approval: '审批类', management: '日常管理类' };

/** A case as far as the term of keeping needs it. */
export interface KeptCase {
  readonly closedOn?: string | undefined;
  /** Assistance still runs. */
  readonly receiving: boolean;
  /** Last day of the last month paid; absent where nothing was granted. */
  readonly endedOn?: string | undefined;
}

export interface Kept {
  readonly category: CategoryId;
  readonly years: Resolved<number>;
  /** From when the term runs, in words. */
  readonly from: string;
  /** Last day of keeping; absent while the term does not run. */
  readonly until?: string | undefined;
}

/** Whether a letter belongs to the papers of daily management. */
export const categoryOf = (policy: Policy, letter: string, on: string): CategoryId => (policy.find<ArchiveManagement>('archive.management-papers', { on })?.value.letters.includes(letter) ? 'management' : 'approval');

/** Terms of keeping are those of the day of asking: a longer term reaches archives that are still there. */
function years(policy: Policy, key: string, on: string): Resolved<number> {
  return policy.number(key, { on });
}

/**
 * Until when an archive is kept. Papers of approval: from the end of assistance (of a case without assistance: from its
 * closing); the term does not run while anyone of the household's cases is open or receives. Papers of daily management:
 * from the day they arose. The archive is one thing: it is kept until the later of both.
 */
export function retention(policy: Policy, cases: readonly KeptCase[], management: readonly string[], today: string): { readonly parts: readonly Kept[]; readonly until?: string | undefined; readonly ended: boolean; readonly text: string } {
  const approval = years(policy, 'archive.retention.approval', today);
  const daily = years(policy, 'archive.retention.management', today);
  const running = cases.some((c) => c.receiving || c.closedOn === undefined);
  const last = cases.map((c) => c.endedOn ?? c.closedOn ?? '').sort().at(-1);
  const approvalUntil = running || !last ? undefined : plusMonths(last, 12 * approval.value);
  const latest = [...management].sort().at(-1);
  const dailyUntil = latest === undefined ? undefined : plusMonths(latest, 12 * daily.value);
  const parts: Kept[] = [
    { category: 'approval', years: approval, from: running ? '在办或在保，不起算' : `自 ${last ?? ''} 起`, until: approvalUntil },
    ...(latest === undefined ? [] : [{ category: 'management' as const, years: daily, from: `自 ${latest} 形成起`, until: dailyUntil }]),
  ];
  const until = approvalUntil === undefined ? undefined : [approvalUntil, dailyUntil ?? ''].sort().at(-1);
  const ended = until !== undefined && until < today;
  return { parts, until, ended, text: until === undefined ? '在办或在保，保管期限不起算' : ended ? `保管期限已于 ${until} 届满，待鉴定` : `保管至 ${until}` };
}

/** Why an archive may not be appraised yet. */
export const stillKept = (r: ReturnType<typeof retention>): string | undefined => (r.ended ? undefined : r.text);
