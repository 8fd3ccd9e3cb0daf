import type { Query } from '../../platform/log/read.ts';

/** Which cases, which months: the same for every part of the pack. */
export interface PackScope {
  readonly county: number;
  readonly unit: number | null;
  readonly programme: string | null;
  /** `YYYY-MM`, both included. */
  readonly from: string;
  readonly to: string;
}

const BATCH = 500;

/** Values of a scope, in the order in which the texts below number them. */
export const valuesOf = (s: PackScope): readonly unknown[] => [s.county, s.unit, s.programme, s.from, s.to];

/** Cases of the unit and programme that were applied for, decided or paid, or whose debt moved, in the months. */
export const CASES = `select f.id from case_file f where f.county_id = $1 and ($2::int is null or f.unit_id = $2::int) and ($3::text is null or f.programme = $3)
  and (to_char(f.application_date, 'YYYY-MM') between $4 and $5 or to_char(f.decided_on, 'YYYY-MM') between $4 and $5
    or exists (select from roll_line l where l.county_id = f.county_id and l.case_id = f.id and l.month between $4 and $5)
    or exists (select from recovery_movement m where m.county_id = f.county_id and m.case_id = f.id and to_char(m.on_date, 'YYYY-MM') between $4 and $5))`;

/** Rows of one statement, a batch in memory at a time. One at a time per snapshot. */
export async function* rowsOf(query: Query, text: string, values: readonly unknown[]): AsyncGenerator<Record<string, unknown>> {
  await query(`declare auditpack no scroll cursor for ${text}`, values);
  for (;;) {
    const rows = await query(`fetch ${BATCH} from auditpack`);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await query('close auditpack');
}

export interface Table {
  readonly name: string;
  /** Column title and the name it has in the statement. */
  readonly columns: readonly (readonly [string, string])[];
  readonly sql: string;
}

/** Entries `e` of the months that touch the unit, and the programme or no programme at all (an allocation, a replenishment). */
export const ENTRIES = `e.county_id = $1 and to_char(e.on_date, 'YYYY-MM') between $4 and $5
  and ($2::int is null or exists (select from ledger_line x join ledger_account y on y.county_id = x.county_id and y.id = x.account_id where x.county_id = e.county_id and x.entry_id = e.id and y.unit_id = $2::int))
  and ($3::text is null or not exists (select from ledger_line x join ledger_account y on y.county_id = x.county_id and y.id = x.account_id where x.county_id = e.county_id and x.entry_id = e.id and y.programme is not null)
    or exists (select from ledger_line x join ledger_account y on y.county_id = x.county_id and y.id = x.account_id where x.county_id = e.county_id and x.entry_id = e.id and y.programme = $3))`;

const IN_SCOPE = (column: string): string => `${column} in (${CASES})`;
const yuan = (column: string): string => `to_char(${column} / 100.0, 'FM999999999990.00')`;
const at = (column: string): string => `to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')`;

const ROLLS = `r.county_id = $1 and r.month between $4 and $5 and ($3::text is null or r.programme = $3) and ($2::int is null or exists (select from roll_line l where l.county_id = r.county_id and l.roll_id = r.id and l.unit_id = $2::int))`;

/** The tables of the pack. Sums in yuan; who did it by id, the names stand in 人员.csv. */
export const TABLES: readonly Table[] = [
  {
    name: '发放/发放明细.csv',
    columns: [['明细', 'id'], ['批次', 'roll'], ['案件', 'case_id'], ['案号', 'number'], ['项目', 'programme'], ['月份', 'month'], ['补发序号', 'part'], ['渠道', 'channel'], ['应发', 'due'], ['已发', 'paid'], ['已追回', 'recovered'], ['已免除', 'waived'], ['状态', 'status'], ['暂缓', 'holds'], ['放行的暂缓', 'cleared'], ['银行答复', 'bank_words']],
    sql: `select l.id::text, l.roll_id::text as roll, l.case_id::text, f.number, l.programme, l.month, l.part::text, l.channel, ${yuan('l.due_fen')} as due, ${yuan('l.paid_fen')} as paid, ${yuan('l.recovered_fen')} as recovered, ${yuan('l.waived_fen')} as waived, l.status, array_to_string(l.holds, ' ') as holds, array_to_string(l.cleared, ' ') as cleared, l.bank_words
      from roll_line l join case_file f on f.county_id = l.county_id and f.id = l.case_id where l.county_id = $1 and l.month between $4 and $5 and ${IN_SCOPE('l.case_id')} order by l.month, l.id`,
  },
  {
    name: '发放/暂缓与答复.csv',
    columns: [['明细', 'line'], ['案件', 'case_id'], ['月份', 'month'], ['暂缓', 'holds'], ['答复', 'answer'], ['理由', 'reason'], ['答复人', 'by_name'], ['账号', 'by_account'], ['时间', 'at']],
    sql: `select a.line_id::text as line, l.case_id::text, l.month, array_to_string(a.holds, ' ') as holds, a.answer, a.reason, a.by_name, a.by_account::text, ${at('a.at')} as at from roll_answer a join roll_line l on l.county_id = a.county_id and l.id = a.line_id
      where a.county_id = $1 and l.month between $4 and $5 and ${IN_SCOPE('l.case_id')} order by a.position`,
  },
  {
    name: '发放/冻结依据.csv',
    columns: [['明细', 'line'], ['批次', 'roll'], ['第几次冻结', 'nth'], ['案件', 'case_id'], ['月份', 'month'], ['补发序号', 'part'], ['状态', 'status'], ['应发', 'due'], ['本次应付', 'open'], ['月标准额', 'rate'], ['家庭人口', 'persons'], ['案件日志步数', 'case_seq'], ['依据', 'ground'], ['依据文号', 'ground_number'], ['依据日期', 'ground_on'], ['冻结时的暂缓', 'holds'], ['放行的暂缓', 'cleared']],
    sql: `select x.line_id::text as line, x.roll_id::text as roll, x.nth::text, x.case_id::text, x.month, x.part::text, x.status, ${yuan('x.due_fen')} as due, ${yuan('x.open_fen')} as open, ${yuan('x.rate_fen')} as rate, x.persons::text, x.case_seq::text, x.ground, x.ground_number, x.ground_on::text, array_to_string(x.holds, ' ') as holds, array_to_string(x.cleared, ' ') as cleared
      from roll_line_fact x where x.county_id = $1 and x.month between $4 and $5 and ${IN_SCOPE('x.case_id')} order by x.month, x.line_id, x.nth`,
  },
  {
    name: '发放/送银行与答复.csv',
    columns: [['明细', 'line'], ['案件', 'case_id'], ['月份', 'month'], ['银行批号', 'batch'], ['序号', 'line_no'], ['送出日期', 'sent_on'], ['金额', 'fen'], ['银行已付', 'paid'], ['结果', 'state'], ['答复', 'words'], ['付款日期', 'paid_on'], ['由人核定', 'settled_by']],
    sql: `select x.line_id::text as line, l.case_id::text, l.month, b.number as batch, x.line_no::text, b.sent_on::text, ${yuan('x.fen')} as fen, ${yuan('x.paid_fen')} as paid, x.state, x.words, x.paid_on::text, x.settled_by::text
      from bank_batch_line x join roll_line l on l.county_id = x.county_id and l.id = x.line_id join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where x.county_id = $1 and l.month between $4 and $5 and ${IN_SCOPE('l.case_id')} order by b.number, x.line_no`,
  },
  {
    name: '发放/批次经过.csv',
    columns: [['批次', 'roll'], ['经过', 'kind'], ['经手人', 'by_name'], ['账号', 'by_account'], ['时间', 'at'], ['内容', 'body']],
    sql: `select e.roll_id::text as roll, e.kind, e.by_name, e.by_account::text, ${at('e.at')} as at, e.body::text from roll_event e join roll r on r.county_id = e.county_id and r.id = e.roll_id where ${ROLLS} order by e.roll_id, e.position`,
  },
  {
    name: '发放/批次.csv',
    columns: [['批次', 'id'], ['项目', 'programme'], ['月份', 'month'], ['状态', 'status'], ['资金项目', 'item'], ['制单人', 'made_by'], ['制单时间', 'made_at'], ['冻结人', 'frozen_by'], ['冻结时间', 'frozen_at'], ['放行人', 'released_by'], ['放行时间', 'released_at'], ['银行批号', 'batch'], ['笔数', 'lines'], ['金额', 'total'], ['文件SHA-256', 'sha'], ['送出日期', 'sent_on'], ['应付日期', 'due_on']],
    sql: `select r.id::text, r.programme, r.month, r.status, r.item, r.made_by::text, ${at('r.made_at')} as made_at, r.frozen_by::text, ${at('r.frozen_at')} as frozen_at, r.released_by::text, ${at('r.released_at')} as released_at, b.number as batch, b.lines::text, ${yuan('b.total_fen')} as total, encode(b.sha256, 'hex') as sha, b.sent_on::text, b.due_on::text
      from roll r left join bank_batch b on b.county_id = r.county_id and b.roll_id = r.id where ${ROLLS} order by r.month, r.programme, r.id`,
  },
  {
    name: '资金/分录.csv',
    columns: [['凭证号', 'position'], ['日期', 'on_date'], ['种类', 'kind'], ['摘要', 'memo'], ['账户', 'account'], ['单位', 'unit'], ['项目', 'programme'], ['来源', 'source'], ['借（＋）贷（－）', 'sum'], ['经手人', 'by_account'], ['批次', 'roll'], ['案件', 'case_id'], ['追回事项', 'recovery'], ['分录', 'entry'], ['上一号散列值', 'prev'], ['散列值', 'hash']],
    sql: `select e.position::text, e.on_date::text, e.kind, e.memo, a.kind as account, u.name as unit, a.programme, a.source, ${yuan('l.fen')} as sum, e.by_account, e.roll_id::text as roll, e.case_id::text, e.recovery_id::text as recovery, e.id::text as entry, encode(e.prev_hash, 'hex') as prev, encode(e.hash, 'hex') as hash
      from ledger_entry e join ledger_line l on l.county_id = e.county_id and l.entry_id = e.id join ledger_account a on a.county_id = l.county_id and a.id = l.account_id left join unit u on u.county_id = a.county_id and u.id = a.unit_id
      where ${ENTRIES} order by e.position, l.line`,
  },
  {
    name: '追回/追回事项.csv',
    columns: [['追回事项', 'id'], ['案件', 'case_id'], ['案号', 'number'], ['事由', 'ground'], ['状态', 'status'], ['自何日起', 'since'], ['提出', 'proposed_on'], ['认定', 'established_on'], ['了结', 'closed_on'], ['原认定', 'first'], ['应追回', 'due'], ['已收回', 'recovered'], ['已免除', 'waived'], ['尚欠', 'outstanding']],
    sql: `select r.id::text, r.case_id::text, f.number, r.ground, r.status, r.since::text, r.proposed_on::text, r.established_on::text, r.closed_on::text, ${yuan('r.first_fen')} as first, ${yuan('r.due_fen')} as due, ${yuan('r.recovered_fen')} as recovered, ${yuan('r.waived_fen')} as waived, ${yuan('r.outstanding_fen')} as outstanding
      from recovery r join case_file f on f.county_id = r.county_id and f.id = r.case_id where r.county_id = $1 and ${IN_SCOPE('r.case_id')} order by r.proposed_on, r.id`,
  },
  {
    name: '追回/追回明细.csv',
    columns: [['追回事项', 'recovery'], ['序号', 'n'], ['发放明细', 'line'], ['种类', 'kind'], ['月份', 'month'], ['实际到账', 'paid'], ['应追回', 'claim'], ['已收回', 'recovered'], ['已免除', 'waived']],
    sql: `select l.recovery_id::text as recovery, l.n::text, l.line_id::text as line, l.kind, l.month, ${yuan('l.paid_fen')} as paid, ${yuan('l.claim_fen')} as claim, ${yuan('l.recovered_fen')} as recovered, ${yuan('l.waived_fen')} as waived
      from recovery_line l join recovery r on r.county_id = l.county_id and r.id = l.recovery_id where l.county_id = $1 and ${IN_SCOPE('r.case_id')} order by l.recovery_id, l.n`,
  },
  {
    name: '发放/核定.csv',
    columns: [['核定', 'id'], ['明细', 'line'], ['案件', 'case_id'], ['提出的结果', 'outcome'], ['金额', 'fen'], ['理由', 'reason'], ['银行凭据', 'file'], ['提出人', 'proposed_by_name'], ['提出人账号', 'proposed_by'], ['提出时间', 'proposed_at'], ['状态', 'status'], ['复核人', 'decided_by_name'], ['复核人账号', 'decided_by'], ['复核时间', 'decided_at'], ['复核意见', 'decided_reason']],
    sql: `select s.id::text, s.line_id::text as line, s.case_id::text, s.outcome, ${yuan('s.fen')} as fen, s.reason, s.file_id::text as file, s.proposed_by_name, s.proposed_by::text, ${at('s.proposed_at')} as proposed_at, s.status, s.decided_by_name, s.decided_by::text, ${at('s.decided_at')} as decided_at, s.decided_reason
      from roll_settlement s join roll_line l on l.county_id = s.county_id and l.id = s.line_id where s.county_id = $1 and l.month between $4 and $5 and ${IN_SCOPE('s.case_id')} order by s.proposed_at, s.id`,
  },
  {
    name: '追回/追回经过.csv',
    columns: [['追回事项', 'recovery'], ['案件', 'case_id'], ['日志步数', 'seq'], ['经过', 'kind'], ['日期', 'on_date'], ['金额', 'fen']],
    sql: `select m.recovery_id::text as recovery, m.case_id::text, m.seq::text, m.kind, m.on_date::text, ${yuan('m.fen')} as fen from recovery_movement m where m.county_id = $1 and ${IN_SCOPE('m.case_id')} order by m.recovery_id, m.seq`,
  },
  {
    name: '案件/疑似拆分答复.csv',
    columns: [['答复', 'id'], ['案件', 'cases'], ['认定', 'outcome'], ['理由', 'text'], ['当时合计', 'sum'], ['限额', 'limit'], ['日期', 'on_date'], ['答复人', 'by_name'], ['账号', 'by_account']],
    sql: `select s.id::text, array_to_string(s.cases, ' ') as cases, s.outcome, s.text, ${yuan('s.sum_fen')} as sum, ${yuan('s.limit_fen')} as limit, s.on_date::text, s.by_name, s.by_account::text
      from split_answer s where s.county_id = $1 and exists (select from unnest(s.cases) c where ${IN_SCOPE('c')}) order by s.position`,
  },
  {
    name: '案件/文书.csv',
    columns: [['文书', 'id'], ['案件', 'case_id'], ['种类', 'kind'], ['文号', 'number'], ['日期', 'on_date'], ['日志步数', 'seq'], ['查验码', 'code'], ['PDF SHA-256', 'sha']],
    sql: `select l.id::text, l.case_id::text, l.kind, l.number, l.on_date::text, l.seq::text, l.code, encode(s.sha256, 'hex') as sha from case_letter l left join stored_file s on s.county_id = l.county_id and s.id = l.file_id where l.county_id = $1 and ${IN_SCOPE('l.case_id')} order by l.case_id, l.seq, l.number`,
  },
  {
    name: '案件/材料文件.csv',
    columns: [['文件', 'id'], ['案件', 'case_id'], ['文件名', 'name'], ['类型', 'media_type'], ['字节', 'bytes'], ['SHA-256', 'sha'], ['上传人', 'uploaded_by'], ['上传时间', 'at']],
    sql: `select s.id::text, s.case_id::text, s.name, s.media_type, s.bytes::text, encode(s.sha256, 'hex') as sha, s.uploaded_by, ${at('s.at')} as at from stored_file s where s.county_id = $1 and ${IN_SCOPE('s.case_id')} order by s.case_id, s.at, s.id`,
  },
  {
    name: '人员.csv',
    columns: [['账号', 'id'], ['姓名', 'name'], ['登录名', 'login'], ['岗位', 'post'], ['单位', 'unit'], ['自', 'from_date'], ['至', 'to_date']],
    sql: `select a.id::text, a.name, a.login, p.post, u.name as unit, p.from_date::text, p.to_date::text from account a left join account_post p on p.county_id = a.county_id and p.account_id = a.id left join unit u on u.county_id = p.county_id and u.id = p.unit_id where a.county_id = $1 and ($2::int is null or true) and ($3::text is null or true) and $4::text <= $5::text order by a.login, p.from_date`,
  },
];

/** The county's log, as it is hashed, of the cases of the pack. */
export const LOG = `select a.position::text, a.case_id::text as "caseId", a.seq::text, a.kind, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(a.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
  a.actor_user as "user", a.actor_post as post, a.actor_unit as unit, a.body::text, encode(a.prev_hash, 'hex') as prev, encode(a.hash, 'hex') as hash from case_action a where a.county_id = $1 and ${IN_SCOPE('a.case_id')} order by a.position`;

/** The cases with their folded state, for the list of cases. */
export const CASE_ROWS = `select f.id::text, f.number, f.state, u.name as unit from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = $1 and f.id in (${CASES}) order by f.number`;
