import { refuse, type Refusal } from '../../refusal/refusal.ts';
import type { HouseholdFacts } from '../facts.ts';
import { isOffice } from '../../policy/offices.ts';
import type { ApplicationPlaces } from '../../policy/tables.ts';
import type { Actor } from '../actions.ts';
import type { CommandName } from '../commands.ts';
import { scopeOf, type CaseContext } from '../procedure.ts';
import { isOpen, type CaseState } from '../state.ts';
import { needPost } from '../step-guard.ts';
import { make, type Topic } from '../topic.ts';
import { checkVisitTime } from '../visit-time.ts';

const nameOf = (unit: string, c: CaseContext): string => c.policy.county.units.find((u) => u.id === unit)?.name ?? unit;

/** Another office of the county that takes cases. */
function checkOffice(unit: string, s: CaseState, c: CaseContext): Refusal | undefined {
  const u = c.policy.county.units.find((x) => x.id === unit);
  if (!u || !isOffice(u)) return refuse('input.invalid', '没有这个乡镇（街道）', { fields: [{ path: 'unit', message: '须是本县（区）的乡镇、街道、农场或中心' }] });
  return unit === s.unit ? refuse('conflict.duplicate', `案件就在${u.name}`) : undefined;
}

/** What each law of the day makes of an application by somebody registered elsewhere; undefined where nobody states it. */
const placesOf = (c: CaseContext, scope: ReturnType<typeof scopeOf>) => c.policy.find<ApplicationPlaces>('application.places', scope);

/** Whether this county takes the application at all: who is registered in another county applies there, unless a residence permit is accepted [57号 art. 4, 5]. */
export function guardPlace(f: HouseholdFacts, c: CaseContext, scope: ReturnType<typeof scopeOf>): Refusal | undefined {
  const r = f.registration;
  const places = placesOf(c, scope);
  // What cannot wait is never sent on [HQ-168].
  if (f.event?.emergency && places?.value.emergency === 'accept') return undefined;
  if (f.event?.elsewhere && places?.value.eventHere === 'refer')
    return refuse('place.wrong', '既不在本地居住、也没有本地户籍，只是在本地发生急难', { policy: c.policy, source: places.source, allowed: ['协助向本县救助管理机构申请', '向户籍地或者居住地申请', '须立即救助的，登记为紧急情形后受理'] });
  if (!r || r.at === 'unit') return undefined;
  if (f.event?.elsewhere) return undefined;
  const rule = places?.value[r.at === 'county' ? 'otherCounty' : 'otherProvince'];
  if (!rule || rule === 'accept' || (rule === 'permit' && r.permit)) return undefined;
  return refuse('place.wrong', `户籍在${r.place}${rule === 'permit' ? '且没有居住证' : ''}，应向户籍所在地提出申请`, { policy: c.policy, source: places?.source, ...(rule === 'permit' ? { missing: ['居住证'] } : {}), allowed: ['向户籍所在地乡镇（街道）申请', '急难的，可在本地申请临时救助'] });
}

/** An application of somebody registered with another office of the county is taken in here and handed over there before acceptance, where the law of the day says so. */
export function guardAcceptance(s: CaseState, c: CaseContext): Refusal | undefined {
  const r = s.facts.registration;
  if (r?.at !== 'unit' || r.unit === undefined || r.unit === s.unit) return undefined;
  const places = placesOf(c, scopeOf(s));
  return places?.value.otherUnit === 'handOver' ? refuse('place.wrong', `户籍在${nameOf(r.unit, c)}，由户籍所在地受理；请连同材料移交，不要让申请人再跑一趟`, { policy: c.policy, source: places.source, allowed: ['移交办理'] }) : undefined;
}

/** What may be done while a case waits to be taken over. */
const WHILE_HANDED_OVER: ReadonlySet<CommandName> = new Set<CommandName>(['receiveHandOver', 'declineHandOver', 'withdraw', 'submit', 'recordReport', 'recordVerificationTrouble']);

/** Nobody works on a case that lies between two desks; once it is withdrawn it lies there no more, and its letter is served. */
export const guardHandOver = (command: CommandName, s: CaseState, c: CaseContext): Refusal | undefined =>
  s.handOver && isOpen(s) && !WHILE_HANDED_OVER.has(command) ? refuse('step.order', `案件已于 ${s.handOver.on} 移交${nameOf(s.handOver.unit, c)}，等待对方接收`, { allowed: ['对方接收或退回后再办'] }) : undefined;

function guard(command: CommandName, s: CaseState, c: CaseContext, a: Actor): Refusal | undefined {
  switch (command) {
    case 'handOver':
      // Who decides rests on an opinion of their own office: nobody carries a finished opinion to where it can be signed.
      return needPost(a, ['handler'], '移交办理') ?? (s.done.opine ? refuse('step.done', '初审意见已提出，如需移交请先退回补正', { allowed: ['退回补正'] }) : s.verification.at === 'county' || s.verification.at === 'platform' ? refuse('verification.pending', '核对正在进行，报告回来后再移交') : s.notices.at(-1)?.closedOn === undefined && s.notices.length > 0 ? refuse('notice.running', '公示正在进行，结束后再移交') : undefined);
    case 'receiveHandOver': case 'declineHandOver':
      return needPost(a, ['handler'], '接收移交') ?? (!s.handOver ? refuse('step.order', '没有等待接收的移交') : s.handOver.unit !== a.unit ? refuse('rights.denied', `案件移交给${nameOf(s.handOver.unit, c)}，由其接收`) : undefined);
    case 'askElsewhere':
      return needPost(a, ['handler'], '委托异地核查') ?? (s.done.opine ? refuse('step.done', '初审意见已提出，如需再核查请先退回补正', { allowed: ['退回补正'] }) : undefined);
    default: {
      const waiting = (s.elsewhere ?? []).filter((e) => e.answeredOn === undefined);
      return needPost(a, ['handler'], '反馈异地核查') ?? (waiting.length === 0 ? refuse('step.order', '没有等待反馈的异地核查') : waiting.some((e) => e.unit === a.unit) ? undefined : refuse('rights.denied', `由受托核查的${waiting.map((e) => nameOf(e.unit, c)).join('、')}反馈`));
    }
  }
}

/** One office hands a case with its papers to another, or asks it to look; nobody is sent from door to door for it [LH-47]. */
export const placeTopic: Topic = {
  when: { handOver: 'open', receiveHandOver: 'open', declineHandOver: 'open', askElsewhere: 'open', answerElsewhere: 'open' },
  guard,
  handle: (s, command, c, actor, supply) => {
    switch (command.name) {
      case 'handOver':
        return checkOffice(command.payload.unit, s, c) ?? [make('handedOver', { ...command.payload, errand: supply.requestId }, c, actor)];
      case 'receiveHandOver':
        return [make('handOverReceived', { ...command.payload, errand: s.handOver?.errand ?? '', from: s.unit, unit: actor.unit }, c, actor)];
      case 'declineHandOver':
        return [make('handOverDeclined', { ...command.payload, errand: s.handOver?.errand ?? '' }, c, actor)];
      case 'askElsewhere':
        return checkOffice(command.payload.unit, s, c) ?? [make('elsewhereAsked', { ...command.payload, errand: supply.requestId }, c, actor)];
      case 'answerElsewhere': {
        const p = command.payload;
        const asked = s.elsewhere?.find((e) => e.errand === p.errand);
        if (!asked || asked.unit !== actor.unit) return refuse('notfound', '没有这件异地核查，或不是委托给本单位的');
        if (asked.answeredOn) return refuse('step.done', `已于 ${asked.answeredOn} 反馈`);
        if (p.on > c.today || p.on < asked.on) return refuse('date.order', `核查日期应在委托之日（${asked.on}）与今天（${c.today}）之间`);
        const min = c.policy.number('investigators.min', scopeOf(s));
        const people = new Set(p.investigators).size;
        if (people < min.value) return refuse('investigation.persons', `核查人员不得少于 ${min.value} 人，本次登记 ${people} 人`, { policy: c.policy, source: min.source, missing: [`还差 ${min.value - people} 名核查人员`] });
        if (p.investigators.some((v) => c.related.includes(v))) return refuse('person.related', '核查人员中有申请家庭的近亲属，应当回避', { policy: c.policy, source: c.policy.find('relatives.definition', scopeOf(s))?.source });
        return checkVisitTime(p.time, { on: p.on, home: p.methods.includes('home') }, s, c) ?? (isOpen(s) ? [make('elsewhereAnswered', p, c, actor)] : []);
      }
      default:
        return [];
    }
  },
};
