import { sql } from 'kysely';
import { listMatters, matterTrail, type MatterItem } from '@doudi/core/api/matters';
import { light } from '@doudi/core/calendar/calendar';
import { MATTER_TOPICS, type MatterTopicId } from '@doudi/core/matter/model';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findActs, listMatterRows, notAbout, type MatterRow } from './read.ts';
import { ACT_LABELS } from './registry.ts';

const LIMIT = 300;

/** A row as lists show it, with its light by the law of today. */
export function matterItem(law: Law, r: MatterRow): MatterItem {
  const l = r.due_on === null || r.closed_on !== null ? null : light(r.due_on, law.today, law.calendar, law.policy.find<number>('light.yellow-before', { on: law.today })?.value ?? 0);
  return {
    id: r.id, topic: r.topic, topicText: MATTER_TOPICS[r.topic].label, number: r.number, title: r.title, status: r.status, statusText: r.status_text, unit: r.unit, unitName: r.unit_name, waits: r.waits, next: r.next,
    dueOn: r.due_on, late: l?.light === 'red', light: l?.light ?? null, lightText: l?.text ?? null, openedOn: r.opened_on, closedOn: r.closed_on, aboutCase: r.about_case, origin: r.origin_id, seq: r.seq,
  };
}

/** What all matters of supervision have in common: their list and their trail. Each topic's own feature does the rest. */
export function matterEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listMatters, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const topics = q.topic?.split(',').filter((t): t is MatterTopicId => t in MATTER_TOPICS);
      const rows = await listMatterRows(tx, who.county, { topics, unit: q.unit, open: q.open === undefined ? undefined : q.open === 'true', waits: q.waits, origin: q.origin, aboutCase: q.aboutCase, reader: who.account, limit: LIMIT + 1 });
      return { items: rows.slice(0, LIMIT).map((r) => matterItem(law, r)), more: rows.length > LIMIT };
    }),
    endpoint(matterTrail, async (tx, { params }, who) => {
      const row = (await sql<{ number: string; title: string }>`select m.number, m.title from matter m where m.county_id = ${who.county} and m.id = ${params.id} and ${notAbout(who.account)}`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这件事项，或者不在您的工作范围内');
      const acts = await findActs(tx, who.county, params.id);
      return { ...row, items: acts.map((a) => ({ seq: a.seq, kind: a.kind, label: ACT_LABELS[a.kind] ?? a.kind, at: a.at, by: a.name ?? (a.actor_post === 'system' ? '系统' : '群众'), post: a.actor_post })) };
    }),
  ];
}
