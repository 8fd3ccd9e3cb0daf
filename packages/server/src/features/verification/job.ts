import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import { VERIFICATION_ITEM_IDS } from '@doudi/core/verification/items';
import { compareWithDeclared } from '@doudi/core/verification/compare';
import type { ChainStamp, VerificationReport, VerificationRequest } from '@doudi/core/verification/contract';
import { INCOME_KINDS, type IncomeKind } from '@doudi/core/case/facts';
import { scopeOf, type CaseContext } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { findCase, loadContext, type CaseRow } from '../cases/context.ts';
import { runCommand } from '../cases/pipeline.ts';
import { openPersons } from '../persons/persons.ts';
import type { StatusResult, SubmitResult, VerificationConnector } from './connector.ts';

interface RequestRow {
  readonly id: string;
  readonly case_id: string;
  readonly state: string;
  readonly attempts: number;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 600_000;

const SYSTEM = { user: 'system', post: 'system' } as const;

/** Chain stamps by the bodies that the request has passed. A city body, where the chain names one, is whoever runs the platform: it answers, it does not stamp. */
function chainOf(s: CaseState, c: CaseContext, services: Services, county: number): ChainStamp[] {
  const { layer } = countyOf(services, county);
  const own = layer.units.find((u) => u.kind === 'county')?.bodies.find((b) => b.kind === 'verification')?.name ?? layer.jurisdiction?.bureau ?? '';
  const unit = layer.units.find((u) => u.id === s.unit);
  const on = s.verification.requestedOn ?? c.today;
  const chain: ChainStamp[] = [{ body: 'handling', name: unit?.name ?? s.unit, passedOn: on }];
  if (c.policy.procedure(s.route.procedure)?.verificationChain.includes('county')) chain.push({ body: 'county', name: own, passedOn: c.today });
  return chain;
}

async function compose(tx: Tx, services: Services, county: number, row: CaseRow, c: CaseContext, requestId: string): Promise<VerificationRequest> {
  const s = row.state;
  const ids = personsToAuthorise(s.facts);
  const people = await openPersons(tx, services, county, ids);
  const members = new Set(s.facts.members.map((m) => m.person));
  const order = [s.facts.applicant, ...ids.filter((i) => i !== s.facts.applicant)];
  return {
    requestId, county: String(county), caseNumber: s.number, programme: s.programme, purpose: `${c.programme.name}审核确认`,
    chain: chainOf(s, c, services, county),
    authorisations: Object.entries(s.authorised).map(([person, a]) => ({ personRef: person, number: a.number, signedOn: a.on, scope: 'all' as const })),
    persons: order.map((id) => ({ personRef: id, name: people.get(id)?.name ?? '', idNumber: people.get(id)?.idNumber ?? '', role: members.has(id) ? ('member' as const) : ('obligor' as const) })),
    items: [...VERIFICATION_ITEM_IDS],
  };
}

/** Incomes the plan does not count: leaving one undeclared is no contradiction. */
const ignored = (c: CaseContext, s: CaseState): IncomeKind[] =>
  INCOME_KINDS.filter((k) => c.policy.find<string>(`income.kind.${k.replaceAll(/[A-Z]/g, (x) => `-${x.toLowerCase()}`)}`, scopeOf(s))?.value === 'excluded');

/** `done`, or how often it was tried, which sets the pause before the next time. */
export type Advance = { readonly kind: 'done' } | { readonly kind: 'waiting'; readonly attempts: number };
const DONE: Advance = { kind: 'done' };

/** Takes one request a step further: send, ask, record. Each step is its own transaction; outside calls happen in none. */
export async function advanceVerification(services: Services, connector: VerificationConnector, county: number, requestId: string): Promise<Advance> {
  const scope = { county, area: null, user: 'system' };
  const { db } = services.installation;
  const loaded = await db.transaction(scope, async (tx) => {
    const r = (await sql<RequestRow>`update verification_request set attempts = attempts + 1, updated_at = now() where county_id = ${county} and id = ${requestId} returning id, case_id, state, attempts`.execute(tx)).rows[0];
    const row = r && (await findCase(tx, r.case_id));
    if (!r || !row || r.state === 'done' || row.state.verification.request !== requestId || row.state.closedOn) return undefined;
    const { context } = await loadContext(tx, services, county, row);
    return { r, row, request: await compose(tx, services, county, row, context, requestId) };
  });
  if (!loaded) return DONE;
  const { r, row, request } = loaded;
  const waiting: Advance = { kind: 'waiting', attempts: r.attempts };
  if (r.state !== 'sent') {
    const sent = await connector.submit(request);
    if (sent.kind !== 'accepted') return (await trouble(services, county, row, requestId, sent)) ? DONE : waiting;
    await note(services, county, requestId, 'sent', sent.platformNumber);
  }
  const answer = await connector.status(requestId);
  if (answer.kind === 'unknown') {
    await note(services, county, requestId, 'queued');
    return waiting;
  }
  if (answer.kind !== 'answer') return (await trouble(services, county, row, requestId, answer)) ? DONE : waiting;
  if (answer.answer.status === 'failed') return (await trouble(services, county, row, requestId, { kind: 'failed', reason: answer.answer.reason, attempts: 1 })) ? DONE : waiting;
  if (answer.answer.status !== 'done') return waiting;
  await record(services, county, row.id, requestId, answer.answer.report);
  return DONE;
}

async function note(services: Services, county: number, id: string, state: string, platformNumber?: string): Promise<void> {
  await services.installation.db.transaction({ county, area: null, user: 'system' }, (tx) =>
    sql`update verification_request set state = ${state}, platform_number = coalesce(${platformNumber ?? null}, platform_number), updated_at = now() where county_id = ${county} and id = ${id}`.execute(tx));
}

type Trouble = Exclude<SubmitResult | StatusResult, { kind: 'accepted' | 'answer' | 'unknown' }> | { readonly kind: 'failed'; readonly reason: string; readonly attempts: number };

/** The case survives a platform in trouble: the trouble is on its log, and the job tries again (true: no answer will come, only a new request helps). */
async function trouble(services: Services, county: number, row: CaseRow, requestId: string, result: Trouble): Promise<boolean> {
  const kind = result.kind === 'error' ? 'malformed' : result.kind;
  const ended = kind === 'refused' || kind === 'failed';
  const last = row.state.verification.troubles.at(-1);
  // The log says once that the platform is down, not at each of sixty tries.
  if (last?.kind !== kind || last.text !== result.reason)
    await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => {
      await sql`update verification_request set last_error = ${result.reason}, state = ${ended ? 'failed' : row.state.verification.at === 'platform' ? 'queued' : 'sent'}, updated_at = now() where county_id = ${county} and id = ${requestId}`.execute(tx);
      const done = await runCommand(tx, services, county, { ...SYSTEM, unit: row.state.unit }, row.id, { name: 'recordVerificationTrouble', payload: { request: requestId, kind, text: result.reason.slice(0, 500), attempts: Math.max(1, result.attempts) } });
      if (isRefusal(done)) throw new Error(`${done.code} ${done.rule}`);
    });
  return ended;
}

/** Report and comparison enter the case in one transaction; a second delivery of the same report changes nothing. */
async function record(services: Services, county: number, caseId: string, requestId: string, report: VerificationReport): Promise<void> {
  await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => {
    const row = await findCase(tx, caseId, true);
    if (!row || row.state.verification.at === 'reported' || row.state.closedOn) return;
    const { context } = await loadContext(tx, services, county, row);
    const tolerance = context.policy.find<number>('verification.tolerance', scopeOf(row.state))?.value ?? 0;
    const compared = compareWithDeclared(row.state.facts, report, { incomeToleranceFen: tolerance, valueToleranceFen: tolerance, ignoredIncomes: ignored(context, row.state), asked: { items: [...VERIFICATION_ITEM_IDS], persons: personsToAuthorise(row.state.facts) } });
    await sql`update verification_request set state = 'done', report = ${JSON.stringify(report)}::jsonb, updated_at = now() where county_id = ${county} and id = ${requestId}`.execute(tx);
    const done = await runCommand(tx, services, county, { ...SYSTEM, unit: row.state.unit }, caseId, {
      name: 'recordReport',
      payload: {
        request: requestId, number: report.number, issuer: report.issuer, issuedOn: report.issuedOn, ...(report.validTo ? { validTo: report.validTo } : {}),
        contradictions: compared.contradictions.map((x) => ({ item: x.item, person: x.person, text: x.text.slice(0, 500) })),
        uncovered: [...new Set(compared.uncovered.map((g) => g.item))], errors: [...new Set(compared.errors.map((g) => g.item))],
      },
    });
    if (isRefusal(done)) throw new Error(`${done.code} ${done.rule}`);
  });
}

/** Job of graphile-worker: `{county, request}`. */
export const verificationTask = (services: Services, connector: VerificationConnector): Task => async (payload, helpers) => {
  const { county, request } = payload as { county: number; request: string };
  const advance = await advanceVerification(services, connector, county, request);
  if (advance.kind === 'done') return;
  // Asked again soon at first, then ever more rarely: a platform that is down for a day is asked every ten minutes.
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, advance.attempts - 1));
  await helpers.addJob('verification', { county, request }, { jobKey: `verification:${request}`, runAt: new Date(Date.now() + pause), maxAttempts: 60 });
};
