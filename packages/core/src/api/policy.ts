import * as z from 'zod';
import { unitSchema } from '../policy/model.ts';
import { citedSchema, contract, isoDate } from './contract.ts';

/** The law as it stands for the caller's county: what is in force, from where, and where plan and nation disagree. */

const TAG = '政策';
const cited = citedSchema.extend({ instrument: z.string().optional(), req: z.array(z.string()) });
/** A value as people read it: `text` in one line; a table also line by line. */
const renderedSchema = z.object({ text: z.string(), lines: z.array(z.string()) });

const choiceSchema = z.object({ choose: z.enum(['plan', 'floor']), reason: z.string(), from: isoDate, by: z.string(), at: z.string(), inForce: z.boolean() });

export const conflictSchema = z.object({
  key: z.string(), label: z.string(), programme: z.string().nullable(), area: z.enum(['urban', 'rural']).nullable(),
  planText: z.string(), floorText: z.string(), planSource: cited, floorSource: cited, planInstrument: z.string().nullable(), floorInstrument: z.string().nullable(),
  /** What applies on the day asked for, and whether the county has said so itself. */
  chosen: z.enum(['plan', 'floor']), decided: z.boolean(), history: z.array(choiceSchema),
});

const parameterViewSchema = z.object({
  key: z.string(), label: z.string(), unit: unitSchema, value: z.unknown(), rendered: renderedSchema, from: isoDate, to: isoDate.nullable(),
  programme: z.string().nullable(), area: z.enum(['urban', 'rural']).nullable(), layer: z.enum(['national', 'local']), layerText: z.string(),
  source: cited, conflict: conflictSchema.nullable(),
});
export type ParameterView = z.infer<typeof parameterViewSchema>;

const onQuery = z.strictObject({ on: isoDate.optional() });

export const listParameters = contract({
  method: 'GET', path: '/policy/parameters', tag: TAG, summary: '某日有效的全部参数：数值、起止、依据、引文、待确认标记、与国家底线的冲突', permission: 'policy.read',
  query: onQuery.extend({ programme: z.string().max(60).optional(), q: z.string().trim().max(60).optional() }),
  response: z.object({ on: isoDate, items: z.array(parameterViewSchema), programmes: z.array(z.object({ id: z.string(), name: z.string(), source: cited })) }),
});

export const listInstruments = contract({
  method: 'GET', path: '/policy/instruments', tag: TAG, summary: '文件：名称、文号、日期、依据、是否公开、当日是否有效', permission: 'policy.read',
  query: onQuery,
  response: z.object({
    on: isoDate,
    items: z.array(z.object({
      id: z.string(), title: z.string(), number: z.string().nullable(), issuer: z.string().nullable(), date: isoDate.nullable(), from: isoDate.nullable(), to: isoDate.nullable(),
      basis: z.array(z.string()), public: z.boolean(), note: z.string().nullable(), layer: z.enum(['national', 'local']), layerText: z.string(),
      inForce: z.boolean(), state: z.enum(['inForce', 'notYet', 'ended', 'undated']), stateText: z.string(), isPlan: z.boolean(),
    })),
  }),
});

const procedureView = z.object({
  id: z.string(), name: z.string(), organ: z.enum(['unit', 'county']), from: isoDate, to: isoDate.nullable(), simplified: z.boolean(), verificationChain: z.array(z.string()), source: cited,
  steps: z.array(z.object({
    step: z.string(), label: z.string(), posts: z.array(z.string()), needs: z.array(z.string()), when: z.string(), whenText: z.string(), source: cited,
    deadline: z.object({ parameter: z.string(), label: z.string(), from: z.string(), fromText: z.string(), text: z.string(), source: cited }).nullable(),
  })),
});

export const listProcedures = contract({
  method: 'GET', path: '/policy/procedures', tag: TAG, summary: '某日申请适用的办理程序：有委托与无委托时各是哪一套，每步由谁、先做什么、多久、依据', permission: 'policy.read',
  query: onQuery.extend({ programme: z.string().max(60).optional() }),
  response: z.object({ on: isoDate, items: z.array(z.object({ programme: z.string(), programmeName: z.string(), delegated: procedureView.nullable(), undelegated: procedureView.nullable() })) }),
});

export const getPlan = contract({
  method: 'GET', path: '/policy/plan', tag: TAG, summary: '本地方案全文', permission: 'policy.read',
  response: z.object({ instrument: z.string(), title: z.string(), number: z.string().nullable(), date: isoDate.nullable(), issuer: z.string().nullable(), text: z.string() }),
});

export const listConflicts = contract({
  method: 'GET', path: '/policy/conflicts', tag: TAG, summary: '方案低于国家底线之处与县级的选择记录', permission: 'policy.read',
  query: onQuery, response: z.object({ on: isoDate, items: z.array(conflictSchema) }),
});

export const chooseFloor = contract({
  method: 'POST', path: '/policy/choices', tag: TAG, summary: '冲突之处由县级选择适用方案或国家底线；记录不可更改，后来的选择另记', permission: 'policy.choose',
  body: z.strictObject({
    key: z.string().min(1).max(80), programme: z.string().max(60).optional(), choose: z.enum(['plan', 'floor']),
    reason: z.string().trim().max(500), from: isoDate,
  }),
  response: z.object({ id: z.string(), refreshed: z.number() }),
});

const calendarDay = z.object({ date: isoDate, text: z.string() });
export const getCalendar = contract({
  method: 'GET', path: '/policy/calendar', tag: TAG, summary: '已公布的节假日安排；未公布的年份按周一至周五暂定', permission: 'policy.read',
  response: z.object({
    years: z.array(z.object({ year: z.number(), off: z.array(calendarDay), work: z.array(calendarDay), workingDays: z.number(), origin: z.enum(['shipped', 'imported']), importedAt: z.string().nullable() })),
    lastKnown: z.number(), note: z.string(),
    /** Open limits of this county that are counted into a year not published yet. */
    provisional: z.number().nullable(),
  }),
});

const dates = z.array(isoDate).max(60);
export const importCalendar = contract({
  method: 'POST', path: '/policy/calendar/:year', tag: TAG, summary: '导入某年国务院公布的节假日安排，并重算暂定的期限', permission: 'calendar.import',
  params: z.strictObject({ year: z.coerce.number().int().min(2013).max(2100) }),
  body: z.strictObject({ weekday_off: dates, weekend_work: dates }),
  response: z.object({
    year: z.number(),
    /** Cases recomputed now, and cases left to the background job because there are very many. */
    recomputed: z.number(), queued: z.number(), changed: z.number(),
    counties: z.array(z.object({ county: z.string(), recomputed: z.number(), changed: z.number() })),
    /** Notices posted with a provisional end: the posted date is a public promise and stays; `computed` is what the published calendar would give. Own county only. */
    notices: z.array(z.object({ number: z.string(), until: isoDate, computed: isoDate, same: z.boolean() })), noticeText: z.string(),
  }),
});
