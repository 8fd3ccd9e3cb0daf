import { noticeStep } from '../case/guard.ts';
import { addUnit } from '../case/procedure.ts';
import { formatDateShortZh } from '../calendar/calendar.ts';
import { formatFen } from '../money/fen.ts';
import { ageOn } from '../people/id-number.ts';
import { maskName } from '../people/mask.ts';
import { refuse, type Refusal } from '../refusal/refusal.ts';
import { dayUnit, noRule, notYet, type Kit, type LetterBody } from './kit.ts';

/** Full age (民法典 17): the name of a younger applicant is never put on a board, whatever the county chose. */
const ADULT = 18;

/** Numbers that identify a person, and the last part of an address. */
const TELLING = /\d{7,}|\d+\s*(?:号楼|栋|幢|单元|室|户)/;
const DOOR = /[\dA-Za-z-]+\s*(?:号楼|号|组|栋|幢|单元|室|楼|户)/g;

/**
 * The sheet for the board. It is built from what may be shown and from nothing else: programme, the head of the household
 * (masked unless the county's rule `notice.full-name` says otherwise), numbers of persons, the sum, period, place and
 * telephones of the authorities. No identity number, address, telephone of the household, illness, disability, account,
 * income or any member's name is ever read here. The place is typed by a clerk and is refused when it tells about the household.
 */
export function noticeSheet(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, units, date } = k.input;
  const title = k.text('letter.title.noticeSheet');
  const m = s.assessment;
  if (!s.opinion || !m) return notYet(title, ['初审意见']);
  const publicRefusals = c.policy.find<boolean>('notice.refusals', k.scope)?.value === true;
  if (s.opinion.outcome === 'refuse' && !publicRefusals) return refuse('step.absent', '拟不予确认的意见不公示', { policy: c.policy, source: c.policy.find('notice.refusals', k.scope)?.source });
  // The sheet of a period that runs or has run; a new one where the step is still (or again) to be done.
  const last = s.notices.at(-1);
  const step = noticeStep(s, c);
  const running = last && (last.closedOn === undefined || s.done[step]) ? last : undefined;
  const county = running ? running.level === 'county' : step === 'countyNotice';
  const rule = k.find(county ? 'county-notice.days' : 'notice.days');
  if (!rule) return noRule(county ? 'county-notice.days' : 'notice.days');
  const from = running?.on ?? date;
  const end = running ? { date: running.until, provisional: running.provisional } : addUnit(c, from, rule);
  const place = running?.place ?? k.text('letter.notice.board');
  const household = [s.facts.address, ...(s.facts.address.match(DOOR) ?? []), ...[...s.facts.members.map((p) => p.person), ...s.facts.obligors.map((o) => o.person)].map((p) => k.name(p))];
  if (TELLING.test(place) || household.some((h) => h !== '' && place.includes(h))) return refuse('input.invalid', '公示地点写入了家庭的住址、姓名或者号码，不能公示', { fields: [{ path: 'place', message: '只写公示栏所在的位置' }] });
  const head = s.facts.members.find((p) => p.person === s.facts.applicant);
  const open = c.policy.find<boolean>('notice.full-name', k.scope)?.value === true && head !== undefined && ageOn(head.birth, from) >= ADULT;
  const name = k.name(s.facts.applicant);
  const once = c.programme.payment === 'once';
  const status = c.programme.payment === 'none';
  const grant = s.opinion.outcome === 'grant';
  return {
    title, byCounty: county, paragraphs: [],
    tables: [{
      name: '公示内容', head: true,
      columns: [
        { label: '村（社区）', share: 38, align: 'center' }, { label: '救助类别', share: 40, align: 'center' }, { label: '申请人', share: 28, align: 'center' }, { label: '申请人数', share: 34, align: 'center' },
        { label: '拟保障人数', share: 40, align: 'center' }, { label: status ? '拟办意见' : once ? '拟救助金额（元）' : '拟保障金额（元/月）', share: 44, align: 'center', field: '拟救助金额' },
      ],
      rows: [[units.village ?? units.unit.name, c.programme.name, open ? name : maskName(name), String(s.facts.members.length), grant ? String(m.persons) : '—', grant ? (status ? '拟予认定' : formatFen(s.opinion.monthlyFen)) : '拟不予确认']],
    }],
    conclusion: [
      ...k.paragraphs('letter.notice'),
      k.text('letter.notice.period', { days: String(rule.value), dayUnit: dayUnit(rule), from: formatDateShortZh(from), until: k.marked(end.date, end.provisional) }),
      ...(running?.remark ? [running.remark] : []),
      k.text('letter.notice.place', { place }), k.text('letter.notice.telephones'),
    ],
    basis: k.bases([rule.source]), words: { conclusion: '公示说明' },
  };
}
