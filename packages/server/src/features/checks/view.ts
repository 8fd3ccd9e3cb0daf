import { sql } from 'kysely';
import type { getCheck, listChecks } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import type { CaseState } from '@doudi/core/case/state';
import { accountOf, ASPECT_LABELS, MEANS_LABELS, PART_LABELS, pointsFor, SEVERITY_LABELS, WRONG_LABELS, type Checker } from '@doudi/core/check/model';
import { difference, differenceText, type Stated } from '@doudi/core/check/recompute';
import type { CheckState, Entry, Signature } from '@doudi/core/check/state';
import { agreement, leftToDo, placeOf, signedByBoth } from '@doudi/core/check/topic';
import { RELATION_WORDS } from '@doudi/core/letters/words';
import { groundText } from '@doudi/core/means/model';
import { ageOn } from '@doudi/core/people/id-number';
import type { TableValue } from '@doudi/core/policy/tables';
import { FAILINGS } from '@doudi/core/rectification/model';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import type { MatterRow } from '../matters/read.ts';
import { programmeName } from '../payments/view.ts';
import { masked, openPersons } from '../persons/persons.ts';
import { findOpened } from './blind.ts';
import { barredFrom, findCheckers } from './hooks.ts';

type CheckView = Output<typeof getCheck>;
type Named = (account: string) => string;

async function findNames(tx: Tx, county: number): Promise<Named> {
  const names = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = ${county}`.execute(tx)).rows.map((a) => [a.id, a.name]));
  return (id) => names.get(id) ?? '（已离任）';
}

const checkerView = (c: Checker | null, name: Named): CheckView['pair'][number] => (c === null ? null : 'account' in c ? { name: name(c.account), account: c.account, organisation: null } : { name: c.name, account: null, organisation: c.organisation });

/**
 * How a case came to be checked, as whoever asks may know it. That it was drawn whole because somebody reported it by name, or looked
 * into because of a complaint, tells of what is kept from the unit: of its own checks a unit hears only that the county looked.
 */
const causeOf = (s: Pick<CheckState, 'part' | 'ground'>, who: Pick<Who, 'area'>): { part: CheckState['part']; partText: string; ground: string } =>
  who.area === null ? { part: s.part, partText: PART_LABELS[s.part], ground: s.ground } : { part: 'alone', partText: '县级核查', ground: '' };

/** Rows of a list with whose they are. */
export async function checkItems(tx: Tx, law: Law, rows: readonly (MatterRow & { readonly state: CheckState })[], who: Pick<Who, 'account' | 'area'>): Promise<Output<typeof listChecks>['items']> {
  const name = await findNames(tx, law.county);
  return rows.map((r) => ({ ...matterItem(law, r), mine: placeOf(r.state, who.account) !== undefined, checkers: r.state.pair.map((c) => checkerView(c, name)), partText: causeOf(r.state, who).partText, home: r.state.home }));
}

/** What whoever asks may do now; the rules judge again when it is done. */
function allowed(s: CheckState, who: Pick<Who, 'account' | 'post'>, left: readonly string[], barred: boolean): CheckView['may'] {
  const conduct = may(who.post, 'check.conduct');
  const lead = may(who.post, 'check.lead');
  if (s.givenUp) return [];
  if (s.concluded) return may(who.post, 'check.open') && s.findings.some((f) => !f.raised) ? ['raise'] : [];
  // Whoever must keep away is shown why and may do nothing here but replace somebody.
  if (barred) return lead ? ['replace', ...(agreement(s).stands === undefined ? (['giveUp'] as const) : [])] : [];
  const place = conduct ? placeOf(s, who.account) : undefined;
  const a = agreement(s);
  const unsigned = (i: number | undefined): boolean => i !== undefined && i >= 0 && s.sheet !== undefined && s.sheet.signatures[i] === null;
  const outside = s.pair.findIndex((c) => c !== null && 'name' in c);
  return [
    ...(place === undefined ? [] : (['visit', 'form'] as const)), ...(unsigned(place) ? (['countersign', ...(s.sheet?.objection?.place === place ? [] : (['object'] as const))] as const) : []), ...(conduct && unsigned(outside) ? (['paper'] as const) : []),
    ...(place !== undefined && !s.entries[place] ? (['recompute'] as const) : []),
    ...(conduct && place === undefined && outside >= 0 && !s.entries[outside] ? (['behalf'] as const) : []), ...(place !== undefined && left.length === 0 ? (['conclude'] as const) : []),
    ...(lead ? (['replace'] as const) : []), ...(lead && a.stands === undefined ? (['giveUp'] as const) : []), ...(lead && place === undefined && a.both && a.stands === undefined ? (['third'] as const) : []),
  ];
}

/** One check as whoever asks may see it: nothing of what was found, nor what was decided, before both have entered theirs. */
export async function viewCheck(tx: Tx, services: Services, law: Law, who: Pick<Who, 'account' | 'post' | 'county' | 'area'>, row: MatterRow, s: CheckState): Promise<CheckView> {
  const name = await findNames(tx, law.county);
  const files = new Map((await filesOfMatter(tx, law.county, s.id)).map((f) => [f.id, f]));
  const papers = (ids: readonly string[]): { id: string; name: string }[] => ids.map((id) => files.get(id) ?? { id, name: '' });
  const facts = (await sql<{ facts: CaseState['facts'] | null }>`select state -> 'facts' as facts from case_file where county_id = ${law.county} and id = ${s.about.case}`.execute(tx)).rows[0]?.facts;
  const people = await openPersons(tx, services, law.county, facts?.members.map((m) => m.person) ?? []);
  const table = law.policy.find<TableValue<'check.points'>>('check.points', { on: law.today });
  const points = pointsFor(table?.value.points ?? [], s.about.programme, s.about.stated.outcome);
  const running = !s.concluded && !s.givenUp;
  const barred = running ? await barredFrom(tx, law.county, s.about.number) : () => false;
  const left = leftToDo(s, points, barred);
  const a = agreement(s);
  const place = placeOf(s, who.account);
  const openedBy = running ? await findOpened(tx, law.county, s.about.case, s.pair.flatMap((c) => accountOf(c) ?? [])) : new Map<string, string>();
  const signed = (x: Signature): { by: string; on: string; paper: { id: string; name: string }[] } => ({ by: name(x.by), on: x.on, paper: papers(x.paper) });
  const { stated } = s.about;
  const entryView = (e: Entry): NonNullable<CheckView['compared']>['entries'][number] => ({ found: { ...e.found }, sum: { ...sumView(e.sum, stated) }, by: name(e.by), on: e.on, files: papers(e.files), opened: e.opened ?? null });
  const home = s.homeKey === undefined || !s.home ? undefined : law.policy.find(s.homeKey, { on: law.today });
  const photos = law.policy.find<number>('check.photos', { on: law.today });
  const programme = law.policy.programme(s.about.programme, stated.lawOn);
  const origin = s.draw === undefined ? undefined : (await sql<{ number: string }>`select number from matter where county_id = ${law.county} and id = ${s.draw}`.execute(tx)).rows[0];
  return {
    // Whoever is to find for themselves is not led to the decision first.
    head: { ...matterItem(law, row), ...(place !== undefined && !s.entries[place] && !s.concluded ? { aboutCase: null } : {}) }, caseNumber: s.about.number, programme: s.about.programme, programmeName: programmeName(law, s.about.programme, stated.lawOn.slice(0, 7)), unitName: row.unit_name ?? '', ...causeOf(s, who),
    draw: s.draw !== undefined && origin ? { id: s.draw, number: origin.number } : null, home: s.home, homeSource: home ? cite(law.policy, home.source) : null, photos: photos ? { least: photos.value, source: cite(law.policy, photos.source) } : null,
    pair: s.pair.map((c) => checkerView(c, name)), place: place ?? null, due: s.due, may: allowed(s, who, left, barred(who.account)), left: running ? left : [], address: facts?.address ?? '', once: stated.once, aid: programme?.formula === 'aid',
    household: (facts?.members ?? []).map((m) => { const p = people.get(m.person); return { person: m.person, name: p ? masked(p, law.today).name : '（未知）', relation: RELATION_WORDS[m.relation], age: ageOn(m.birth, law.today) }; }),
    points: points.map((p) => { const x = s.answers.find((y) => y.point === p.id); return { id: p.id, aspect: p.aspect, aspectText: ASPECT_LABELS[p.aspect], text: p.text, req: p.req, answer: x?.answer ?? null, words: x?.words ?? null }; }), pointsSource: table ? cite(law.policy, table.source) : null,
    sheet: s.sheet ? { version: s.sheet.version, by: name(s.sheet.by), on: s.sheet.on, signatures: s.sheet.signatures.map((x) => (x ? signed(x) : null)), objection: s.sheet.objection ? { ...signed(s.sheet.objection), text: s.sheet.objection.text } : null, whole: signedByBoth(s) } : null,
    opened: s.pair.map((c, i) => { const e = s.entries[i]; return e ? (e.opened ?? null) : (openedBy.get(accountOf(c) ?? '') ?? null); }), barred: s.pair.map((c) => barred(accountOf(c) ?? '')),
    visits: s.visits.map((v) => ({ means: v.means, meansText: v.means.map((m) => MEANS_LABELS[m]).join('、'), at: v.at, place: v.place, met: v.met, photos: papers(v.photos), signed: v.signed ?? null, unsigned: v.unsigned ?? null, text: v.text, by: name(v.by) })),
    entered: s.entries.map((e) => e !== null),
    compared: a.both ? {
      stated: { outcome: stated.outcome, fen: stated.fen, lawOn: stated.lawOn }, entries: s.entries.flatMap((e) => (e ? [entryView(e)] : [])), same: a.same, third: s.third ? { ...entryView(s.third), text: s.third.text } : null,
      wrong: a.stands ? (difference(stated, a.stands)?.wrong ?? null) : null, text: a.stands ? differenceText(stated, a.stands) : null,
    } : null,
    concluded: s.concluded ? { on: s.concluded.on, by: name(s.concluded.by), explained: s.concluded.explained ?? null, text: s.concluded.text } : null,
    findings: s.findings.map((f) => ({
      id: f.id, aspectText: ASPECT_LABELS[f.aspect], failing: f.failing, failingText: FAILINGS[f.failing], point: points.find((p) => p.id === f.point)?.text ?? f.point, wrong: f.wrong, wrongText: f.wrong ? WRONG_LABELS[f.wrong] : null, fen: f.fen, severity: f.severity, severityText: SEVERITY_LABELS[f.severity], text: f.text,
      rectification: f.raised ? { id: f.raised.rectification, number: f.raised.number, on: f.raised.on } : null, settledOn: f.settledOn ?? null,
    })),
    givenUp: s.givenUp ?? null, people: may(who.post, 'check.lead') && !s.concluded && !s.givenUp ? await findCheckers(tx, law) : [],
  };
}

const sumView = (sum: Entry['sum'], stated: Stated): NonNullable<CheckView['compared']>['entries'][number]['sum'] => ({ ...sum, grounds: sum.grounds.map(groundText), differenceText: differenceText(stated, sum) });
