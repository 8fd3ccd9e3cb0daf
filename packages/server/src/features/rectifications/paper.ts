import { sql } from 'kysely';
import { FAILINGS, MEANS, SEVERITIES, type FoundBy, type Rung } from '@doudi/core/rectification/model';
import type { Rect, RectBodies, RectContext } from '@doudi/core/rectification/topic';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import { citation } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { issuePaper } from '../matters/papers.ts';

/** Kind under which the paper of a step is kept: how a step finds its paper. */
export const paperKind = (step: number): string => `rectify:${step}`;

/** How the problem was found, as a letter begins. */
const FOUND_TEXT: Readonly<Record<FoundBy, string>> = { check: '经核查', filing: '经审查备案材料', complaint: '经调查信访投诉', warning: '经核实预警', visit: '经督查检查', general: '近期发现带有普遍性、倾向性、苗头性的问题', other: '经核查' };

/**
 * How a problem was found, as whoever reads it may know: of a complaint only where the office sees that complaint. What came from one
 * that is kept from it, or from none that is named, was looked into like anything else.
 */
export const foundAs = (foundBy: FoundBy, seenOrigin: boolean): FoundBy => (foundBy === 'complaint' && !seenOrigin ? 'other' : foundBy);

/** Whether the office of a rectification sees what it came from. */
async function originSeen(tx: Tx, county: number, rect: Rect): Promise<boolean> {
  return rect.origin !== undefined && (await sql`select from matter where county_id = ${county} and id = ${rect.origin} and area_id is not null`.execute(tx)).rows.length > 0;
}

/** The numbered paper of a rung: to the unit, or to the organ that is handed the matter; circulated where the rung says so. */
export async function issueStepPaper(tx: Tx, services: Services, law: Law, rect: Rect, number: string, index: number, rung: Rung, body: RectBodies['rectStepTaken'], c: RectContext): Promise<void> {
  const names = new Map((await sql<{ key: string; name: string }>`select key, name from unit where county_id = ${law.county}`.execute(tx)).rows.map((u) => [u.key, u.name]));
  const unit = names.get(rect.unit) ?? rect.unit;
  const about = rect.aboutCase === undefined ? undefined : (await sql<{ number: string }>`select number from case_file where county_id = ${law.county} and id = ${rect.aboutCase}`.execute(tx)).rows[0]?.number;
  const to = body.handOver?.organ ?? (body.circulated.length > 0 ? [unit, ...body.circulated.map((k) => names.get(k) ?? k)].join('、') : unit);
  const whose = body.handOver || body.circulated.length > 0 ? unit : '你单位';
  const clause = citation(law.policy, c.ladderSource);
  const paper = await issuePaper(tx, services, law, {
    matter: rect.id, matterNumber: number, kind: paperKind(index), title: rung.paper, addressee: to,
    paragraphs: [`${FOUND_TEXT[foundAs(rect.foundBy, await originSeen(tx, law.county, rect))]}，${whose}在社会救助工作中存在${FAILINGS[rect.failing]}的问题：${rect.text}`, ...rect.findings.map((f) => f.text), body.words, rung.words],
    facts: [
      ...(about ? [['所涉案件', about] as const] : []), ['情节', SEVERITIES[rect.severity]],
      ...(body.means ? [['方式', MEANS[body.means]] as const] : []), ...(body.due ? [['整改时限', formatDateShortZh(body.due)] as const] : []), ...(body.person ? [['责任人', `${body.person.name}（${body.person.post}）`] as const] : []),
    ],
    lists: [...(body.measures.length > 0 ? [{ label: '整改措施', items: body.measures }] : []), ...(body.handOver ? [{ label: '移交材料', items: body.handOver.papers }] : [])],
    basis: [...(clause ? [clause] : []), ...c.ladder.basis],
  });
  if (body.circulated.length > 0)
    await sql`insert into rectify_circular (county_id, paper_id, unit_id) select ${law.county}, ${paper.id}::uuid, u.id from unit u where u.county_id = ${law.county} and u.key = any (${body.circulated}::text[])`.execute(tx);
}
