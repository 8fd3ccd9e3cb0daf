/** The three sides of the work that are supervised [BQ-07]. */
export const ASPECTS = ['process', 'level', 'effect'] as const;
export type Aspect = (typeof ASPECTS)[number];
export const ASPECT_LABELS: Readonly<Record<Aspect, string>> = { process: '工作流程', level: '救助水平', effect: '工作效果' };

/** Ways of checking; a visit that nobody was told of is one at home [HQ-192]. */
export const CHECK_MEANS = ['home', 'unannounced', 'telephone', 'papers'] as const;
export type CheckMeans = (typeof CHECK_MEANS)[number];
export const MEANS_LABELS: Readonly<Record<CheckMeans, string>> = { home: '入户', unannounced: '不打招呼入户', telephone: '电话访问', papers: '查阅档案' };
export const atHome = (means: readonly CheckMeans[]): boolean => means.some((m) => m === 'home' || m === 'unannounced');

/** Why a check is opened without a draw: somebody complained, there is a ground to suspect, or other recipients are looked at as the situation asks [HQ-195]. */
export const CHECK_CAUSES = ['complaint', 'risk', 'situation'] as const;
export type CheckCause = (typeof CHECK_CAUSES)[number];

export const WRONG_LABELS = { paid: '错发、多发', refused: '错拒、少发' } as const;
export type Wrong = keyof typeof WRONG_LABELS;
export const SEVERITY_LABELS = { light: '一般', grave: '严重' } as const;
export const PART_LABELS = { random: '随机抽中', must: '必查', risk: '风险核查', alone: '单独核查' } as const;
export type CheckPart = keyof typeof PART_LABELS;

/** One question of the check form, from `check.points` of the policies. */
export interface CheckPoint {
  readonly id: string;
  readonly aspect: Aspect;
  readonly text: string;
  readonly programmes?: readonly string[] | undefined;
  readonly outcome?: 'grant' | 'refuse' | undefined;
  readonly req: readonly string[];
}

/** Points that are asked of a case of this programme and outcome. */
export const pointsFor = <P extends Pick<CheckPoint, 'programmes' | 'outcome'>>(points: readonly P[], programme: string, outcome: 'grant' | 'refuse'): P[] =>
  points.filter((p) => (p.programmes === undefined || p.programmes.includes(programme)) && (p.outcome === undefined || p.outcome === outcome));

/** A checker as kept: an account, or somebody of an organisation entrusted. */
export type Checker = { readonly account: string } | { readonly organisation: string; readonly name: string };
export const accountOf = (c: Checker | null | undefined): string | undefined => (c && 'account' in c ? c.account : undefined);
