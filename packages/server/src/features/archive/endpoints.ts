import { sql } from 'kysely';
import { appraiseArchive, evidence, findArchives, findComplete, getArchive, listArchives, moveArchive, pendingArchives, putInArchive } from '@doudi/core/api/archive';
import { missingOf, placesOf } from '@doudi/core/archive/checklist';
import { CATEGORY_NAMES, categoryOf } from '@doudi/core/archive/retention';
import { maskName } from '@doudi/core/people/mask';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import { isOpen } from '@doudi/core/case/state';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { searchCases } from '../cases/lists.ts';
import { cite, STATUS_TEXT } from '../cases/view.ts';
import { quotaOf } from '../files/keep.ts';
import { findFiles, showFiles } from '../files/queries.ts';
import { loadLaw } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { appraise, checkedCase, dueFor, find, move, NO_VOLUME, putIn } from './keep.ts';
import { titleOf } from './papers.ts';
import { findVolumes, retentionOf, showVolumes, volumeNumber } from './queries.ts';

const EVENT_LABELS: Readonly<Record<string, string>> = { opened: '立卷', added: '归档', complete: '认定齐全', incomplete: '认定不齐', moved: '移存', proposed: '提出鉴定', confirmed: '确认鉴定', rejected: '退回鉴定' };
const OUTCOMES: Readonly<Record<string, string>> = { keep: '继续保管', destroy: '拟销毁' };

/** What an event says in one line. Its body is what keep.ts wrote. */
const eventText = (body: Record<string, unknown>, reason: string): string => {
  const word = (key: string): string => (typeof body[key] === 'string' ? body[key] : '');
  const missing = Array.isArray(body['missing']) ? (body['missing'] as string[]) : [];
  const moved = word('to') === '' ? '' : `${word('from')} → ${word('to')}${word('box') === '' ? '' : `，${word('box')}`}`;
  return [word('number'), body['late'] === true ? '超过归档期限' : '', missing.length > 0 ? `缺：${missing.join('、')}` : '', moved, OUTCOMES[word('outcome')] ?? '', reason].filter((x) => x !== '').join('；');
};

async function show(tx: Tx, services: Services, who: Who, caseId: string) {
  const row = await findCase(tx, caseId);
  if (!row) return NOT_FOUND;
  const { law, context, files, letters, lines } = await checkedCase(tx, services, who.county, row);
  const places = placesOf(row.state, context);
  const placeName = (paper: string | null, step: string | null): string => places.papers.find((p) => p.id === paper)?.name ?? places.steps.find((s) => s.id === step)?.name ?? (step ? (STEP_LABELS[step as keyof typeof STEP_LABELS] ?? step) : '');
  const item = (await sql<{ volume_id: string; item: number; added_on: string; complete: boolean | null }>`select volume_id, item, added_on, complete from archive_item where county_id = ${who.county} and case_id = ${caseId}`.execute(tx)).rows[0];
  const [volume] = item ? await findVolumes(tx, sql`v.id = ${item.volume_id}`) : [];
  const due = dueFor(law, row.state.closedOn);
  const equal = law.policy.find<boolean>('archive.electronic-equal', { on: law.today });
  const letter = new Map(letters.map((l) => [l.id, l]));
  return {
    lines: lines.map((l) => ({ id: l.id, name: l.name, kind: l.kind, present: l.present, on: l.on ?? null, source: cite(law.policy, l.source), files: [...l.files], lacks: l.lacks ?? null, letters: l.letters.flatMap((id) => {
      const x = letter.get(id);
      return x ? [{ id, title: titleOf(x.kind), number: x.number, on: x.on_date }] : [];
    }) })),
    files: await showFiles(tx, files, placeName), missing: missingOf(lines), quota: { usedBytes: files.reduce((n, f) => n + f.bytes, 0), limitBytes: quotaOf(context, row.state) }, places,
    archive: item && volume ? { id: volume.id, number: volumeNumber(volume), item: item.item, addedOn: item.added_on, complete: item.complete } : null,
    due: due && !item ? { on: due.on, late: law.today > due.on, source: cite(law.policy, due.source) } : null,
    closed: !isOpen(row.state), electronicEqual: equal?.value ? cite(law.policy, equal.source) : null,
  };
}

const decode = (cursor: string | undefined): { on: string; id: string } | undefined => {
  const [on, id] = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  return on && id && /^\d{4}-\d{2}-\d{2}$/.test(on) && /^[0-9a-f-]{36}$/.test(id) ? { on, id } : undefined;
};
const encode = (on: string, id: string): string => Buffer.from(`${on}|${id}`).toString('base64url');

/** Cases closed and in no archive yet, the oldest first. */
const PENDING = sql`from case_file f where f.county_id = current_county() and f.closed_on is not null and not f.imported and not exists (select from archive_item i where i.county_id = f.county_id and i.case_id = f.id)`;

/** Longest list of archives whose term has ended that is looked through at once. */
const ENDED_SCAN = 2000;

export function archiveEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(evidence, (tx, { params }, who) => show(tx, services, who, params.id)),
    endpoint(putInArchive, (tx, { params }, who) => putIn(tx, services, who, params.id)),
    endpoint(findComplete, (tx, { params, body }, who) => find(tx, services, who, params.id, body.outcome, body.note)),
    endpoint(moveArchive, (tx, { params, body }, who) => move(tx, services, who, params.id, body)),
    endpoint(appraiseArchive, (tx, { params, body }, who) => appraise(tx, services, who, params.id, body)),
    endpoint(listArchives, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const after = decode(query.cursor);
      const digits = query.number === undefined ? undefined : /(\d{1,6})$/.exec(query.number)?.[1];
      const complete = { complete: sql`(select bool_and(coalesce(i.complete, false)) from archive_item i where i.county_id = v.county_id and i.volume_id = v.id)`, incomplete: sql`exists (select from archive_item i where i.county_id = v.county_id and i.volume_id = v.id and i.complete = false)`, unchecked: sql`exists (select from archive_item i where i.county_id = v.county_id and i.volume_id = v.id and i.complete is null)` };
      const where = sql`${query.unit === undefined ? sql`true` : sql`u.key = ${query.unit}`} and ${query.year === undefined ? sql`true` : sql`v.year = ${query.year}`} and ${query.shelf === undefined ? sql`true` : sql`v.apart = ${query.shelf === 'apart'}`}
        and ${query.complete === undefined ? sql`true` : complete[query.complete]}
        and ${query.number === undefined ? sql`true` : digits === undefined ? sql`false` : sql`(v.number = ${Number(digits)} or exists (select from archive_item i join case_file f on f.county_id = i.county_id and f.id = i.case_id where i.county_id = v.county_id and i.volume_id = v.id and f.number = ${query.number}))`}
        and ${query.ended ? sql`not exists (select from archive_item i join case_file f on f.county_id = i.county_id and f.id = i.case_id where i.county_id = v.county_id and i.volume_id = v.id and f.closed_on is null)` : sql`true`}
        and ${after ? sql`(v.opened_on, v.id) < (${after.on}::date, ${after.id}::uuid)` : sql`true`} order by v.opened_on desc, v.id desc`;
      const limit = query.limit;
      const found = await findVolumes(tx, where, query.ended ? ENDED_SCAN : limit + 1);
      const rows = query.ended ? found.filter((v) => retentionOf(law, v).ended) : found;
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const counts = (await sql<{ all: number; apart: number; open: number; pending: number }>`select (select count(*) from archive_volume where county_id = current_county()) as all, (select count(*) from archive_volume where county_id = current_county() and apart) as apart,
        (select count(*) from archive_item where county_id = current_county() and complete is distinct from true) as open, (select count(*) ${PENDING}) as pending`.execute(tx)).rows[0];
      return { items: await showVolumes(tx, services, law, shown), next: rows.length > limit && last ? encode(last.opened_on, last.id) : null, counts: counts ?? { all: 0, apart: 0, open: 0, pending: 0 } };
    }),
    endpoint(findArchives, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await searchCases(tx, services, who, body.value);
      await logAccess(tx, who, law.now, 'search', `${found.kind}:${found.index}`, '查找档案', { found: found.rows.length });
      return { items: await showVolumes(tx, services, law, await findVolumes(tx, sql`v.id in (select volume_id from archive_item where county_id = current_county() and case_id = any (${found.rows.map((r) => r.id)}::uuid[]))`)) };
    }),
    endpoint(pendingArchives, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const after = decode(query.cursor);
      const { rows } = await sql<{ id: string; number: string; applicant: string; programme: string; application_date: string; unit: string; closed_on: string }>`select f.id, f.number, f.applicant, f.programme, f.application_date, (select name from unit u where u.county_id = f.county_id and u.id = f.unit_id) as unit, f.closed_on
        ${PENDING} and ${after ? sql`(f.closed_on, f.id) > (${after.on}::date, ${after.id}::uuid)` : sql`true`} order by f.closed_on, f.id limit ${query.limit + 1}`.execute(tx);
      const shown = rows.slice(0, query.limit);
      const people = await openPersons(tx, services, who.county, shown.map((r) => r.applicant));
      const items = [];
      for (const r of shown) {
        const row = await findCase(tx, r.id);
        const lines = row ? (await checkedCase(tx, services, who.county, row)).lines : [];
        const due = dueFor(law, r.closed_on)?.on ?? r.closed_on;
        items.push({ id: r.id, number: r.number, applicant: maskName(people.get(r.applicant)?.name ?? '—'), programme: law.policy.programme(r.programme, r.application_date)?.short ?? r.programme, unit: r.unit, closedOn: r.closed_on, due, late: law.today > due, missing: missingOf(lines).length });
      }
      const last = shown.at(-1);
      return { items, next: rows.length > query.limit && last ? encode(last.closed_on, last.id) : null };
    }),
    endpoint(getArchive, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const [v] = await findVolumes(tx, sql`v.id = ${params.id}`);
      if (!v) return NO_VOLUME;
      await logAccess(tx, who, law.now, 'open', `archive:${v.id}`, '查看档案');
      const [head] = await showVolumes(tx, services, law, [v]);
      if (!head) return NO_VOLUME;
      const { rows } = await sql<{ item: number; case_id: string; number: string; programme: string; application_date: string; status: keyof typeof STATUS_TEXT; added_on: string; due_on: string | null; complete: boolean | null }>`select i.item, i.case_id, f.number, f.programme, f.application_date, f.status, i.added_on, i.due_on, i.complete
        from archive_item i join case_file f on f.county_id = i.county_id and f.id = i.case_id where i.county_id = ${who.county} and i.volume_id = ${v.id} order by i.item`.execute(tx);
      const items = [];
      const papers = { approval: 0, management: 0 };
      for (const r of rows) {
        const row = await findCase(tx, r.case_id);
        if (!row) continue;
        const c = await checkedCase(tx, services, who.county, row);
        for (const l of c.letters) papers[categoryOf(law.policy, l.kind, law.today)]++;
        papers.approval += (await findFiles(tx, [r.case_id])).filter((f) => !f.voided).length;
        items.push({ item: r.item, case: r.case_id, number: r.number, programme: c.context.programme.short, status: STATUS_TEXT[r.status], addedOn: r.added_on, dueOn: r.due_on, complete: r.complete, missing: missingOf(c.lines) });
      }
      const events = (await sql<{ at: string; name: string; account: string; kind: string; body: Record<string, unknown>; reason: string }>`select e.at, coalesce(a.name, '系统') as name, e.by_account as account, e.kind, e.body, e.reason from archive_event e left join account a on a.county_id = e.county_id and a.id = e.by_account where e.county_id = ${who.county} and e.volume_id = ${v.id} order by e.id`.execute(tx)).rows;
      const proposal = events.findLast((e) => ['proposed', 'confirmed', 'rejected'].includes(e.kind));
      const r = retentionOf(law, v);
      return {
        ...head, items,
        categories: r.parts.map((p) => ({ id: p.category, name: CATEGORY_NAMES[p.category], papers: papers[p.category], years: p.years.value, from: p.from, until: p.until ?? null, source: cite(law.policy, p.years.source) })),
        events: events.map((e) => ({ at: e.at, by: e.name, label: EVENT_LABELS[e.kind] ?? e.kind, text: eventText(e.body, e.reason) })),
        proposal: proposal?.kind === 'proposed' ? { by: proposal.name, mine: proposal.account === who.account, outcome: proposal.body['outcome'] === 'destroy' ? 'destroy' as const : 'keep' as const, reason: proposal.reason } : null,
      };
    }),
  ];
}
