import type { HouseholdFacts } from '../case/facts.ts';
import { formatFen, formatYuan } from '../money/fen.ts';
import type { Programme } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { bandOf, bandSum, costOf, limitFen } from './aid-bands.ts';
import { nobody, standardOf, testEconomy } from './assess.ts';
import { testDisposable } from './expenditure.ts';
import { FactMissing } from './missing.ts';
import { GROUNDS } from './model.ts';
import type { Ground, MeansResult, WorkingLine } from './model.ts';
import { Rules } from './rules.ts';
import { AREA_WORDS, EXCLUDED_WORDS, NEED_WORDS, person, plain } from './words.ts';

/** What is known of the household's earlier and other assistance when the sum is found: payments of the last twelve months, and the roll it stands on. */
export interface AidFindings {
  readonly prior: readonly { readonly number?: string; readonly cause: string; readonly programme: string; readonly on: string; readonly fen: number }[];
  readonly known?: string | undefined;
}

interface Economy {
  readonly lines: readonly WorkingLine[];
  readonly grounds: readonly Ground[];
  readonly incomeFen: number;
  readonly perHeadFen: number;
}

/** Income and property of a household that stands on no roll; of one that does, only a line that says so. Nothing where the programme asks for none. */
function economyOf(facts: HouseholdFacts, members: HouseholdFacts['members'], rules: Rules, standard: ReturnType<typeof standardOf>, known: string | undefined): Economy | undefined {
  const asked = rules.policy.get<boolean>('aid.economy', rules.scope);
  if (!asked.value) return undefined;
  const cite = { parameter: asked.key, source: asked.source };
  if (known !== undefined) return { lines: [{ id: 'known', group: 'condition', text: `已是${rules.policy.programme(known, rules.scope.on)?.short ?? known}对象，家庭经济状况已经认定，不再核算`, fen: 0, effect: 'pass', ...rules.table('aid.known').cite }], grounds: [], incomeFen: 0, perHeadFen: 0 };
  const limit = rules.number('means.disposable');
  const head: WorkingLine = { id: 'economy', group: 'condition', text: `不在册的${AREA_WORDS[facts.area]}家庭，先核算收入和财产`, fen: 0, effect: 'result', ...cite };
  const t = testEconomy(facts, members, rules, standard, []);
  const tried = testDisposable(t, limit);
  const grounds: Ground[] = [...(tried.ground ? [tried.ground] : []), ...(t.property.passed ? [] : (['property'] as const))];
  return { lines: [head, ...t.income.lines, ...t.property.lines, ...tried.lines], grounds, incomeFen: t.income.incomeFen, perHeadFen: t.perHeadFen };
}

/** The household's own cost, paper by paper, less what others pay: the lines of the group add up to it. */
function costLines(facts: HouseholdFacts, cite: { readonly parameter: string; readonly source: Policy['nation']['parameters'][number]['source'] }): WorkingLine[] {
  const needs = facts.needs ?? [];
  const lines = needs.map((n, i): WorkingLine => ({ id: `need-${i + 1}`, group: 'cost', text: `${NEED_WORDS[n.kind]}，报销、补助后自负${n.paper ? `（${n.paper}）` : ''}`, fen: n.fen, effect: 'counted', ...cite }));
  const spent = needs.reduce((sum, n) => sum + n.fen, 0);
  const paid = Math.min(spent, facts.compensation?.fen ?? 0);
  if (facts.compensation) lines.push({ id: 'compensation', group: 'cost', text: `赔偿、保险等已由他人承担：${facts.compensation.text}`, fen: paid, effect: 'deducted', ...cite });
  return lines;
}

/** What the table would give still shows where a ground stands against it, but counts towards nothing. */
const untold = (l: WorkingLine): WorkingLine => (l.group === 'amount' && (l.effect === 'counted' || l.effect === 'deducted') ? { ...l, effect: 'result' } : l);

/** What of this year's help counts towards the yearly caps. */
const ofYear = (found: AidFindings, programmes: readonly string[], on: string): AidFindings['prior'] => found.prior.filter((p) => programmes.includes(p.programme) && p.on.slice(0, 4) === on.slice(0, 4));

/**
 * Temporary assistance by the law of `on`: cause → economy of those on no roll → band of the table → caps of one grant and of
 * the calendar year, each with its line. `monthlyFen` is the whole sum and never above a cap; `aid.minFen` the least an
 * opinion may give, `aid.ceilingFen` the cap over which only the special route goes. Pure; money is integer fen.
 * @throws {NotInForce} where a table is not stated. @throws {FactMissing} where the event, or the expenditure a band asks for, is not recorded.
 */
export function computeAid(programme: Programme, facts: HouseholdFacts, policy: Policy, on: string, found: AidFindings = { prior: [] }): MeansResult {
  const rules = new Rules(policy, { on, programme: programme.id, area: facts.area });
  const { event } = facts;
  if (!event) throw new FactMissing('event', '救助事由（发生了什么事）');
  const standard = standardOf(rules);
  const causes = rules.table('aid.causes');
  const cause = causes.value.causes.find((c) => c.id === event.cause && c.programmes.includes(programme.id));
  const opening: WorkingLine[] = [{ id: 'cause', group: 'cost', text: cause ? `事由：${cause.label}（${event.on}）` : GROUNDS.aidCause, fen: 0, effect: cause ? 'pass' : 'fail', ...causes.cite }];
  for (const m of facts.members) if (m.excluded !== undefined) opening.push({ id: `member-${m.person}`, group: 'cost', person: m.person, text: `${person(m.person)} ${EXCLUDED_WORDS[m.excluded]}，不计入人数`, fen: 0, effect: 'excluded', ...causes.cite });
  const members = facts.members.filter((m) => m.excluded === undefined);
  if (members.length === 0) return nobody(facts, standard.fen, standard.cite, on, opening);

  const table = rules.table('aid.amount');
  if (table.value.bands.some((b) => b.cost !== undefined || b.method === 'percent-of-cost') && (facts.needs ?? []).length === 0) throw new FactMissing('needs', '生活必需支出（逐项、自负部分）');
  const caps = rules.table('aid.caps');
  const economy = economyOf(facts, members, rules, standard, found.known);
  const band = cause && bandOf(table.value, facts, members.length, found.known !== undefined);
  const lines: WorkingLine[] = [...opening, ...(economy?.lines ?? []), ...((facts.needs ?? []).length > 0 ? costLines(facts, table.cite) : [])];
  const grounds: Ground[] = [...(cause ? [] : (['aidCause'] as const)), ...(economy?.grounds ?? [])];

  // How often and how much this year; the year is the calendar's.
  const year = ofYear(found, caps.value.counts, on);
  const had = year.reduce((sum, p) => sum + p.fen, 0);
  const { timesPerYear, perTime, perYear } = caps.value;
  if (year.length > 0 || timesPerYear !== undefined) {
    const full = timesPerYear !== undefined && year.length >= timesPerYear;
    lines.push({ id: 'times', group: 'condition', text: `${on.slice(0, 4)} 年已救助 ${year.length} 次，合计 ${formatYuan(had)}${timesPerYear === undefined ? '' : `；一年不超过 ${timesPerYear} 次`}`, fen: had, effect: full ? 'fail' : timesPerYear === undefined ? 'result' : 'pass', ...caps.cite });
    if (full) grounds.push('aidTimes');
  }
  const scale = { standardFen: standard.fen, persons: members.length };
  const once = perTime && limitFen(perTime, scale);
  const annual = perYear && limitFen(perYear, scale);
  const left = annual && Math.max(0, annual.fen - had);
  const ceilingFen = [...(once ? [once.fen] : []), ...(left === undefined ? [] : [left])].sort((a, b) => a - b)[0];
  if (annual && left === 0) {
    grounds.push('aidYear');
    lines.push({ id: 'year', group: 'condition', text: '一年累计救助上限', formula: `${formatFen(had)} ≥ ${annual.words}`, fen: 0, effect: 'fail', ...caps.cite });
  }

  let fen = 0;
  let minFen = 0;
  if (cause && !band) {
    grounds.push('aidCost');
    lines.push({ id: 'band', group: 'amount', text: `${GROUNDS.aidCost}（自负 ${formatYuan(costOf(facts))}）`, fen: 0, effect: 'fail', ...table.cite });
  } else if (band) {
    const sum = bandSum(band, facts, scale, rules);
    fen = sum.fen;
    lines.push(standard.line, { id: 'band', group: 'amount', text: `对应档次：${band.label}${sum.bounds}`, formula: sum.formula, fen, effect: 'counted', ...table.cite });
    const cut = (id: string, text: string, to: number, how: string): void => {
      if (fen <= to) return;
      lines.push({ id, group: 'amount', text, formula: `${plain(fen)} > ${how}`, fen: fen - to, effect: 'deducted', ...(id === 'cap' ? table.cite : caps.cite) });
      fen = to;
    };
    const own = band.cap && limitFen(band.cap, scale);
    if (own) cut('cap', '超过本档上限的部分', own.fen, own.words);
    if (once) cut('per-time', '超过一次救助上限的部分', once.fen, once.words);
    if (annual && left !== undefined) cut('per-year', `超过一年累计上限的部分（已救助 ${formatYuan(had)}）`, left, `${annual.words} − ${plain(had)} = ${plain(left)}`);
    minFen = Math.min(fen, sum.minFen);
    // A share of nothing is no help: such a cost has not reached where help begins.
    if (fen === 0 && grounds.length === 0) grounds.push('aidCost');
  }
  const eligible = grounds.length === 0;
  const conclusion: WorkingLine = eligible
    ? { id: 'total', group: 'conclusion', text: minFen < fen ? `符合条件，救助金额 ${formatYuan(minFen)} 至 ${formatYuan(fen)}，按困难程度确定` : `符合条件，一次性救助 ${formatYuan(fen)}`, fen, effect: 'result', ...table.cite }
    : { id: 'total', group: 'conclusion', text: `不符合条件：${grounds.map((g) => GROUNDS[g]).join('；')}`, fen: 0, effect: 'fail', ...table.cite };
  return {
    eligible, grounds, householdIncomeFen: economy?.incomeFen ?? 0, perHeadFen: economy?.perHeadFen ?? 0, standardFen: standard.fen, persons: members.length, monthlyFen: eligible ? fen : 0,
    ...(band ? { tier: band.label } : {}), lines: [...(eligible ? lines : lines.map(untold)), conclusion], on, ...(economy && found.known === undefined ? {} : { untested: true as const }),
    ...(once ? { ceilingFen: once.fen } : {}), aid: { minFen: eligible ? minFen : 0, ...(ceilingFen === undefined ? {} : { ceilingFen }) },
  };
}
