import type { Fault, FieldPath } from './locate.ts';
import { letterTextFaults } from '../letters/defaults.ts';
import { formatFen } from '../money/fen.ts';
import { areaOfClassification, CLASSIFICATIONS, type Parameter, type Procedure, type Source, type StepId } from './model.ts';
import type { Located, LocatedLayer } from './parse.ts';
import { checkSupport } from './support-check.ts';
import { aidCapsSchema, aidCausesSchema, aidKnownSchema, eligibilityConditionsSchema, programmeExclusiveSchema } from './tables.ts';

/** A dated item: `from` absent = since ever, `to` absent = open. */
interface Dated {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const overlap = (a: Dated, b: Dated): boolean => (a.from ?? '0000') <= (b.to ?? '9999') && (b.from ?? '0000') <= (a.to ?? '9999');
const span = (d: Dated): string => `${d.from ?? '…'} 至 ${d.to ?? '今'}`;
const listed = (ids: Iterable<string>): string => {
  const all = [...new Set(ids)].sort();
  return all.length === 0 ? '（无）' : all.length > 12 ? `${all.slice(0, 12).join('、')} 等 ${all.length} 个` : all.join('、');
};
const ids = (list: readonly Located<{ id: string }>[]): string[] => list.map((x) => x.value.id);

/** What hangs together between items and files: references, duplicates, dates, order of steps. */
export function checkReferences(nation: LocatedLayer, counties: readonly LocatedLayer[]): Fault[] {
  const faults: Fault[] = [];
  for (const j of nation.jurisdictions) faults.push(j.source.fault(j.path, 'national/ 内不得写 jurisdiction；辖区各有文件夹'));
  checkLayer(nation, undefined, faults);
  for (const c of counties) {
    checkJurisdiction(c, faults);
    checkLayer(c, nation, faults);
  }
  for (const field of ['code', 'mark'] as const) {
    const seen = new Map<string, Located<{ code: string; mark: string }>>();
    for (const j of counties.flatMap((c) => c.jurisdictions.slice(0, 1))) {
      const first = seen.get(j.value[field]);
      if (first) faults.push(j.source.fault([...j.path, field], `${field} ${j.value[field]} 与 ${first.source.file} 重复；案号与数据以它区分辖区`));
      else seen.set(j.value[field], j);
    }
  }
  return faults;
}

function checkJurisdiction(c: LocatedLayer, faults: Fault[]): void {
  const [first, ...more] = c.jurisdictions;
  const anywhere = first ?? [...c.instruments, ...c.parameters, ...c.units][0];
  if (!first) {
    if (anywhere && !c.broken.has('jurisdiction')) faults.push({ ...anywhere.source.fault([], `辖区 ${c.id} 缺少 jurisdiction；须在该文件夹的一个文件内写明`), field: 'jurisdiction' });
    return;
  }
  for (const m of more) faults.push(m.source.fault(m.path, `jurisdiction 重复；已写在 ${first.source.file}`));
  if (first.value.id !== c.id) faults.push(first.source.fault([...first.path, 'id'], `辖区标识应与文件夹同名：${c.id}`));
  if (!ids(c.instruments).includes(first.value.plan) && !c.broken.has(first.value.plan)) faults.push(first.source.fault([...first.path, 'plan'], `没有文件 ${first.value.plan}；本辖区已有：${listed(ids(c.instruments))}`));
}

function checkLayer(l: LocatedLayer, nation: LocatedLayer | undefined, faults: Fault[]): void {
  const layers = nation ? [l, nation] : [l];
  const broken = (id: string): boolean => layers.some((x) => x.broken.has(id));
  const refer = (item: Located<unknown>, sub: FieldPath, id: string, known: ReadonlySet<string>, what: string): void => {
    if (!known.has(id) && !broken(id)) faults.push(item.source.fault([...item.path, ...sub], `没有${what} ${id}；已有：${listed(known)}`));
  };
  const instruments = new Set(layers.flatMap((x) => ids(x.instruments)));
  const procedures = new Set(layers.flatMap((x) => ids(x.procedures)));
  const programmes = new Set(layers.flatMap((x) => [...ids(x.programmes), ...ids(x.reservedProgrammes)]));
  const bodies = new Set(layers.flatMap((x) => ids(x.meetingBodies)));
  const units = new Set(ids(l.units));
  const parameters = new Set(layers.flatMap((x) => x.parameters.map((p) => p.value.key)));
  const source = (item: Located<unknown>, sub: FieldPath, s: Source): void => {
    if (s.instrument !== undefined) refer(item, [...sub, 'source', 'instrument'], s.instrument, instruments, '文件');
    for (const [i, r] of s.req.entries()) if (!/^(HQ|LH|GX|BQ|XX)-\d{2,3}$/.test(r)) faults.push(item.source.fault([...item.path, ...sub, 'source', 'req', i], `条款编号应如 HQ-115，实为「${r}」`));
  };

  const dated: readonly Located<Dated>[] = [...l.instruments, ...l.parameters, ...l.procedures, ...l.meetingBodies, ...l.programmes, ...l.texts, ...l.units, ...l.entrustments];
  for (const d of dated) if (d.value.from !== undefined && d.value.to !== undefined && d.value.from > d.value.to) faults.push(d.source.fault([...d.path, 'to'], `止日 ${d.value.to} 早于起日 ${d.value.from}`));

  unique(l.instruments, nation?.instruments ?? [], (x) => x.id, 'id', '文件', faults);
  unique(l.procedures, nation?.procedures ?? [], (x) => x.id, 'id', '程序', faults);
  unique(l.units, [], (x) => x.id, 'id', '单位', faults);
  unique(l.entrustments, [], (x) => x.id, 'id', '委托', faults);
  unique(l.reservedProgrammes, [], (x) => x.id, 'id', '项目', faults);
  apart(l.parameters, (p) => `${p.key}|${p.programme ?? ''}|${p.area ?? ''}`, (p) => `参数 ${p.key}${p.programme ? `（项目 ${p.programme}）` : ''}${p.area ? `（${p.area}）` : ''}`, faults);
  apart(l.meetingBodies, (b) => b.id, (b) => `会议机构 ${b.id}`, faults);
  apart(l.texts, (t) => t.key, (t) => `文本 ${t.key}`, faults);
  apart(l.programmes, (p) => p.id, (p) => `项目 ${p.id}`, faults);

  for (const p of l.parameters) {
    source(p, [], p.value.source);
    if (p.value.programme !== undefined) refer(p, ['programme'], p.value.programme, programmes, '项目');
    for (const { at, id } of programmesNamed(p.value)) refer(p, ['value', ...at], id, programmes, '项目');
  }
  for (const t of l.texts) {
    source(t, [], t.value.source);
    if (t.value.key.startsWith('letter.')) for (const f of letterTextFaults(t.value.key, t.value.text)) faults.push(t.source.fault([...t.path, 'text'], f));
  }
  for (const p of l.programmes) {
    source(p, [], p.value.source);
    for (const [i, id] of p.value.delegated.entries()) refer(p, ['delegated', i], id, procedures, '程序');
    for (const [i, id] of p.value.undelegated.entries()) refer(p, ['undelegated', i], id, procedures, '程序');
    const seen = new Set<string>();
    for (const [i, d] of p.value.documents.entries()) {
      source(p, ['documents', i], d.source);
      if (seen.has(d.id)) faults.push(p.source.fault([...p.path, 'documents', i, 'id'], `材料 ${d.id} 重复`));
      seen.add(d.id);
    }
  }
  for (const p of l.procedures) {
    source(p, [], p.value.source);
    checkSteps(p, faults, (i, s) => source(p, ['steps', i], s));
    for (const [i, s] of p.value.steps.entries()) {
      if (s.body !== undefined) refer(p, ['steps', i, 'body'], s.body, bodies, '会议机构');
      else if (MEETING_STEPS.has(s.step)) faults.push(p.source.fault([...p.path, 'steps', i], `环节 ${s.step} 由会议作出，须写明 body（会议机构）；已有：${listed(bodies)}`));
    }
    for (const [i, s] of p.value.steps.entries()) if (s.deadline) refer(p, ['steps', i, 'deadline', 'parameter'], s.deadline.parameter, parameters, '参数');
  }
  for (const b of l.meetingBodies) {
    source(b, [], b.value.source);
    if (b.value.inquiry) source(b, ['inquiry'], b.value.inquiry.source);
    for (const [k, key] of Object.entries(b.value.parameters)) if (key !== undefined) refer(b, ['parameters', k], key, parameters, '参数');
    if (b.value.composition === 'named' && b.value.keptBy.length === 0) faults.push(b.source.fault([...b.path, 'keptBy'], '有固定成员的机构须写明由谁管理名册（keptBy）'));
  }
  const parents = new Map(l.units.map((u) => [u.value.id, u.value.parent]));
  for (const u of l.units) {
    source(u, [], u.value.source);
    for (const [i, b] of u.value.bodies.entries()) source(u, ['bodies', i], b.source);
    if (u.value.parent !== undefined) refer(u, ['parent'], u.value.parent, units, '单位');
    const seen = new Set<string>();
    for (let at: string | undefined = u.value.id; at !== undefined; at = parents.get(at)) {
      if (seen.has(at)) {
        faults.push(u.source.fault([...u.path, 'parent'], `上级单位成环：${[...seen, at].join(' → ')}`));
        break;
      }
      seen.add(at);
    }
  }
  for (const u of l.units) {
    const { classification: c, area } = u.value;
    if (c !== undefined && area !== areaOfClassification(c)) faults.push(u.source.fault([...u.path, 'classification'], `城乡分类代码 ${c}（${CLASSIFICATIONS[c]}）属${areaOfClassification(c) === 'urban' ? '城镇' : '乡村'}，与 area 不一致`));
  }
  for (const e of l.entrustments) {
    source(e, [], e.value.source);
    for (const [i, id] of e.value.programme.entries()) refer(e, ['programme', i], id, programmes, '项目');
    for (const [i, id] of e.value.units.entries()) refer(e, ['units', i], id, units, '单位');
  }
  checkEntrustments(l.entrustments, faults);
  checkGuidance(l.parameters, faults);
  faults.push(...checkSupport(l, nation));
}

/** Steps that are a meeting. */
const MEETING_STEPS: ReadonlySet<string> = new Set<StepId>(['appraise', 'deliberate', 'leadership', 'meeting', 'jointMeeting', 'consult']);

function unique<T>(own: readonly Located<T>[], above: readonly Located<T>[], key: (x: T) => string, field: string, what: string, faults: Fault[]): void {
  const seen = new Map(above.map((x) => [key(x.value), x]));
  for (const x of own) {
    const first = seen.get(key(x.value));
    if (first) faults.push(x.source.fault([...x.path, field], `${what} ${key(x.value)} 重复；已写在 ${first.source.file}:${first.source.lineOf(first.path)}`));
    else seen.set(key(x.value), x);
  }
}

/** Items of one key must not be in force on the same day: nobody could say which one rules. */
function apart<T extends Dated>(list: readonly Located<T>[], key: (x: T) => string, name: (x: T) => string, faults: Fault[]): void {
  const groups = Map.groupBy(list, (x) => key(x.value));
  for (const group of groups.values())
    for (const [i, x] of group.entries()) {
      const other = group.slice(0, i).find((y) => overlap(x.value, y.value));
      if (other) faults.push(x.source.fault([...x.path, 'from'], `${name(x.value)} 的有效期 ${span(x.value)} 与 ${other.source.file}:${other.source.lineOf(other.path)} 的 ${span(other.value)} 重叠`));
    }
}

function checkSteps(p: Located<Procedure>, faults: Fault[], source: (index: number, s: Source) => void): void {
  const steps = p.value.steps;
  const names = new Set<string>(steps.map((s) => s.step));
  const seen = new Set<string>();
  const needs = new Map<string, readonly string[]>(steps.map((s) => [s.step, s.needs]));
  for (const [i, s] of steps.entries()) {
    const at = [...p.path, 'steps', i];
    source(i, s.source);
    if (seen.has(s.step)) faults.push(p.source.fault([...at, 'step'], `环节 ${s.step} 重复`));
    seen.add(s.step);
    for (const [k, n] of s.needs.entries()) if (!names.has(n)) faults.push(p.source.fault([...at, 'needs', k], `程序 ${p.value.id} 没有环节 ${n}；已有：${listed(names)}`));
    const cycle = cycleFrom(s.step, needs);
    if (cycle) faults.push(p.source.fault([...at, 'needs'], `前置环节成环：${cycle.join(' → ')}`));
    if (s.deadline && !names.has(s.deadline.from) && !['application', 'objection', 'decision'].includes(s.deadline.from)) faults.push(p.source.fault([...at, 'deadline', 'from'], `程序 ${p.value.id} 没有环节 ${s.deadline.from}；可用 application、objection、decision 或已有环节：${listed(names)}`));
  }
  if (steps[0]?.step !== 'accept') faults.push(p.source.fault([...p.path, 'steps', 0, 'step'], '第一个环节应为 accept（受理）'));
}

/** The chain back to `step`, when its needs lead to itself. */
function cycleFrom(step: string, needs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const visit = (at: string, chain: readonly string[]): string[] | undefined => {
    for (const n of needs.get(at) ?? []) {
      if (n === step) return [...chain, n];
      if (chain.includes(n)) continue;
      const found = visit(n, [...chain, n]);
      if (found) return found;
    }
    return undefined;
  };
  return visit(step, [step]);
}

/** Programmes that a table names. */
function programmesNamed(p: Parameter): { at: FieldPath; id: string }[] {
  if (p.key === 'eligibility.conditions') return eligibilityConditionsSchema.parse(p.value).unless.map((id, i) => ({ at: ['unless', i], id }));
  if (p.key === 'aid.causes') return aidCausesSchema.parse(p.value).causes.flatMap((x, i) => x.programmes.map((id, k) => ({ at: ['causes', i, 'programmes', k], id })));
  if (p.key === 'aid.known') return aidKnownSchema.parse(p.value).programmes.map((id, i) => ({ at: ['programmes', i], id }));
  if (p.key === 'aid.caps') return aidCapsSchema.parse(p.value).counts.map((id, i) => ({ at: ['counts', i], id }));
  if (p.key === 'programme.exclusive') return programmeExclusiveSchema.parse(p.value).groups.flatMap((g, i) => g.programmes.map((id, k) => ({ at: ['groups', i, 'programmes', k], id })));
  return [];
}

/** Two entrustments of the same programme to the same unit at the same time would leave open which one the letter names. */
function checkEntrustments(list: readonly Located<{ id: string; programme: string[]; units: string[]; from: string; to?: string | undefined }>[], faults: Fault[]): void {
  for (const [i, e] of list.entries())
    for (const other of list.slice(0, i)) {
      if (!overlap(e.value, other.value)) continue;
      const programme = e.value.programme.find((x) => other.value.programme.includes(x));
      const unit = e.value.units.find((x) => other.value.units.includes(x));
      if (programme !== undefined && unit !== undefined) faults.push(e.source.fault([...e.path, 'from'], `单位 ${unit} 的 ${programme} 委托与 ${other.value.id}（${span(other.value)}）有效期重叠`));
    }
}

/** A monthly standard may not stand below the provincial guidance standard of the same area and time (宝民发〔2022〕55号 二(二) and provincial rules alike). */
function checkGuidance(list: readonly Located<Parameter>[], faults: Fault[]): void {
  const fen = (p: Parameter): number => (typeof p.value === 'number' ? p.value : 0);
  for (const s of list.filter((p) => p.value.key === 'standard.monthly'))
    for (const g of list.filter((p) => p.value.key === 'standard.guidance')) {
      const sameArea = s.value.area === undefined || g.value.area === undefined || s.value.area === g.value.area;
      if (sameArea && overlap(s.value, g.value) && fen(s.value) < fen(g.value)) faults.push(s.source.fault([...s.path, 'value'], `标准 ${formatFen(fen(s.value))} 元低于省级指导标准 ${formatFen(fen(g.value))} 元`));
    }
}
