import * as z from 'zod';

/** The same case in the higher platform (金民工程): its number there [HQ-19]: what is sent. */
export const platformPayloads = {
  notePlatformNumber: z.strictObject({ number: z.string().trim().min(4, '不能少于 4 位').max(60).regex(/^[\w〔〕()（）-]+$/u, '只能是字母、数字和短横') }),
} as const;

export const platformLabels: Record<keyof typeof platformPayloads, string> = { notePlatformNumber: '登记金民系统编号' };
