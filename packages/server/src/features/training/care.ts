import type { Payload } from '@doudi/core/case/commands';
import type { CaseState } from '@doudi/core/case/state';
import { ageOn } from '@doudi/core/people/id-number';
import type { Plot } from './driver.ts';

/** What a diligent office sends where a destitute person is assessed and cared for. Repeatable: it depends on the case alone. */

const self = (s: CaseState) => s.facts.members.find((m) => m.person === s.facts.applicant);
const digit = (s: CaseState): number => Number.parseInt(s.id.replaceAll('-', '').slice(-2), 16);

/** The older and the more disabled, the more of the six items cannot be done. */
export function diligentSelfCare(s: CaseState, on: string, assessors: readonly string[], photo: string): Payload<'recordSelfCare'> {
  const m = self(s);
  const worn = (m?.disability ? 2 : 0) + (m && ageOn(m.birth, on) >= 80 ? 2 : 0) + (digit(s) % 3);
  const item = (n: number): 'able' | 'unable' => (n <= worn ? 'unable' : 'able');
  return {
    on, place: s.facts.address, assessors: [...new Set(assessors)], ...(new Set(assessors).size < 2 ? { thirdParty: { organisation: '康复评估中心', people: ['评估员'] } } : {}),
    items: { bathing: item(1), walking: item(2), bed: item(3), toilet: item(4), dressing: item(5), eating: item(6) }, personSigned: true, note: '', photos: [photo],
  };
}

/** One in three chooses an institution, where the place has one. */
export const diligentWish = (s: CaseState, on: string, institutions = false): Payload<'recordWish'> => ({ form: institutions && digit(s) % 3 === 0 ? 'institution' : 'home', signedBy: 'self', signedOn: on, note: '', photos: [] });

export function diligentCare(s: CaseState, on: string, plot: Plot): Payload<'arrangeCare'> {
  const form = s.care?.wish?.form ?? 'home';
  const agreement: Payload<'arrangeCare'>['agreement'] = { signedOn: on, until: `${Number(on.slice(0, 4)) + 1}-12-31`, signers: ['self', 'carer', 'village'], photos: [plot.photo] };
  const guardianship: Payload<'arrangeCare'>['guardianship'] = { mode: form === 'institution' ? 'institution' : 'village', duty: '每日探视，照看用药，突发疾病及时送医并报告。' };
  return form === 'institution' && plot.institution
    ? { form, mode: 'institution', carer: { kind: 'institution', institution: plot.institution }, guardianship, agreement, payee: 'institution', reason: '' }
    : { form: 'home', mode: 'village', carer: { kind: 'village', organisation: '村（居）民委员会' }, guardianship, agreement, payee: 'self', reason: '' };
}
