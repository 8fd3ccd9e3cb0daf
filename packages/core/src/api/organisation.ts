import * as z from 'zod';
import { sourceSchema } from '../policy/model.ts';
import { citedSchema, contract, isoDate, personName, uuid } from './contract.ts';

/** Who does what where: units, bodies, staff, entrustments, and the register of near relatives. */

const TAG = '组织';
const cited = citedSchema.extend({ req: z.array(z.string()) });
const reason = z.string().trim().min(2, '请写明理由').max(500);

const staffView = z.object({ id: z.string(), name: z.string(), post: z.string(), postText: z.string(), from: isoDate, to: isoDate.nullable() });

/** Who confirms a programme in a unit on the day, and why. */
const confirmsView = z.object({ programme: z.string(), programmeName: z.string(), organ: z.enum(['unit', 'county']), organName: z.string(), reason: z.string(), entrustment: z.string().nullable(), limitFen: z.number().nullable() });

const unitViewSchema = z.object({
  key: z.string(), name: z.string(), aliases: z.array(z.string()), kind: z.string(), kindText: z.string(), parent: z.string().nullable(), code: z.string().nullable(), area: z.enum(['urban', 'rural']).nullable(),
  from: isoDate.nullable(), to: isoDate.nullable(), valid: z.boolean(), validText: z.string().nullable(), note: z.string().nullable(), source: cited,
  bodies: z.array(z.object({ kind: z.string(), kindText: z.string(), name: z.string(), source: cited })),
  staff: z.array(staffView), leaders: z.array(z.string()), confirms: z.array(confirmsView),
});
export type UnitView = z.infer<typeof unitViewSchema>;

export const entrustmentViewSchema = z.object({
  id: z.string(), number: z.string(), programmes: z.array(z.object({ id: z.string(), name: z.string() })), units: z.array(z.object({ key: z.string(), name: z.string(), state: z.enum(['inForce', 'notYet', 'ended', 'withdrawn']), stateText: z.string() })),
  limitFen: z.number().nullable(), from: isoDate, to: isoDate.nullable(), entrusting: z.string(), signatories: z.array(z.string()), source: cited,
  state: z.enum(['inForce', 'notYet', 'ended', 'withdrawn']), stateText: z.string(), origin: z.enum(['plan', 'issued']),
  withdrawals: z.array(z.object({ unit: z.string().nullable(), from: isoDate, reason: z.string(), by: z.string(), at: z.string() })),
  issued: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});

export const getOrganisation = contract({
  method: 'GET', path: '/organisation', tag: TAG, summary: '单位树、经办机构与管理部门、人员与分管领导、委托书、今天由谁确认', permission: 'organisation.read',
  query: z.strictObject({ on: isoDate.optional() }),
  response: z.object({
    on: isoDate, county: z.object({ key: z.string(), name: z.string(), bureau: z.string() }), units: z.array(unitViewSchema), entrustments: z.array(entrustmentViewSchema),
    programmes: z.array(z.object({ id: z.string(), name: z.string(), reserved: z.boolean() })),
  }),
});

export const issueEntrustment = contract({
  method: 'POST', path: '/entrustments', tag: TAG, summary: '登记委托书', permission: 'entrustment.issue',
  body: z.strictObject({
    number: z.string().trim().min(2).max(60), programmes: z.array(z.string().max(60)).min(1).max(20), units: z.array(z.string().max(80)).min(1).max(200), limitFen: z.number().int().positive().max(100_000_000_00).optional(),
    from: isoDate, to: isoDate.optional(), signatories: z.array(z.string().trim().min(2).max(60)).min(1).max(40), source: sourceSchema.optional(), reason: z.string().trim().max(500).default(''),
  }),
  response: z.object({ id: z.string(), moved: z.number() }),
});

export const withdrawEntrustment = contract({
  method: 'POST', path: '/entrustments/:id/withdraw', tag: TAG, summary: '收回委托（整份或某一单位）；在办案件转由县级确认，不重来', permission: 'entrustment.issue',
  params: z.strictObject({ id: z.string().min(1).max(100) }), body: z.strictObject({ unit: z.string().max(80).optional(), from: isoDate, reason }),
  response: z.object({ id: z.string(), moved: z.number(), cases: z.array(z.string()) }),
});

const relativeSchema = z.object({
  id: uuid, of: z.string(), ofKind: z.enum(['staff', 'cadre']), account: z.string().nullable(), unit: z.string(), unitKey: z.string(),
  /** Name and identity number of the relative, masked; null in a filing that there is none. A filing of long ago has no number that could be shown. */
  name: z.string().nullable(), idNumber: z.string().nullable(), relation: z.string().nullable(), filedOn: isoDate, filedBy: z.string().nullable(), removedOn: isoDate.nullable(), removedBy: z.string().nullable(),
  /** Who of the unit asked that it be taken out, while the county has not answered; why; and why the county declined. */
  asked: z.object({ by: z.string(), on: isoDate }).nullable(), removeReason: z.string().nullable(), declined: z.string().nullable(),
});

export const listRelatives = contract({
  method: 'GET', path: '/relatives', tag: TAG, summary: '近亲属备案登记簿', permission: 'relative.read',
  query: z.strictObject({ removed: z.enum(['true', 'false']).default('false') }),
  response: z.object({
    items: z.array(relativeSchema), relations: z.array(z.string()), staff: z.array(z.string()), source: cited,
    /** Officers of the caller's area who handle cases and have filed neither a relative nor that there is none; and how many villages have filed for their cadres. */
    unfiled: z.array(z.object({ account: uuid, name: z.string(), unit: z.string() })), villages: z.object({ all: z.number().int(), filed: z.number().int() }),
  }),
});

/** Households that stand on the register: who of them is whose relative, counter-signed and visited or not. */
export const listRelativeHouseholds = contract({
  method: 'GET', path: '/relatives/households', tag: TAG, summary: '近亲属备案家庭：会签与县级入户情况', permission: 'relative.read',
  response: z.object({ items: z.array(z.object({
    case: uuid, number: z.string(), applicant: z.string(), programmeName: z.string(), unit: z.string(), statusText: z.string(), relations: z.array(z.string()), foundOn: isoDate,
    counterSignedOn: isoDate.nullable(), visitedOn: isoDate.nullable(), consistent: z.boolean().nullable(), visitDue: isoDate.nullable(),
  })),
  /** Relations that nobody filed, told by officers' own identity numbers and by other departments: questions, not verdicts. For the county alone; a unit gets none. */
  questions: z.array(z.object({
    case: uuid, number: z.string(), applicant: z.string(), programmeName: z.string(), unit: z.string(), account: uuid, officer: z.string(), kind: z.enum(['member', 'obligor', 'registry']),
    handled: z.boolean(), answer: z.object({ text: z.string(), on: isoDate, by: z.string() }).nullable(),
  })) }),
});

export const answerRelation = contract({
  method: 'POST', path: '/relatives/questions', tag: TAG, summary: '对没有备案的关系作出说明（县级核实后）', permission: 'relative.answer',
  body: z.strictObject({ case: uuid, account: uuid, text: z.string().trim().min(2).max(500) }), response: z.object({ id: uuid }),
});

/** Files a near relative, or with `nothing` that there is none to file: that is a filing too. */
export const fileRelative = contract({
  method: 'POST', path: '/relatives', tag: TAG, summary: '近亲属备案：工作人员或村（居）干部的近亲属', permission: 'relative.file',
  body: z.strictObject({
    account: uuid.optional(), cadre: z.strictObject({ name: personName, unit: z.string().max(80) }).optional(),
    nothing: z.literal(true).optional(), idNumber: z.string().trim().min(15).max(18).optional(), name: personName.optional(), relation: z.string().trim().min(1).max(40).optional(),
  }).refine((b) => (b.nothing === true) === (b.idNumber === undefined && b.name === undefined && b.relation === undefined) && (b.nothing === true || (b.idNumber !== undefined && b.name !== undefined && b.relation !== undefined)), { message: '填写近亲属的姓名、身份证号和关系；没有近亲属的，声明没有', path: ['idNumber'] })
  .refine((b) => (b.account === undefined) !== (b.cadre === undefined), { message: '请选是谁的近亲属：工作人员，或者村（居）干部', path: ['account'] }),
  response: z.object({ id: uuid, cases: z.number() }),
});

/**
 * Takes a filing out of force with a reason, never by the officer whose relative it is: a unit asks (`removedOn` null; all stays as it is),
 * the county confirms; or the county takes out at once what another entered.
 */
export const removeRelative = contract({
  method: 'DELETE', path: '/relatives/:id', tag: TAG, summary: '注销近亲属备案：单位申请、县级核准，或者县级注销（不删除）', permission: 'relative.file',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ reason: z.string().trim().min(4).max(300) }), response: z.object({ id: uuid, removedOn: isoDate.nullable() }),
});

/** The county's answer to a unit that asks to take a filing out; declined with its ground. */
export const answerRemoval = contract({
  method: 'POST', path: '/relatives/:id/removal', tag: TAG, summary: '核准或者不同意注销近亲属备案', permission: 'relative.answer',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ agree: z.boolean(), text: z.string().trim().min(4).max(300).optional() }).refine((b) => b.agree || b.text !== undefined, { message: '不同意的，请写明理由', path: ['text'] }),
  response: z.object({ id: uuid, removedOn: isoDate.nullable() }),
});
