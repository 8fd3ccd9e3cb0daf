import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { plusDays } from '@doudi/core/calendar/date';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { ExternalList } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { giveAnswer } from '../leads/answer.ts';
import { openPersons } from '../persons/persons.ts';
import { beginBatch, endBatch, takePage, type Entry } from '../warnings/ingest.ts';
import { runWarnings } from '../warnings/run.ts';
import { accountsOf } from './accounts.ts';
import { offsetFor } from './clock.ts';

/** Days before the training date on which the lists came and the rules first ran: what was to be answered in ten working days is nearly due. */
const BEFORE = 12;

/** What the departments of the training county know: which list, who (nth member of nth household on the roll), and what. `member` 1 is nobody's payee. */
const KNOWN: readonly { readonly list: ExternalList; readonly home: number; readonly member: number; /** Counted among the households recognised without money, where there are any. */ readonly recognised?: true; /** The home whose first member is the other person of the entry. */ readonly other?: number; readonly daysAgo: number; readonly fen?: number; readonly text?: string; readonly grade?: number }[] = [
  { list: 'vehicles', home: 0, member: 0, daysAgo: 200, text: '小型轿车 2018' }, { list: 'vehicles', home: 3, member: 1, daysAgo: 400, text: '轻型货车 2016' }, { list: 'companies', home: 5, member: 0, daysAgo: 600, text: '个体工商户（餐饮）' },
  { list: 'insurance', home: 2, member: 0, daysAgo: 40, fen: 420_000, text: '企业职工缴费基数' }, { list: 'deposits', home: 0, member: 0, daysAgo: 60, fen: 16_800_000, text: '定期存款' }, { list: 'medical', home: 4, member: 0, daysAgo: 50, fen: 860_000, text: '住院自付' },
  { list: 'disability', home: 6, member: 0, daysAgo: 70, grade: 2, text: '肢体二级' }, { list: 'payroll', home: 7, member: 0, daysAgo: 30, fen: 180_000, text: '村（居）干部误工补贴' }, { list: 'disaster', home: 8, member: 0, daysAgo: 15, text: '家中失火' },
  { list: 'deaths', home: 9, member: 1, daysAgo: 20, text: '火化' }, { list: 'medical', home: 5, member: 0, daysAgo: 20, fen: 90_000, text: '门诊自付' }, { list: 'vehicles', home: 11, member: 0, daysAgo: 90, text: '摩托车' },
  { list: 'splits', home: 10, member: 0, other: 6, daysAgo: 300, text: '从原户分出立户' }, { list: 'household', home: 1, member: 0, daysAgo: 500, text: '整户迁入' },
  { list: 'property', home: 1, member: 0, daysAgo: 900, text: '住宅 86 平方米' }, { list: 'property', home: 1, member: 0, daysAgo: 300, text: '商铺 32 平方米' }, { list: 'property', home: 4, member: 0, daysAgo: 1500, text: '住宅 54 平方米' },
  { list: 'prison', home: 3, member: 0, daysAgo: 60, text: '出境未归' }, { list: 'family', home: 8, member: 0, other: 2, daysAgo: 2000, text: '子女' },
  { list: 'unemployment', home: 0, member: 0, recognised: true, daysAgo: 45, text: '失业登记' }, { list: 'school', home: 1, member: 0, recognised: true, daysAgo: 60, text: '高等学校录取' },
];
const SOURCES: Readonly<Partial<Record<ExternalList, readonly [source: string, coverage: string]>>> = {
  deaths: ['民政火化登记', '本市火化，不含外地'], vehicles: ['公安交管', '本省登记的机动车'], companies: ['市场监管', '本省登记的市场主体'], insurance: ['人力社保', '本市参保缴费'], deposits: ['核对中心', '已授权家庭，六家银行'], medical: ['医疗保障', '本市结算'], disability: ['残联', '本省持证残疾人'],
  payroll: ['财政', '本级财政供养'], splits: ['公安户政', '本区户籍分户登记'], household: ['公安户政', '本区户籍迁移'], family: ['公安户政', '本区户籍亲属关系'], property: ['不动产登记', '本市登记的房屋'], prison: ['司法、征兵、出入境', '本市服刑、服役和出境登记'], unemployment: ['人力社保', '本市失业登记'], school: ['教育', '本市学籍和录取'], disaster: ['应急、消防', '本区接处警'],
};

/** Households on the roll, the larger first, each with its members' numbers. */
async function findHomes(tx: Tx, services: Services, county: number): Promise<string[][]> {
  const { rows } = await sql<{ people: string[] }>`select array_agg(p.person_id order by (p.person_id = f.applicant) desc, p.person_id) as people from benefit b join case_file f on f.county_id = b.county_id and f.id = b.case_id join case_person p on p.county_id = f.county_id and p.case_id = f.id and p.role = 'member'
    where b.county_id = ${county} and b.payment = 'monthly' and b.to_month is null and f.programme = 'dibao' and not f.imported group by f.id, f.number, f.unit_id having count(*) > 1 order by row_number() over (partition by f.unit_id order by f.number), f.unit_id limit 12`.execute(tx);
  const people = await openPersons(tx, services, county, rows.flatMap((r) => r.people));
  return rows.map((r) => r.people.map((p) => people.get(p)?.idNumber ?? ''));
}

/** The first households that are recognised without money. */
async function findRecognised(tx: Tx, services: Services, county: number): Promise<string[][]> {
  const { rows } = await sql<{ people: string[] }>`select array_agg(p.person_id order by (p.person_id = f.applicant) desc, p.person_id) as people from case_file f join case_person p on p.county_id = f.county_id and p.case_id = f.id and p.role = 'member'
    where f.county_id = ${county} and f.status = 'granted' and coalesce(f.monthly_fen, 0) = 0 and not exists (select from benefit b where b.county_id = f.county_id and b.case_id = f.id) and f.state ->> 'endedFrom' is null group by f.id, f.number order by f.number limit 2`.execute(tx);
  const people = await openPersons(tx, services, county, rows.flatMap((r) => r.people));
  return rows.map((r) => r.people.map((p) => people.get(p)?.idNumber ?? ''));
}

/** What the simulated exchange serves: the same entries, so that tonight's run finds what the first one found. */
function writeExchange(folder: string, county: number, lists: ReadonlyMap<ExternalList, readonly Entry[]>, sourceDate: string): void {
  const file = path.join(folder, 'simulator-departments.json');
  const before = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  fs.writeFileSync(file, JSON.stringify({ ...before, [county]: [...lists].map(([list, rows]) => ({ list, source: SOURCES[list]?.[0] ?? list, sourceDate, coverage: SOURCES[list]?.[1] ?? '', whole: true, rows })) }));
}

/** Lists of other departments about the training caseload, one run of the rules, and the first answers. */
export async function seedWarnings(services: Services, county: County): Promise<void> {
  const { db, config } = services.installation;
  const whole = { county: county.id, area: null, user: 'system' };
  const clockOn = (date: string) => db.transaction(whole, async (tx) => void (await sql`update training_clock set offset_ms = ${offsetFor(date, Date.now())} where county_id = ${county.id}`.execute(tx)));
  const { today } = await db.transaction(whole, (tx) => loadLaw(tx, services, county.id));
  const then = plusDays(today, -BEFORE);
  await db.transaction(whole, async (tx) => {
    const homes = await findHomes(tx, services, county.id);
    const recognised = await findRecognised(tx, services, county.id);
    const lists = new Map<ExternalList, Entry[]>();
    for (const [i, k] of KNOWN.entries()) {
      const idNumber = (k.recognised ? recognised[k.home]?.[k.member] : undefined) ?? homes[k.home]?.[k.member];
      if (idNumber !== undefined && idNumber !== '') lists.set(k.list, [...(lists.get(k.list) ?? []), { ref: `${k.list}-${String(i + 1)}`, idNumber, on: plusDays(today, -k.daysAgo), ...(k.other === undefined || homes[k.other]?.[0] === undefined ? {} : { otherNumber: homes[k.other]?.[0] }), ...(k.fen === undefined ? {} : { fen: k.fen }), ...(k.text === undefined ? {} : { text: k.text }), ...(k.grade === undefined ? {} : { grade: k.grade }) }]);
    }
    fs.mkdirSync(config.dataFolder, { recursive: true });
    writeExchange(config.dataFolder, county.id, lists, plusDays(then, -3));
    for (const [list, entries] of lists) {
      const b = { county: county.id, list, way: 'connector' as const, source: SOURCES[list]?.[0] ?? list, sourceDate: plusDays(then, -3), coverage: SOURCES[list]?.[1] ?? '', by: null };
      const at = `${then}T03:10:00+08:00`;
      const { id } = await beginBatch(tx, b, at);
      await takePage(tx, services, b, id, entries, null);
      await endBatch(tx, b, id, true, 0, at);
    }
  });
  await clockOn(then);
  await runWarnings(services, county.id);
  await clockOn(plusDays(then, 5));
  await db.transaction(whole, (tx) => answerSome(tx, services, county));
  await clockOn(today);
}

const ANSWERS: readonly { readonly rule: string; readonly answer: 'valid' | 'explained'; readonly text: string; readonly next: 'none' | 'change' }[] = [
  { rule: 'R03', answer: 'explained', text: '营业执照领取后没有开业，税务无申报，正在办理注销，已拍照。', next: 'none' },
  { rule: 'R07', answer: 'valid', text: '本人三月起在物业公司就业，工资未申报，已通知补报。', next: 'change' },
  { rule: 'R15', answer: 'explained', text: '仍在校就读，有学籍证明，不影响保障人数。', next: 'none' },
];

/** The first of each of a few rules is answered, with a paper of its case, by a handler of its office. */
async function answerSome(tx: Tx, services: Services, county: County): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  for (const a of ANSWERS) {
    const hit = (await sql<{ id: string; lead: string; unit: string; file: string | null; proof: boolean }>`select h.id, h.lead_id as lead, u.key as unit, h.proof, (select s.id from stored_file s where s.county_id = h.county_id and s.case_id = l.about_case limit 1) as file
      from lead_hit h join lead l on l.county_id = h.county_id and l.id = h.lead_id join unit u on u.county_id = l.county_id and u.id = l.unit_id where h.county_id = ${county.id} and h.rule = ${a.rule} and h.status = 'open' order by l.no limit 1`.execute(tx)).rows[0];
    const account = accountsOf(county).find((x) => x.posts[0]?.post === 'handler' && x.posts[0].unit === hit?.unit);
    if (!hit || !account || (hit.proof && hit.file === null)) continue;
    const done = await giveAnswer(tx, law, { account: account.id, post: 'handler' }, hit.lead, { hit: hit.id, answer: a.answer, text: a.text, files: hit.file === null ? [] : [hit.file], next: a.next });
    if (isRefusal(done)) throw new Error(`培训线索：${done.rule}`);
  }
}
