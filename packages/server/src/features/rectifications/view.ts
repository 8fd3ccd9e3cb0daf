import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { getRectification, listRectifications } from '@doudi/core/api/rectifications';
import type { MatterItem } from '@doudi/core/api/matters';
import { plusDays } from '@doudi/core/calendar/date';
import { MATTER_TOPICS, type MatterTopicId } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { unmet, whyNot } from '@doudi/core/rectification/ladder';
import { MEANS, REVISIT_WAYS } from '@doudi/core/rectification/model';
import type { Rect } from '@doudi/core/rectification/topic';
import { ANY_POST_LABELS, COUNTY_WIDE } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import { cite } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { filesOfMatter } from '../matters/files.ts';
import { papersOfMatter } from '../matters/papers.ts';
import { findStaff, type StaffRow } from './hooks.ts';
import { foundAs, paperKind } from './paper.ts';
import { findCirculars } from './queries.ts';

/** What was handed to another organ is between it and the county: those concerned are not warned, neither by a step nor by what is said of the next. */
const seenBy = (s: Rect, who: Pick<Who, 'area'>): Rect => (who.area === null ? s : { ...s, steps: s.steps.filter((x) => !x.handOver) });

/** A rectification in the ledger. */
export function rectItem(item: MatterItem, s: Rect, revisitDue: boolean, who: Pick<Who, 'area'>): Output<typeof listRectifications>['items'][number] {
  return {
    ...item, failing: s.failing, conduct: s.conduct, severity: s.severity, foundBy: who.area === null ? s.foundBy : foundAs(s.foundBy, item.origin !== null), rung: seenBy(s, who).steps.at(-1)?.label ?? null,
    returned: s.replies.filter((r) => r.judged?.outcome === 'returned').length, revisited: s.revisits.length, revisitDue,
  };
}

const personOf = (s: StaffRow): { id: string; name: string; post: string } => ({ id: s.id, name: s.name, post: ANY_POST_LABELS[s.post] });

/** The whole of a rectification as the caller may see it, with what may be done next and why the rest may not. */
export async function rectView(tx: Tx, law: Law, who: Who, s: Rect, head: MatterItem): Promise<Output<typeof getRectification>> {
  const on = { on: law.today };
  const ladder = law.policy.get<TableValue<'rectify.ladder'>>('rectify.ladder', on);
  const tolerance = law.policy.get<TableValue<'rectify.tolerance'>>('rectify.tolerance', on);
  const days = law.policy.number('rectify.revisit-days', on).value;
  const [files, papers, circulars, staff, offices] = [await filesOfMatter(tx, who.county, s.id), await papersOfMatter(tx, who.county, s.id), await findCirculars(tx, who.county, { matter: s.id }), await findStaff(tx, law), await findOffices(tx, law.today)];
  const names = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = ${who.county}`.execute(tx)).rows.map((a) => [a.id, a.name]));
  const name = (id: string): string => names.get(id) ?? '（已离任）';
  const fileOf = (ids: readonly string[]): { id: string; name: string }[] => ids.flatMap((id) => files.filter((f) => f.id === id));
  const from = s.origin === undefined ? undefined : (await sql<{ id: string; topic: MatterTopicId; number: string; title: string }>`select id, topic, number, title from matter where county_id = ${who.county} and id = ${s.origin}`.execute(tx)).rows[0];
  const caseNumber = s.aboutCase === undefined ? undefined : (await sql<{ number: string }>`select number from case_file where county_id = ${who.county} and id = ${s.aboutCase}`.execute(tx)).rows[0]?.number;
  return {
    head, failing: s.failing, conduct: s.conduct, severity: s.severity, foundBy: who.area === null ? s.foundBy : foundAs(s.foundBy, from !== undefined), text: s.text,
    findings: s.findings.map((f) => ({ ...f })), caseNumber: caseNumber ?? null, from: from ? { id: from.id, topic: from.topic, topicText: MATTER_TOPICS[from.topic].label, number: from.number, title: from.title } : null,
    steps: s.steps.flatMap((x, index) => {
      if (x.handOver && who.area !== null) return [];
      const paper = papers.find((p) => p.kind === paperKind(index));
      return [{
        index, label: x.label, on: x.on, meansText: x.means ? MEANS[x.means] : null, due: x.due ?? null, measures: [...x.measures], person: x.person ? { name: x.person.name, post: x.person.post } : null, words: x.words,
        circulated: x.circulated.map((u) => ({ unit: offices.find((o) => o.key === u)?.name ?? u, signedOn: circulars.find((c) => c.id === paper?.id && c.unit === u)?.signed_on ?? null })),
        paper: paper ? { id: paper.id, number: paper.number, title: paper.title, on: paper.issued_on } : null, signed: x.signed ? { by: name(x.signed.by), on: x.signed.on } : null,
        handOver: x.handOver ? { organ: x.handOver.organ, papers: [...x.handOver.papers], receipt: x.handOver.receipt ?? null } : null,
      }];
    }),
    replies: s.replies.map((r) => ({ on: r.on, by: name(r.by), text: r.text, measures: [...r.measures], files: fileOf(r.files), outcome: r.judged?.outcome ?? null, judgedOn: r.judged?.on ?? null, judgedText: r.judged?.text ?? '' })),
    inspections: s.inspections.map((x) => ({ on: x.on, who: x.who.map(name), outcome: x.outcome, text: x.text, files: fileOf(x.files) })),
    revisits: s.revisits.map((r) => ({ on: r.on, howText: REVISIT_WAYS[r.how], text: r.text })),
    punishments: s.punishments.map((p) => ({ ...p })),
    tolerances: s.tolerances.map((t) => ({ person: t.person, on: t.on, conditions: t.conditions.map((x) => ({ ...x, files: fileOf(x.files) })), outcome: t.decided?.outcome ?? null, decidedOn: t.decided?.on ?? null, text: t.decided?.text ?? '' })),
    closed: s.closed ?? null, revisitDue: s.closed && s.revisits.length === 0 ? plusDays(s.closed.on, days) : null, unmet: unmet(s, law.today),
    ladder: {
      source: cite(law.policy, ladder.source),
      rungs: ladder.value.rungs.map((r) => {
        const barred = whyNot(seenBy(s, who), r, ladder.value, law.today);
        return { id: r.id, label: r.label, needs: r.needs, means: r.means.map((id) => ({ id, label: MEANS[id] })), circulates: r.circulates, handsOver: r.handsOver, reinspect: r.reinspect, leader: !r.by.includes('countyHandler'), open: barred === undefined, why: barred?.rule ?? null };
      }),
    },
    tolerance: { source: cite(law.policy, tolerance.source), conditions: tolerance.value.conditions },
    mine: who.unitKey === s.unit, people: staff.filter((x) => x.unit === s.unit && x.post !== 'village').map(personOf), inspectors: staff.filter((x) => COUNTY_WIDE.includes(x.post)).map(personOf), offices: offices.filter((o) => o.key !== s.unit).map((o) => ({ key: o.key, name: o.name })),
  };
}
