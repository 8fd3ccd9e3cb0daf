import type { AidContext } from '@doudi/core/case/aid/found';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { deadlines, type Deadline } from '@doudi/core/case/deadlines';
import { openSteps } from '@doudi/core/case/procedure';
import { facts, SELF, staff, uuid, Walk, WIFE, type Setting } from './case.fixture.ts';

/** Cases of temporary assistance on a day of each county's law, for the rules in aid-law and aid-decision. */

type Event = NonNullable<HouseholdFacts['event']>;
/** What happened, the day before the application. */
export const event = (more: Partial<Event> = {}): Event => ({ cause: 'fire', on: '2021-11-14', place: '试验路 1 号', elsewhere: false, text: '家中失火，衣物粮食尽毁。', emergency: false, ...more });
const members = (n: number): HouseholdFacts['members'] => Array.from({ length: n }, (_, i) => ({ person: i === 0 ? SELF : i === 1 ? WIFE : uuid(10 + i), relation: i === 0 ? ('self' as const) : ('other' as const), birth: '1980-01-01', sex: 'female' as const, health: 'healthy' as const, labour: 'able' as const, occupation: 'none' as const }));
/** Facts of `n` persons struck by an event; and of two who had to spend so many fen. */
export const urgent = (more: Partial<Event> = {}, n = 2, rest: Parameters<typeof facts>[0] = {}): HouseholdFacts => facts({ members: members(n), obligors: [], incomes: [], event: event(more), ...rest });
export const expense = (fen: number, rest: Parameters<typeof facts>[0] = {}): HouseholdFacts => facts({ members: members(2), obligors: [], incomes: [], event: event({ cause: 'medical', text: '手术自费。' }), needs: [{ kind: 'medical', fen }], ...rest });

/** A unit of each county, and a day on which its plan was in force. */
export const HQ = { county: 'hongqiao', unit: 'hq.shaogongzhuang', on: '2021-11-15' } as const;
export const GX = { county: 'gongxian', unit: 'gx.xunchang', on: '2020-11-16' } as const;
export const BQ = { county: 'baoqing', unit: 'bq.baoqing', on: '2022-11-15' } as const;
export const LH = { county: 'linhe', unit: 'lh.tienan', on: '2022-06-15' } as const;
export const XX = { county: 'xixiu', unit: 'xx.jiuzhou', on: '2019-04-15' } as const;
/** Urgent help (急难型), and help with necessary expenditure (支出型). */
export const jinan = (at: Omit<Setting, 'programme'>, f = urgent({ on: at.on }), more: Partial<Setting> = {}): Walk => new Walk({ ...at, programme: 'jinan', facts: f, ...more });
export const zhichu = (at: Omit<Setting, 'programme'>, f: HouseholdFacts, more: Partial<Setting> = {}): Walk => new Walk({ ...at, programme: 'zhichu', facts: { ...f, ...(f.event ? { event: { ...f.event, on: at.on } } : {}) }, ...more });

/** The clock of that id; steps that are open; who decides by which procedure. */
export const due = (w: Walk, id: string): Deadline | undefined => deadlines(w.now, w.context).find((d) => d.id === id);
export const open = (w: Walk): string[] => openSteps(w.now, w.context).map((r) => r.step);
export const route = (w: Walk): [string, string] => [w.now.route.organ, w.now.route.procedure];
/** Cash given at once, before any formality. */
export const relief = (w: Walk, fen = 50_000) => ({ form: 'cash' as const, fen, at: `${w.today}T${w.time}`, place: '医院', recipient: SELF, recipientSigned: true, handlers: [staff('handler').user, staff('handler', 1).user], fund: 'imprest' as const, reason: '无钱交费' });
/** A household on the roll of the living allowance. */
export const KNOWN: AidContext = { prior: [], running: [{ case: uuid(77), number: '红-1', programme: 'dibao', status: 'granted' }], known: 'dibao' };
