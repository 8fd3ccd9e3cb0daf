import { ANY_POST_LABELS, type AnyPost } from '../rights/permissions.ts';

/** What of the county's money can wait for somebody: how it is called, what it is counted in, whose turn it is, and who else is told. */

interface MoneyTaskType {
  readonly label: string;
  /** Measure word of the count. */
  readonly unit: string;
  /** What counts, and what is done about it. */
  readonly says: string;
  /** Whose turn it is. Empty: of whoever is named in the case, or as the plan says. */
  readonly by: readonly AnyPost[];
  /** Told of it, though others do it. */
  readonly watch: readonly AnyPost[];
  /** Who does it, where posts do not say it. */
  readonly who?: string;
}

const COUNTY: readonly AnyPost[] = ['countyHandler', 'countyLeader'];
const SECOND: readonly AnyPost[] = ['reviewer', 'reviewHead', 'leader', ...COUNTY];
const PAYERS: readonly AnyPost[] = ['payrollClerk', 'payrollReviewer'];

/** In the order in which money moves. */
export const MONEY_TASKS = {
  makeRoll: { label: '要制作的发放名单', unit: '个项目', says: '本月有应发而还没有名单的项目', by: ['payrollClerk'], watch: ['payrollReviewer', 'finance'] },
  hold: { label: '要处理的暂缓', unit: '条', says: '制单中的名单里没有人答复的暂缓，当日处理；不处理不能冻结', by: ['payrollClerk'], watch: ['payrollReviewer'] },
  freeze: { label: '要冻结送复核的名单', unit: '批', says: '暂缓都已处理，核对后冻结', by: ['payrollClerk'], watch: ['payrollReviewer'] },
  release: { label: '要复核放行的名单', unit: '批', says: '已冻结，由制单以外的人核对后放行或退回', by: ['payrollReviewer'], watch: ['payrollClerk', 'finance'] },
  short: { label: '代发专户不够发放的名单', unit: '批', says: '制单中和待放行的名单，专户可用余额不够', by: ['finance'], watch: PAYERS },
  send: { label: '要送银行的批次', unit: '批', says: '已放行，没有银行接口或已转人工：下载文件送银行并登记', by: ['payrollClerk'], watch: ['payrollReviewer'] },
  refused: { label: '银行拒收或校验不符的批次', unit: '批', says: '与银行核实后登记整批未付，或转人工办理', by: ['payrollReviewer'], watch: ['payrollClerk', 'finance'] },
  readReturn: { label: '要读入回盘的批次', unit: '批', says: '由人送银行的批次，取得回盘文件后读入', by: ['payrollClerk'], watch: ['payrollReviewer'] },
  transit: { label: '在途、银行没有答复的明细', unit: '条', says: '超过期限的催问银行；有书面答复的提出核定，由另一人确认', by: ['payrollClerk'], watch: ['payrollReviewer', 'finance'] },
  disputed: { label: '银行答复有争议的明细', unit: '条', says: '取得银行书面证明后提出核定，由另一人确认', by: ['payrollClerk'], watch: ['payrollReviewer', 'finance'] },
  settle: { label: '要确认的银行结果', unit: '条', says: '他人凭银行书面材料提出，确认后入账', by: ['payrollReviewer'], watch: ['payrollClerk'] },
  account: { label: '要登记或更换收款账户的明细', unit: '条', says: '没有登记账户、银行未付、退票的：登记、核实或更换账户，下一批名单自动带出', by: ['handler', 'payrollClerk'], watch: ['payrollReviewer', 'finance'] },
  allocation: { label: '要确认的拨付、储备金、奖补', unit: '笔', says: '一人登记，另一人确认后入账', by: [], watch: ['finance', ...COUNTY] },
  imprest: { label: '要确认的备用金设立、补足、缴回', unit: '笔', says: '确认后入账；补足不超过定额', by: [], watch: ['reviewer', 'reviewHead', 'finance', ...COUNTY] },
  received: { label: '要确认的基金到账、捐赠', unit: '笔', says: '一人登记，另一人确认后入账', by: [], watch: ['reviewer', 'reviewHead', 'leader', ...COUNTY] },
  imprestLow: { label: '低于提醒线、要申请补足的备用金', unit: '个单位', says: '余额低于定额的提醒线，还没有申请补足', by: ['reviewer', 'reviewHead'], watch: ['leader', 'finance', ...COUNTY] },
  imprestReport: { label: '要报财政的备用金使用情况', unit: '个单位', says: '上月使用情况还没有报告', by: ['reviewer', 'reviewHead'], watch: ['leader', 'finance', ...COUNTY] },
  imprestReceive: { label: '要登记收到的备用金报告', unit: '份', says: '各单位报来的使用情况', by: ['finance'], watch: ['reviewer', 'reviewHead'] },
  givenConfirm: { label: '等第二经手人确认的现金、实物', unit: '笔', says: '由登记的第二经手人本人登录确认', by: [], watch: ['reviewHead', 'leader', 'finance', ...COUNTY], who: '登记的第二经手人' },
  givenDispute: { label: '要处理的给付异议', unit: '笔', says: '第二经手人不认可的给付，由不是经手人的人查实', by: ['leader', ...COUNTY], watch: ['reviewHead', 'finance'] },
  split: { label: '要答复的疑似拆分', unit: '组', says: '同一家庭几次申请各在限额以内，合计超过限额', by: COUNTY, watch: [] },
  recoveryEstablish: { label: '要认定的追回', unit: '件', says: '系统或他人提出的多发，由另一人认定', by: SECOND, watch: ['finance', ...PAYERS], who: '提出人以外的一人（单位复核、负责人或县级）' },
  recoveryReceipt: { label: '要核对的收回款项', unit: '件', says: '登记收到的钱由另一人核对后入账', by: SECOND, watch: ['finance', ...PAYERS], who: '登记人以外的一人（单位复核、负责人或县级）' },
  recoveryWaiver: { label: '要决定的免除', unit: '件', says: '提出免除的追回，决定后才免', by: ['leader', 'countyLeader'], watch: ['finance', 'reviewHead', 'countyHandler'] },
  recoveryDue: { label: '本月到期和逾期的追回', unit: '件', says: '到期的登记收款；逾期的催告、签分期协议或移送', by: ['handler', 'countyHandler'], watch: ['reviewHead', 'leader', 'countyLeader', 'finance', ...PAYERS] },
  standardChange: { label: '要决定的提标', unit: '次', says: '由测算提出的提标补发', by: ['countyLeader'], watch: ['countyHandler', 'finance'] },
  standardAsked: { label: '提标中要逐户答复的', unit: '户', says: '有未了的追回或正在重新核查的户，是否随提标调整', by: ['countyLeader'], watch: ['countyHandler'] },
  demandPlan: { label: '要确认的资金需求计划', unit: '份', says: '下年度资金需求计划草案', by: ['countyLeader'], watch: ['countyHandler', 'finance'] },
} as const satisfies Record<string, MoneyTaskType>;
export type MoneyTaskId = keyof typeof MONEY_TASKS;
export const MONEY_TASK_IDS = Object.keys(MONEY_TASKS) as [MoneyTaskId, ...MoneyTaskId[]];

/** What counts of one kind now. Sums are integer fen, `since` the first day it waits for, `due` the first day by which it must be done where only that is known. `mine` and `who` say whose turn it is where the post alone does not. */
export interface MoneyTask {
  readonly id: MoneyTaskId;
  readonly n: number;
  readonly fen?: number | undefined;
  readonly late?: number | undefined;
  readonly since?: string | null | undefined;
  readonly due?: string | null | undefined;
  readonly href: string;
  /** The things themselves, where they are few. */
  readonly at?: readonly { readonly text: string; readonly href: string }[] | undefined;
  readonly mine?: boolean | undefined;
  readonly who?: string | undefined;
}

const typeOf = (id: MoneyTaskId): MoneyTaskType => MONEY_TASKS[id];

/** Whether a post is told of it at all. */
export const concerns = (post: AnyPost, id: MoneyTaskId): boolean => typeOf(id).by.includes(post) || typeOf(id).watch.includes(post);

/** One line of the desk. */
interface MoneyDeskItem {
  id: MoneyTaskId;
  label: string;
  unit: string;
  says: string;
  who: string;
  n: number;
  fen: number | null;
  late: number;
  since: string | null;
  due: string | null;
  href: string;
  at: { text: string; href: string }[];
  mine: boolean;
}

/** What waits, as one post reads it: what it does itself first, of that what is late first; nothing that is none. */
export function moneyDesk(post: AnyPost, tasks: readonly MoneyTask[]): MoneyDeskItem[] {
  const rank = (t: { mine: boolean; late: number; id: MoneyTaskId }): number => (t.mine ? 0 : 1000) + (t.late > 0 ? 0 : 500) + MONEY_TASK_IDS.indexOf(t.id);
  return tasks.filter((t) => t.n > 0 && concerns(post, t.id)).map((t) => {
    const type = typeOf(t.id);
    return {
      id: t.id, label: type.label, unit: type.unit, says: type.says, who: t.who ?? type.who ?? type.by.map((p) => ANY_POST_LABELS[p]).join('、'), n: t.n, fen: t.fen ?? null, late: t.late ?? 0, since: t.since ?? null, due: t.due ?? null, href: t.href, at: [...(t.at ?? [])],
      mine: t.mine ?? type.by.includes(post),
    };
  }).sort((a, b) => rank(a) - rank(b));
}
