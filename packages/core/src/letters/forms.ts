import { formatDateShortZh } from '../calendar/calendar.ts';
import { personsToAuthorise } from '../case/state.ts';
import { AREA_WORDS, disabilityWord, EXPENSE_WORDS, HEALTH_WORDS, INCOME_WORDS, LABOUR_WORDS, OBLIGOR_WORDS, OCCUPATION_WORDS, PROPERTY_UNITS, PROPERTY_WORDS } from '../means/words.ts';
import { formatFen } from '../money/fen.ts';
import { ageOn } from '../people/id-number.ts';
import type { Refusal } from '../refusal/refusal.ts';
import { VERIFICATION_ITEMS } from '../verification/items.ts';
import { noRule, notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterColumn, LetterTable } from './model.ts';
import { HARDSHIP_WORDS, METHOD_WORDS, RELATION_WORDS, SEX_WORDS } from './words.ts';

const column = (label: string, share: number, align: LetterColumn['align'] = 'center'): LetterColumn => ({ label, share, align });

/** Captions and values in pairs, two pairs a row. */
export function grid(pairs: readonly (readonly [string, string])[], title?: string): LetterTable {
  const rows: string[][] = [];
  for (let i = 0; i < pairs.length; i += 2) rows.push([...(pairs[i] ?? ['', '']), ...(pairs[i + 1] ?? ['', ''])]);
  return { title, head: false, columns: [{ ...column('', 3), caption: true }, column('', 5, 'left'), { ...column('', 3), caption: true }, column('', 5, 'left')], rows };
}

/** One caption and one long value a row. */
export const list = (pairs: readonly (readonly [string, string])[], title?: string, lines?: number): LetterTable => ({
  title, head: false, columns: [{ ...column('', 3), caption: true }, column('', 13, 'left')], rows: pairs.map((p) => [...p]), lines,
});

/** A form is also a paper to write on: an empty list leaves rows for the hand. */
const orBlank = (rows: readonly (readonly string[])[], width: number, blank: number): readonly (readonly string[])[] => (rows.length > 0 ? rows : Array.from({ length: blank }, () => Array.from({ length: width }, () => '')));

/** Authority to verify: everyone who must sign, what may be looked up, and for what [BQ-17]. */
export function authorisation(k: Kit): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const f = s.facts;
  const rows = personsToAuthorise(f).map((id) => {
    const p = k.person(id);
    const member = f.members.find((m) => m.person === id);
    const obligor = f.obligors.find((o) => o.person === id);
    const role = member ? RELATION_WORDS[member.relation] : obligor ? `${k.name(obligor.supports)}的${OBLIGOR_WORDS[obligor.relation].relation}（义务人）` : '';
    const signed = s.authorised[id];
    return [p.name, p.idNumberMasked, role, '', signed ? formatDateShortZh(signed.on) : ''];
  });
  return {
    title: k.text('letter.title.authorisation'),
    paragraphs: [...k.paragraphs('letter.authorisation', { items: VERIFICATION_ITEMS.map((i) => i.name).join('、') }), ...k.paragraphs('letter.authorisation.limits'), ...k.paragraphs('letter.authorisation.promise')],
    tables: [{ title: '授权人', head: true, lines: 2, columns: [column('姓名', 3), column('公民身份号码', 5), column('与申请人的关系', 4), column('签名（指印）', 4), column('签署日期', 5)], rows }],
    basis: k.bases([c.programme.documents.find((d) => d.id === 'authorisation')?.source ?? c.programme.source]), unsealed: true,
  };
}

/** The form of the home visit: what was declared, what was found, and the signatures, the applicant's among them [HQ-111]. Before the visit it is printed to be filled in by hand. */
export function investigationForm(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, units, date } = k.input;
  const title = k.text('letter.title.investigationForm');
  if (!s.done.accept) return notYet(title, ['受理']);
  const min = k.find('investigators.min');
  if (!min) return noRule('investigators.min');
  const f = s.facts;
  const visit = s.investigations.at(-1);
  const on = visit?.on ?? date;
  const members = f.members.map((m) => [
    k.name(m.person), RELATION_WORDS[m.relation], SEX_WORDS[m.sex], String(ageOn(m.birth, on)), m.disability ? disabilityWord(m.disability) : HEALTH_WORDS[m.health], LABOUR_WORDS[m.labour], OCCUPATION_WORDS[m.occupation],
  ]);
  const incomes = f.incomes.map((i) => [k.name(i.person), INCOME_WORDS[i.kind], formatFen(i.monthly), i.proof ?? '']);
  const expenses = f.expenses.map((e) => [e.person === undefined ? '全家' : k.name(e.person), EXPENSE_WORDS[e.kind], formatFen(e.monthly), e.proof ?? '']);
  const properties = f.properties.map((p) => [p.person === undefined ? '全家' : k.name(p.person), PROPERTY_WORDS[p.kind], `${p.count} ${PROPERTY_UNITS[p.kind]}`, p.value === 0 ? '' : formatFen(p.value), p.exempt ?? p.note ?? '']);
  const obligors = f.obligors.map((o) => [k.name(o.person), `${k.name(o.supports)}的${OBLIGOR_WORDS[o.relation].relation}`, String(o.householdSize), formatFen(o.monthlyIncome), o.unable ?? (o.agreed === undefined ? '' : `约定 ${formatFen(o.agreed)}`)]);
  const found: [string, string][] = [
    ['调查日期', visit ? formatDateShortZh(visit.on) : ''],
    ['到达、离开时间', visit ? (visit.time ? `${visit.time.arrived}—${visit.time.left}` : '未登记') : '　　时　　分—　　时　　分'],
    ['调查方式', visit ? visit.methods.map((m) => METHOD_WORDS[m]).join('、') : Object.values(METHOD_WORDS).map((m) => `□${m}`).join('　')],
    ['走访邻里', visit ? `${visit.neighbours} 户` : '　　户'],
    ['调查情况', visit?.findings ?? ''],
  ];
  if (visit?.noSignature) found.push(['申请人未签字的原因', `${visit.noSignature.reason}（见证人：${visit.noSignature.witness}）`]);
  return {
    title,
    tables: [
      grid([['申请人', k.name(f.applicant)], ['案号', s.number], ['申请项目', c.programme.name], ['村（社区）', units.village ?? ''], ['住址', f.address], ['城乡', AREA_WORDS[f.area]], ['主要致困原因', HARDSHIP_WORDS[f.hardship]], ['家庭人口', `${f.members.length} 人`]]),
      { title: '家庭成员', head: true, columns: [column('姓名', 3), column('关系', 4), column('性别', 2), column('年龄', 2), column('健康状况', 4), column('劳动能力', 4), column('从业', 3)], rows: members },
      { title: '收入（元/月）', head: true, columns: [column('姓名', 3), column('种类', 5), column('金额', 3, 'right'), column('来源、证明', 5, 'left')], rows: orBlank(incomes, 4, 2) },
      { title: '支出（元/月）', head: true, columns: [column('姓名', 3), column('种类', 5), column('金额', 3, 'right'), column('证明', 5, 'left')], rows: orBlank(expenses, 4, 1) },
      { title: '财产', head: true, columns: [column('所有人', 3), column('种类', 3), column('数量', 2), column('价值（元）', 4, 'right'), column('说明', 4, 'left')], rows: orBlank(properties, 5, 1) },
      ...(obligors.length > 0 ? [{ title: '赡养、抚养、扶养义务人', name: '义务人', head: true, columns: [column('姓名', 3), column('关系', 5), column('家庭人口', 2), column('家庭月收入（元）', 4, 'right'), column('说明', 4, 'left')], rows: obligors } satisfies LetterTable] : []),
      list(found, '调查', visit ? undefined : 2),
    ],
    conclusion: k.paragraphs('letter.investigation.confirm'), basis: k.bases([min.source, c.policy.find('investigation.signature', k.scope)?.source]),
    signers: [...(visit ? visit.investigators.map((u) => ({ label: '调查人员', names: [k.staffName(u)] })) : Array.from({ length: min.value }, () => ({ label: '调查人员' }))), { label: '申请人' }],
    unsealed: true, words: { conclusion: '核对确认' },
  };
}
