import type { AidView } from '@doudi/core/api/aid';
import { reliefClock, papersOwed, type ReliefClock } from '@doudi/core/case/aid/clock';
import { addUnit } from '@doudi/core/case/procedure';
import { confirmationOf, disputesOf, givenStanding, givenTerms, receiptOf, recordedLate, recordedMinute, secondsOf } from '@doudi/core/case/aid/given';
import { consultTriggers } from '@doudi/core/case/aid-conditions';
import { isErrandOpen } from '@doudi/core/case/aid/errands';
import { fixedFen, givenFen, restFen } from '@doudi/core/case/aid/evolve';
import { AID_FUND_WORDS, REFERRAL_OUTCOME_WORDS } from '@doudi/core/case/aid/payloads';
import type { AidErrand } from '@doudi/core/case/aid/state';
import type { CaseContext } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import type { AidCauses } from '@doudi/core/policy/tables';
import type { Law } from '../law/law.ts';
import { cite, lightFor, STATUS_TEXT } from '../cases/words.ts';

/** Words of a cause as the table of a day has them. */
export const causeText = (law: Law, cause: string, on: string, programme?: string): string => {
  const scope = { on, ...(programme === undefined ? {} : { programme }) };
  return law.policy.find<AidCauses>('aid.causes', scope)?.value.causes.find((x) => x.id === cause)?.label ?? cause;
};

/** Hours left from which the clock warns; 0 where no rule says. */
export const warnHours = (law: Law): number => law.policy.find<number>('aid.relief.warn', { on: law.today })?.value ?? 0;

/** Light of a clock of hours: red once they are over, yellow for the last of them as the rule says. */
export function hoursLight(law: Law, k: Pick<ReliefClock, 'hoursLeft' | 'dueAt'>): { light: 'green' | 'yellow' | 'red'; text: string } {
  if (Date.parse(law.now) > Date.parse(k.dueAt)) return { light: 'red', text: `已超 ${Math.max(1, -k.hoursLeft)} 小时` };
  return { light: k.hoursLeft < warnHours(law) ? 'yellow' : 'green', text: k.hoursLeft < 1 ? '不足 1 小时' : `还有 ${k.hoursLeft} 小时` };
}

export const errandView = (law: Law, e: AidErrand, name: (id: string) => string): AidView['errands'][number] => ({
  id: e.id, kind: e.kind, organ: e.organ, matter: e.matter, text: e.text, on: e.on, by: name(e.by.user), due: e.due, light: isErrandOpen(e) ? lightFor(law, e.due) : null, open: isErrandOpen(e),
  answers: e.answers.map((a) => ({ on: a.on, outcome: a.outcome, outcomeText: REFERRAL_OUTCOME_WORDS[a.outcome], by: a.by, text: a.text, files: [...a.files] })),
});

/** Temporary assistance as the case page shows it; null for every other programme. */
export function aidViewOf(s: CaseState, c: CaseContext, law: Law, name: (id: string) => string, letters: readonly { readonly id: string; readonly kind: string; readonly number: string }[]): AidView | null {
  if (c.programme.formula !== 'aid') return null;
  const { event } = s.facts;
  const marked = s.aid?.emergency;
  const clock = reliefClock(s, c);
  const consulted = s.meetings.findLast((m) => m.consultation !== undefined)?.consultation;
  const programmeName = (id: string): string => law.policy.programme(id, law.today)?.name ?? id;
  const cause = event?.cause;
  const terms = new Map(givenTerms(s, c).filter((t) => t.finishedOn === undefined).map((t) => [t.id, t]));
  const until = (id: string): { due: string; light: ReturnType<typeof lightFor> } | null => {
    const t = terms.get(id);
    if (!t) return null;
    const due = addUnit(c, t.from, t.parameter).date;
    return { due, light: lightFor(law, due) };
  };
  return {
    causeText: cause === undefined ? null : causeText(law, cause, s.applicationDate, s.programme), repeatReason: s.repeatReason ?? null,
    emergency: marked ? { at: marked.at, by: name(marked.by.user), grounds: marked.grounds } : event?.emergency ? { at: s.appliedAt ?? s.applicationDate, by: null, grounds: event.text } : null,
    complex: s.aid?.complex ? { on: s.aid.complex.on, by: name(s.aid.complex.by.user), grounds: s.aid.complex.grounds } : null,
    clock: clock ? { appliedAt: clock.appliedAt, dueAt: clock.dueAt, warnHours: warnHours(law), relievedAt: clock.relievedAt ?? null, inTime: clock.inTime ?? null, source: { ...cite(c.policy, clock.parameter.source), label: clock.parameter.label } } : null,
    given: (s.aid?.given ?? []).map((g) => ({
      phase: g.phase, number: g.number, at: g.at, place: g.place, form: g.form, fen: g.fen, goods: g.goods, fund: g.fund, fundText: AID_FUND_WORDS[g.fund], recipient: g.recipient, signed: g.recipientSigned,
      noSignature: g.noSignature ?? null, handlers: g.handlers.map(name), reason: g.reason, files: [...g.receiptFiles], receipt: letters.find((l) => l.kind === 'aidReceipt' && l.number === g.number)?.id ?? null,
      by: name(g.by.user), recordedAt: recordedMinute(g) === g.at ? null : (recordedMinute(g) ?? null), recordedLate: recordedLate(g, s, c) !== undefined,
      photos: [...(g.photos ?? [])], receipts: receiptOf(g), receiptDue: receiptOf(g).length === 0 ? until(`receipt.${g.seq}`) : null, laterUnsigned: g.receipts?.findLast((r) => r.noSignature !== undefined)?.noSignature ?? null,
      standing: givenStanding(g), disputed: disputesOf(g).length > 0, confirmDue: until(`confirm.${g.seq}`), disputeDue: until(`dispute.${g.seq}`),
      seconds: secondsOf(g).map((h) => {
        const said = confirmationOf(g, h);
        return { account: h, name: name(h), outcome: said?.outcome ?? null, words: said?.words ?? '', on: said?.on ?? null };
      }),
      settled: g.settled ? { outcome: g.settled.outcome, on: g.settled.on, by: name(g.settled.by.user), words: g.settled.words, files: [...g.settled.files] } : null,
    })),
    givenFen: givenFen(s), restFen: restFen(s), missing: papersOwed(s, c).map((d) => ({ id: d.id, name: d.name })),
    special: s.opinion?.special ? { ground: s.opinion.special.ground } : null, fixedFen: fixedFen(s) ?? null, consultedFor: consultTriggers(s, c).map((x) => x.label),
    consultation: consulted ? { route: consulted.route, difficulties: consulted.difficulties, risks: consulted.risks, measures: [...consulted.measures], duties: consulted.duties.map((d) => ({ ...d })) } : null,
    errands: (s.aid?.errands ?? []).map((e) => errandView(law, e, name)),
    prior: (c.aid?.prior ?? []).map((p) => ({ number: p.number, case: p.case, causeText: causeText(law, p.cause, p.on, p.programme), programmeName: programmeName(p.programme), on: p.on, fen: p.fen, same: p.cause === cause })),
    running: (c.aid?.running ?? []).map((r) => ({ case: r.case, number: r.number, programmeName: programmeName(r.programme), statusText: STATUS_TEXT[r.status] })),
  };
}
