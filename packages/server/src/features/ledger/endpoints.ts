import { correctEntry as correctContract, ledgerBalances, ledgerChain, ledgerCheck, listEntries } from '@doudi/core/api/funds';
import { CompiledQuery } from 'kysely';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { correctEntry } from './correct.ts';
import { verifyLedger } from './verify.ts';
import { CONTROL_WORDS, findBalances, findDifferences, findEntries, ledgerNames } from './queries.ts';

/** Balances, entries and the check of the ledger against the roll lines. */
export function ledgerEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(ledgerBalances, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return { on: query.on ?? law.today, ...(await findBalances(tx, await ledgerNames(tx, law), who.area, query.on)) };
    }),
    endpoint(ledgerCheck, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const names = await ledgerNames(tx, law);
      const { compared, differences } = await findDifferences(tx);
      const { trialFen } = await findBalances(tx, names, []);
      const off = (d: { ledger_fen: number; lines_fen: number }): number => Math.abs(d.ledger_fen - d.lines_fen);
      return {
        at: law.now, equal: differences.length === 0 && trialFen === 0, compared, trialFen, differenceFen: differences.reduce((sum, d) => sum + off(d), 0),
        differences: differences.map((d) => {
          const unit = d.unit_id === null ? undefined : names.units.get(d.unit_id);
          return { kind: d.kind, text: CONTROL_WORDS[d.kind] ?? d.kind, programme: d.programme, programmeName: names.programme(d.programme), unit: unit?.key ?? null, unitName: unit?.name ?? null, ledgerFen: d.ledger_fen, linesFen: d.lines_fen };
        }),
      };
    }),
    endpoint(ledgerChain, async (tx, _, who) => {
      const { ok, entries, faults, faultCount } = await verifyLedger(async (text, values = []) => (await tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows, who.county);
      return { ok, entries, faults: [...faults], faultCount };
    }),
    endpoint(listEntries, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { cursor, limit, ...q } = query;
      const items = await findEntries(tx, await ledgerNames(tx, law), { ...q, before: cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined, limit: limit + 1 });
      const page = items.slice(0, limit);
      return { items: page, next: items.length > limit ? String(page.at(-1)?.number ?? 0) : null };
    }),
    endpoint(correctContract, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const id = await correctEntry(tx, law, await ledgerNames(tx, law), params.id, body.reason, who.account);
      return isRefusal(id) ? id : { id };
    }),
  ];
}
