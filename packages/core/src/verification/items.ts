import type { IncomeKind, Property } from '../case/facts.ts';

/** What a platform can be asked about one person, with the department whose data answers. */
export interface VerificationItem {
  readonly id: string;
  /** Name on screens, letters and reports. */
  readonly name: string;
  /** Department that keeps the data. */
  readonly source: string;
  /** What an answer can tell: income, property or standing. */
  readonly tells: readonly ('income' | 'property' | 'status')[];
}

/**
 * Catalogue of items (核对项目). A county asks for a subset; what its platform cannot reach comes back as
 * `not-covered`, which is never the same as "nothing found".
 */
export const VERIFICATION_ITEMS = [
  { id: 'household-register', name: '户籍登记', source: '公安部门', tells: ['status'] },
  { id: 'marriage', name: '婚姻登记', source: '民政部门', tells: ['status'] },
  { id: 'death', name: '死亡及殡葬火化', source: '民政部门', tells: ['status'] },
  { id: 'assistance', name: '在享社会救助', source: '民政部门', tells: ['status', 'income'] },
  { id: 'social-insurance', name: '工资与社会保险缴费', source: '人力资源社会保障部门', tells: ['income'] },
  { id: 'pension', name: '养老金领取', source: '人力资源社会保障部门', tells: ['income'] },
  { id: 'unemployment', name: '失业保险领取', source: '人力资源社会保障部门', tells: ['income'] },
  { id: 'housing-fund', name: '住房公积金', source: '住房公积金管理中心', tells: ['income', 'property'] },
  { id: 'tax', name: '纳税申报', source: '税务部门', tells: ['income'] },
  { id: 'public-payroll', name: '财政供养人员', source: '财政部门', tells: ['status', 'income'] },
  { id: 'real-estate', name: '不动产登记', source: '自然资源部门', tells: ['property'] },
  { id: 'vehicle', name: '机动车登记', source: '公安交通管理部门', tells: ['property'] },
  { id: 'machinery', name: '农业机械登记', source: '农业农村部门', tells: ['property'] },
  { id: 'farm-subsidy', name: '惠农补贴', source: '农业农村部门', tells: ['income'] },
  { id: 'market-entity', name: '市场主体登记', source: '市场监督管理部门', tells: ['property', 'income'] },
  { id: 'bank-deposit', name: '银行存款', source: '银行业金融机构', tells: ['property', 'income'] },
  { id: 'securities', name: '证券', source: '证券登记结算机构', tells: ['property'] },
  { id: 'insurance', name: '商业保险', source: '保险机构', tells: ['property'] },
  { id: 'disability', name: '残疾人证', source: '残疾人联合会', tells: ['status'] },
  { id: 'veteran', name: '优抚对象', source: '退役军人事务部门', tells: ['status', 'income'] },
  { id: 'imprisonment', name: '服刑及社区矫正', source: '司法行政部门', tells: ['status'] },
] as const satisfies readonly VerificationItem[];

export type VerificationItemId = (typeof VERIFICATION_ITEMS)[number]['id'];

export const VERIFICATION_ITEM_IDS = VERIFICATION_ITEMS.map((item) => item.id) as [VerificationItemId, ...VerificationItemId[]];

const byId: ReadonlyMap<string, VerificationItem> = new Map(VERIFICATION_ITEMS.map((item) => [item.id, item]));

/** The catalogue entry of an id; undefined when the catalogue has none. */
export const findVerificationItem = (id: string): VerificationItem | undefined => byId.get(id);

/** Words for incomes in comparisons shown to clerks and printed in notices (告知书). */
export const INCOME_NAMES = {
  wage: '工资性收入', flexible: '灵活就业收入', farming: '种养收入', business: '经营净收入', interest: '利息收入', rent: '租金收入',
  landTransfer: '土地流转收入', otherProperty: '其他财产净收入', pension: '养老金', basicPension: '城乡居民基础养老金', unemployment: '失业保险金',
  survivor: '遗属补助', compensation: '赔偿补偿', gift: '赠与收入', maintenanceReceived: '赡养抚养扶养费', preferential: '优待抚恤金',
  familyPlanning: '计划生育奖励扶助金', scholarship: '奖学金助学金', bravery: '见义勇为奖励', assistance: '社会救助金', elderlyAllowance: '高龄津贴',
  medicalReimbursement: '医疗报销', other: '其他收入',
} as const satisfies Record<IncomeKind, string>;

export const PROPERTY_NAMES = {
  deposit: '存款', securities: '有价证券', insurance: '商业保险', debtClaim: '债权', vehicle: '机动车', house: '住房', shop: '商铺', company: '企业或个体工商户',
  machinery: '农业机械', other: '其他财产',
} as const satisfies Record<Property['kind'], string>;
