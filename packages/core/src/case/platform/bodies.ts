/** What happened, as the log keeps it. */
export interface PlatformBodies {
  platformNumbered: { readonly number: string };
}

export const platformActionLabels: Record<keyof PlatformBodies, string> = { platformNumbered: '登记金民系统编号' };
