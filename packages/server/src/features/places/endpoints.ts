import { sql } from 'kysely';
import { answerErrand, declineErrand, listErrands, openErrand, receiveErrand, type Errand } from '@doudi/core/api/places';
import type { Command } from '@doudi/core/case/commands';
import { RELATION_WORDS } from '@doudi/core/letters/words';
import { maskName } from '@doudi/core/people/mask';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { findCase } from '../cases/context.ts';
import { actorOf } from '../cases/endpoints.ts';
import { runCommand } from '../cases/pipeline.ts';
import { checkReferences } from '../cases/references.ts';
import { reproject, withWholeCounty } from '../cases/reproject.ts';
import { lightFor } from '../cases/view.ts';
import { loadLaw } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { programmeName } from '../payments/view.ts';

const NONE = refuse('notfound', '没有这件异地事项，或不是委托给本单位的');
const KIND: Record<Errand['kind'], string> = { handOver: '移交办理', elsewhere: '异地核查' };
const OUTCOME: Readonly<Record<string, string>> = { received: '已接收', declined: '已退回', answered: '已反馈', withdrawn: '已不需要' };

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly kind: Errand['kind'];
  readonly from_unit: number;
  readonly to_unit: number;
  readonly from_name: string;
  readonly to_name: string;
  readonly text: string;
  readonly papers: string[];
  readonly asked_on: string;
  readonly asked_by: string;
  readonly due_on: string;
  readonly provisional: boolean;
  readonly closed_on: string | null;
  readonly outcome: string | null;
  readonly closing: string | null;
}

const LIMIT = 300;

async function findErrands(tx: Tx, who: Who, where: { open?: boolean; id?: string }): Promise<Row[]> {
  return (await sql<Row>`select e.id, e.case_id, e.kind, e.from_unit, e.to_unit, f.name as from_name, t.name as to_name, e.text, e.papers, e.asked_on, coalesce(a.name, '') as asked_by, e.due_on, e.provisional, e.closed_on, e.outcome, e.closing
    from case_errand e join unit f on f.county_id = e.county_id and f.id = e.from_unit join unit t on t.county_id = e.county_id and t.id = e.to_unit left join account a on a.county_id = e.county_id and a.id = e.asked_by
    where e.county_id = ${who.county} ${where.id ? sql`and e.id = ${where.id}` : where.open ? sql`and e.closed_on is null` : sql`and e.closed_on is not null`}
    order by coalesce(e.closed_on, e.due_on), e.id limit ${LIMIT}`.execute(tx)).rows;
}

/** Heads of the cases behind errands: the asked office does not hold the case yet, so it is read with the county's view and only what the list shows is kept. */
async function headsOf(tx: Tx, services: Services, county: number, ids: readonly string[]): Promise<Map<string, { number: string; programme: string; applied: string; name: string }>> {
  return await withWholeCounty(tx, county, async () => {
    const { rows } = await sql<{ id: string; number: string; programme: string; applied: string; name_enc: Buffer }>`select f.id, f.number, f.programme, f.application_date as applied, p.name_enc from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant
      where f.county_id = ${county} and f.id = any (${[...ids]}::uuid[])`.execute(tx);
    return new Map(rows.map((r) => [r.id, { number: r.number, programme: r.programme, applied: r.applied, name: maskName(services.cipher.decrypt(r.name_enc, `person.name|${county}`)) }]));
  });
}

export function placeEndpoints(services: Services): Endpoint[] {
  /** An errand put to the caller's own office, still open. */
  const asked = async (tx: Tx, who: Who, id: string): Promise<Row | Refusal> => {
    const e = (await findErrands(tx, who, { id }))[0];
    if (!e || e.to_unit !== who.unitId) return NONE;
    return e.closed_on ? refuse('step.done', `已于 ${e.closed_on} ${OUTCOME[e.outcome ?? ''] ?? '办结'}`) : e;
  };
  /** The answer is a command on a case that lies outside the caller's area: given with the county's view, judged by the case's own rules. */
  const act = async (tx: Tx, who: Who, id: string, command: (e: Row) => Exclude<Command, { name: 'apply' }>) => {
    const e = await asked(tx, who, id);
    if (isRefusal(e)) return e;
    const actor = actorOf(who);
    if (!actor) return NONE;
    const law = await loadLaw(tx, services, who.county);
    return await withWholeCounty(tx, who.county, async () => {
      const given = command(e);
      const done = await runCommand(tx, services, who.county, actor, e.case_id, given);
      if (isRefusal(done)) return done;
      const wrong = await checkReferences(tx, e.case_id, given, law.today, who.unitId);
      if (wrong) return wrong;
      // The new office may hold another entrustment: the route of today follows at once.
      if (given.name === 'receiveHandOver') await reproject(tx, services, who.county, [e.case_id]);
      return { id, case: e.case_id, seq: done.decision.state.seq };
    });
  };
  return [
    endpoint(listErrands, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const rows = await findErrands(tx, who, { open: query.state === 'open' });
      const heads = await headsOf(tx, services, who.county, rows.map((r) => r.case_id));
      const mine = (unit: number): boolean => who.area === null || who.area.includes(unit);
      return {
        items: rows.map((r) => {
          const h = heads.get(r.case_id);
          return {
            id: r.id, case: r.case_id, caseNumber: h?.number ?? '', programmeName: h ? programmeName(law, h.programme, h.applied.slice(0, 7)) : '', applicant: h?.name ?? '', kind: r.kind, kindText: KIND[r.kind], direction: mine(r.to_unit) && !(who.area === null) ? ('in' as const) : ('out' as const),
            from: r.from_name, to: r.to_name, text: r.text, papers: r.papers, askedOn: r.asked_on, askedBy: r.asked_by, due: r.due_on, provisional: r.provisional, light: r.closed_on ? null : lightFor(law, r.due_on),
            closedOn: r.closed_on, outcome: r.outcome, outcomeText: r.outcome ? (OUTCOME[r.outcome] ?? r.outcome) : null, closing: r.closing,
          };
        }),
      };
    }),
    endpoint(openErrand, async (tx, { params }, who) => {
      const e = await asked(tx, who, params.id);
      if (isRefusal(e)) return e;
      const law = await loadLaw(tx, services, who.county);
      await logAccess(tx, who, law.now, 'open', `errand:${e.id}`, `${KIND[e.kind]}：${e.text}`.slice(0, 200));
      return await withWholeCounty(tx, who.county, async () => {
        const row = await findCase(tx, e.case_id);
        if (!row) return NONE;
        const f = row.state.facts;
        const people = await openPersons(tx, services, who.county, f.members.map((m) => m.person));
        return { id: e.id, address: f.address, statement: f.statement, people: f.members.map((m) => ({ name: people.get(m.person)?.name ?? '', relation: RELATION_WORDS[m.relation], phone: people.get(m.person)?.phone ?? null })) };
      });
    }),
    endpoint(receiveErrand, async (tx, { params, body }, who) => await act(tx, who, params.id, () => ({ name: 'receiveHandOver', payload: body }))),
    endpoint(declineErrand, async (tx, { params, body }, who) => await act(tx, who, params.id, () => ({ name: 'declineHandOver', payload: body }))),
    endpoint(answerErrand, async (tx, { params, body }, who) => await act(tx, who, params.id, (e) => ({ name: 'answerElsewhere', payload: { ...body, errand: e.id } }))),
  ];
}
