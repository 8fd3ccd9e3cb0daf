import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addPhrase, deletePhrase, listPhrases } from '@doudi/core/api/desk';
import { PHRASE_FIELDS, STARTER, type PhraseField } from '@doudi/core/desk/phrases';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/view.ts';
import { loadLaw, type Law } from '../law/law.ts';

interface Row {
  readonly id: string;
  readonly field: PhraseField;
  readonly account_id: string | null;
  readonly text: string;
  readonly created_by: string;
  readonly by_name: string | null;
}

/** More is a heap, not a list to choose from. */
const MOST = 100;

/** The starter set of the policy files in force today, for a programme or for all; a county's text replaces the nation's of the same key. */
function starters(law: Law, programme: string | undefined): { field: PhraseField; text: string; source: ReturnType<typeof cite> }[] {
  const today = law.today;
  const of = programme === undefined ? undefined : law.policy.programme(programme, today);
  const kinds: readonly string[] | undefined = of && [of.id, of.formula];
  const keys = new Set([...law.policy.county.texts, ...law.policy.nation.texts].map((t) => t.key).filter((k) => STARTER.test(k)));
  return [...keys].toSorted().flatMap((key) => {
    const field = STARTER.exec(key)?.[1] as PhraseField;
    const text = law.policy.text(key, today);
    const t = [...law.policy.county.texts, ...law.policy.nation.texts].find((x) => x.key === key && x.text === text);
    if (t?.for && kinds && !t.for.some((k) => kinds.includes(k))) return [];
    return text && PHRASE_FIELDS.includes(field) ? [{ field, text, source: cite(law.policy, t?.source) }] : [];
  });
}

/** Common opinions: kept, offered, deleted. They are inserted by the clerk on the page; nothing here writes into a case. */
export function phraseEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listPhrases, async (tx, { query }, who) => {
      const { rows } = await sql<Row>`select p.id, p.field, p.account_id, p.text, p.created_by, a.name as by_name from phrase p left join account a on a.county_id = p.county_id and a.id = p.created_by
        where p.county_id = ${who.county} and (p.account_id = ${who.account} or (p.account_id is null and p.unit_id = ${who.unitId})) ${query.field ? sql`and p.field = ${query.field}` : sql``}
        order by p.account_id is null, p.created_at`.execute(tx);
      const mine = rows.map((r) => ({ id: r.id, field: r.field, scope: r.account_id ? ('own' as const) : ('unit' as const), text: r.text, by: r.by_name, mayDelete: r.account_id !== null || r.created_by === who.account || who.post === 'reviewHead' || who.post === 'leader' || who.post === 'countyLeader', source: {} }));
      const given = starters(await loadLaw(tx, services, who.county), query.programme).filter((s) => (query.field === undefined || s.field === query.field) && !mine.some((m) => m.field === s.field && m.text === s.text));
      return { items: [...mine, ...given.map((s) => ({ id: null, field: s.field, scope: 'starter' as const, text: s.text, by: null, mayDelete: false, source: s.source }))] };
    }),
    endpoint(addPhrase, async (tx, { body }, who) => {
      const own = body.scope === 'own';
      const { rows: have } = await sql<{ n: number; same: boolean | null }>`select count(*) as n, bool_or(text = ${body.text}) as same from phrase where county_id = ${who.county} and field = ${body.field} and ${own ? sql`account_id = ${who.account}` : sql`account_id is null and unit_id = ${who.unitId}`}`.execute(tx);
      if (have[0]?.same) return refuse('conflict.duplicate', '已有相同的常用语');
      if ((have[0]?.n ?? 0) >= MOST) return refuse('body.large', `这一栏的常用语已有 ${MOST} 条`, { allowed: ['先删去不用的'] });
      const law = await loadLaw(tx, services, who.county);
      const id = randomUUID();
      await sql`insert into phrase (county_id, id, field, account_id, unit_id, text, created_by, created_at) values (${who.county}, ${id}, ${body.field}, ${own ? who.account : null}, ${who.unitId}, ${body.text}, ${who.account}, ${law.now})`.execute(tx);
      return { id, field: body.field, scope: body.scope, text: body.text, by: who.name, mayDelete: true, source: {} };
    }),
    endpoint(deletePhrase, async (tx, { params }, who) => {
      const row = (await sql<Row & { unit_id: number }>`select id, field, account_id, unit_id, text, created_by, null as by_name from phrase where county_id = ${who.county} and id = ${params.id}`.execute(tx)).rows[0];
      if (!row || (row.account_id === null && row.unit_id !== who.unitId)) return refuse('notfound', '没有这条常用语');
      if (row.account_id === null && row.created_by !== who.account && who.post !== 'reviewHead' && who.post !== 'leader' && who.post !== 'countyLeader') return refuse('rights.denied', '单位的常用语由写它的人或负责人删除', { allowed: ['由负责人删除'] });
      await sql`delete from phrase where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return {};
    }),
  ];
}
