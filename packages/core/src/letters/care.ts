import { formatDateShortZh } from '../calendar/calendar.ts';
import { CARE_MODE_WORDS, GUARDIANSHIP_WORDS, PAYEE_WORDS, SELF_CARE_ITEMS, SELF_CARE_WORDS, SIGNER_WORDS, SIGNERS, SUPPORT_FORM_WORDS } from '../case/care/payloads.ts';
import { procedureOf, ruleFor } from '../case/procedure.ts';
import { ageOn } from '../people/id-number.ts';
import type { Refusal } from '../refusal/refusal.ts';
import { grid, list } from './forms.ts';
import type { Kit, LetterBody } from './kit.ts';
import { SEX_WORDS } from './words.ts';

const person = (k: Kit): [string, string][] => {
  const { state: s, units, date } = k.input;
  const self = s.facts.members.find((m) => m.person === s.facts.applicant);
  return [['姓名', k.name(s.facts.applicant)], ['性别', self ? SEX_WORDS[self.sex] : ''], ['年龄', self ? String(ageOn(self.birth, date)) : ''], ['公民身份号码', k.person(s.facts.applicant).idNumberMasked], ['村（社区）', units.village ?? ''], ['住址', s.facts.address]];
};

/** The six items, each seen and asked, and the grade that they make [HQ-130, BQ-40]. Before the assessment it is printed to be filled in by hand. */
export function selfCareForm(k: Kit): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const a = s.care?.assessments.at(-1);
  return {
    title: k.text('letter.title.selfCareForm'),
    tables: [
      grid(person(k)),
      {
        title: '评估项目', head: true, lines: a ? undefined : 2,
        columns: [{ label: '序号', share: 1, align: 'center' }, { label: '项目', share: 4, align: 'left' }, { label: '能', share: 2, align: 'center' }, { label: '不能', share: 2, align: 'center' }],
        rows: SELF_CARE_ITEMS.map((i, n) => [String(n + 1), SELF_CARE_WORDS[i], !a ? '□' : a.items[i] === 'able' ? '√' : '', !a ? '□' : a.items[i] === 'unable' ? '√' : '']),
      },
      list([
        ['评估日期', a ? formatDateShortZh(a.on) : ''], ['评估地点', a?.place ?? ''], ['不能的项数', a ? `${a.unable} 项` : ''], ['评估结论', a?.gradeLabel ?? ''],
        ['受托机构', a?.thirdParty ? `${a.thirdParty.organisation}（${a.thirdParty.people.join('、')}）` : ''], ['说明', [a?.note ?? '', a?.noSignature ? `本人未签字：${a.noSignature.reason}（见证人：${a.noSignature.witness}）` : ''].filter((x) => x !== '').join('；')],
      ], '评估结论', a ? undefined : 2),
    ],
    conclusion: k.paragraphs('letter.selfCare'), basis: k.bases([c.policy.find('selfcare.grades', k.scope)?.source, c.policy.find('selfcare.assessors.min', k.scope)?.source]),
    signers: [...(a ? a.assessors.map((u) => ({ label: '评估人员', names: [k.staffName(u)] })) : [{ label: '评估人员' }, { label: '评估人员' }]), { label: '本人（监护人）' }], unsealed: true, words: { conclusion: '确认' },
  };
}

/**
 * The entrusted-care agreement between the person or the guardian, whoever cares, the unit and the village: mode, carer,
 * guardianship and its duty, and to whom the money goes [HQ-130, HQ-131]. Before the arrangement it is printed for signing.
 */
export function careAgreement(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, units } = k.input;
  const a = s.care?.arrangement;
  const who = (id: string | undefined): string => (id === undefined ? '' : k.name(id));
  const carer = a ? (a.carer.organisation ?? who(a.carer.person)) : '';
  return {
    title: k.text('letter.title.careAgreement'),
    paragraphs: k.paragraphs('letter.care.opening', { government: k.unit }),
    tables: [
      grid([
        ...person(k), ['供养形式', a ? SUPPORT_FORM_WORDS[a.form] : ''], ['照料方式', a ? CARE_MODE_WORDS[a.mode] : ''], ['照料服务人', carer], ['照料人电话', a?.carer.telephone ?? ''],
        ['监护模式', a ? GUARDIANSHIP_WORDS[a.guardianship.mode] : ''], ['监护人', a ? who(a.guardianship.guardian) : ''], ['签订日期', a ? formatDateShortZh(a.agreement.signedOn) : ''], ['有效期至', a ? formatDateShortZh(a.agreement.until) : ''],
        ['救助金领取', a ? PAYEE_WORDS[a.payee] : ''], ['自理能力', s.care?.assessments.at(-1)?.gradeLabel ?? ''],
      ], '各方与照料安排'),
      list([['监护责任', a?.guardianship.duty ?? '']], undefined, a ? undefined : 3),
    ],
    facts: k.paragraphs('letter.care.duties'), conclusion: k.paragraphs('letter.care.closing'), basis: k.bases([ruleFor(procedureOf(s, c), 'care')?.source ?? c.programme.source]),
    // Everyone who is party to it has a line of his own; the unit has its seal.
    signers: SIGNERS.filter((x) => x !== 'unit').map((x) => ({ label: `${SIGNER_WORDS[x]}${x === 'village' && units.village !== undefined ? `（${units.village}）` : ''}` })), words: { facts: '约定事项' },
  };
}
