import { formatYuan } from '../money/fen.ts';
import type { Kit } from './kit.ts';

/**
 * What the household is told beside the decision on the programme applied for: for which others it qualifies, why not for the
 * rest, and which fits better — as judged on the day of the assessment and kept in the log. Empty where no other programme was
 * in force or nothing was judged.
 */
export function judgementParagraphs(k: Kit): string[] {
  const { judgement: j, decision } = k.input.state;
  const others = j?.verdicts.filter((v) => v.programme !== j.applied) ?? [];
  const hints = j?.verdicts.flatMap((v) => v.hints ?? []) ?? [];
  if (!j || (others.length === 0 && hints.length === 0)) return [];
  const sum = (v: (typeof others)[number]): string =>
    v.payment === 'none' ? k.text('letter.judgement.status') : k.text(v.payment === 'once' ? 'letter.judgement.once' : 'letter.judgement.monthly', { amount: formatYuan(v.monthlyFen) });
  const better = others.find((v) => v.programme === j.better);
  // What can be drawn beside a grant is told as open; what would replace it only where it is better.
  const open = others.filter((v) => v.outcome === 'eligible' && v !== better && (decision?.outcome === 'refuse' || j.also.includes(v.programme)));
  const not = others.filter((v) => v.outcome === 'ineligible');
  const unknown = others.filter((v) => v.outcome === 'unknown' && v.missing !== undefined);
  const lines = [
    ...hints.flatMap((h) => k.paragraphs('letter.judgement.alone', { who: k.spoken(h) })),
    ...(better ? k.paragraphs('letter.judgement.better', { other: better.name, sum: sum(better) }) : []),
    ...open.flatMap((v) => k.paragraphs('letter.judgement.eligible', { other: v.name, sum: sum(v) })),
    ...not.flatMap((v) => k.paragraphs('letter.judgement.not', { other: v.name, grounds: v.grounds.join('；') })),
    ...unknown.flatMap((v) => k.paragraphs('letter.judgement.unknown', { other: v.name, missing: v.missing ?? '' })),
  ];
  return lines.length === 0 ? [] : [...k.paragraphs('letter.judgement'), ...lines];
}
