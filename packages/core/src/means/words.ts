import type { Expense, HouseholdCategory, HouseholdFacts, IncomeKind, LastYear, Member, Need, Obligor, Property } from '../case/facts.ts';
import { formatFen, formatWhole } from '../money/fen.ts';

/** The words of the working: how facts are called when a clerk reads the arithmetic to an applicant. */

/** `180000` → `1,800`, `64667` → `646.67`: yuan as spoken, without needless decimals. */
export const plain = (fen: number): string => (fen % 100 === 0 ? formatWhole(fen) : formatFen(fen));

/** Stands for a name until the working is shown. */
export const person = (id: string): string => `{person:${id}}`;

export const INCOME_WORDS: Record<IncomeKind, string> = {
  wage: '工资', flexible: '灵活就业收入', farming: '种植养殖收入', business: '经营净收入', interest: '利息、红利', rent: '出租收入', landTransfer: '土地流转收入',
  otherProperty: '其他财产收入', pension: '离退休金（养老金）', basicPension: '基础养老金', unemployment: '失业保险金', survivor: '遗属补助', compensation: '赔偿金', gift: '接受的捐赠、赠与',
  maintenanceReceived: '实际收到的赡养、抚养、扶养费', preferential: '优待抚恤金', familyPlanning: '计划生育奖励与扶助金', scholarship: '奖学金、助学金', bravery: '见义勇为等奖励', assistance: '政府给予的社会救助款',
  elderlyAllowance: '高龄津贴', medicalReimbursement: '医疗费报销', other: '其他收入',
};

export const EXPENSE_WORDS: Record<Expense['kind'], string> = { medical: '医疗支出', disability: '残疾康复护理支出', education: '教育支出', accident: '意外事故支出', other: '其他支出' };

export const NEED_WORDS: Record<Need['kind'], string> = { medical: '医疗支出', education: '教育支出', disability: '残疾康复支出', living: '基本生活支出', housing: '住房修缮支出', other: '其他必需支出' };

export const RIGID_WORDS: Record<LastYear['expenses'][number]['kind'], string> = { living: '基本生活支出', medical: '医疗支出', education: '教育支出', disability: '残疾康复支出', other: '其他刚性支出' };

export const CATEGORY_WORDS: Record<HouseholdCategory, string> = {
  singleParent: '单亲家庭', singleParentStudy: '子女在学的单亲家庭', familyPlanningLoss: '计划生育特别扶助家庭', specialOutpatient: '有门诊特殊疾病患者的家庭', childless: '没有子女的家庭', districtRecognised: '区县认定的其他特殊困难家庭',
};

export const PROPERTY_WORDS: Record<Property['kind'], string> = {
  deposit: '存款', securities: '有价证券', insurance: '商业保险', debtClaim: '债权', vehicle: '机动车', house: '房屋', shop: '商铺', company: '企业', machinery: '大型机具', other: '其他财产',
};
export const PROPERTY_UNITS: Record<Property['kind'], string> = { deposit: '笔', securities: '笔', insurance: '份', debtClaim: '笔', vehicle: '辆', house: '套', shop: '间', company: '家', machinery: '台', other: '项' };

export const EXCLUDED_WORDS: Record<NonNullable<Member['excluded']>, string> = { imprisoned: '正在服刑或者强制隔离戒毒', missing: '已被宣告失踪', conscript: '现役义务兵', religious: '宗教教职人员，脱离家庭独立生活三年以上' };

/** What the obligor owes and how they are related, seen from the supported member. */
export const OBLIGOR_WORDS: Record<Obligor['relation'], { readonly relation: string; readonly due: string }> = {
  child: { relation: '子女', due: '赡养费' },
  parent: { relation: '父母', due: '抚养费' },
  spouse: { relation: '配偶', due: '扶养费' },
  grandchild: { relation: '孙子女、外孙子女', due: '赡养费' },
  sibling: { relation: '兄弟姐妹', due: '扶养费' },
};

export const DISABILITY_WORDS: Record<NonNullable<Member['disability']>['kind'], string> = { physical: '肢体', visual: '视力', hearing: '听力', speech: '言语', intellectual: '智力', mental: '精神', multiple: '多重' };
export const GRADE_WORDS = ['', '一级', '二级', '三级', '四级'] as const;
export const HEALTH_WORDS: Record<Member['health'], string> = { healthy: '健康', chronic: '慢性病', severeIllness: '患重病', disabled: '残疾' };
export const LABOUR_WORDS: Record<Member['labour'], string> = { able: '有劳动能力', partial: '部分丧失劳动能力', none: '无劳动能力' };
export const OCCUPATION_WORDS: Record<Member['occupation'], string> = { preschool: '学龄前', student: '在校学生', employed: '在职', flexible: '灵活就业', farming: '务农', unemployed: '登记失业', retired: '退休', none: '无业' };
export const AREA_WORDS: Record<HouseholdFacts['area'], string> = { urban: '城市', rural: '农村' };

/** `mental` grade 2 → `精神残疾二级`. */
export const disabilityWord = (d: NonNullable<Member['disability']>): string => `${DISABILITY_WORDS[d.kind]}残疾${GRADE_WORDS[d.grade] ?? ''}`;
