import type { CaseView } from '@doudi/core/api/cases';

type Recovery = CaseView['recoveries'][number];

/** Numbers of every letter that a recovery made. */
export const numbers = (r: Recovery): string[] => [r.established?.number, r.plan?.number, ...r.reminders.map((x) => x.number), ...r.waivers.map((x) => x.number), ...r.escalations.map((x) => x.number)].filter((x) => x !== undefined && x !== '') as string[];

/** Who owes, with what he is to the household; where no name is known, that alone. */
export const debtorText = (d: Recovery['debtor']): string => (d.name === '' || d.name === d.kindText ? d.kindText : `${d.name}（${d.kindText}）`);

/** The recovery to which a letter with this number belongs. */
export const recoveryOfLetter = (view: Pick<CaseView, 'recoveries'>, number: string): Recovery | undefined => view.recoveries.find((r) => numbers(r).includes(number));
