/** Texts of the public pages that a county may word itself, by the keys of the policy files. */
export const DEFAULT_TEXTS = { 'letter.publication': '下列家庭享受{programme}，只公布申请人姓名、家庭成员数量和保障金额。' } as const;

export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replaceAll(/\{(\w+)\}/g, (whole, k: string) => values[k] ?? whole);
